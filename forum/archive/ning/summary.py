"""What an import did: the table at its end."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Group as Lines
from rich.table import Table
from rich.text import Text

from forum.archive.ning.sections import SECTIONS
from forum.text import clean_line

WRITTEN = tuple(section.things for section in SECTIONS)
THINGS = ("members", "photos", "groups", "shared groups", *WRITTEN, "posts", "quotes", "files")
NAMES_LIMIT = 20
"""How many of the things that a remark is about are named."""
NAME_LENGTH = 200


@dataclass(slots=True)
class Summary:
    """Counts by thing, and remarks: each a sentence, how often it applies, and the names of some of the things."""

    imported: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    names: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def leave_out(self, thing: str, why: str, count: int = 1, name: str = "") -> None:
        if count > 0:
            self.left_out[thing] += count
            self.remark(f"{thing} left out: {why}", count, name)

    def remark(self, sentence: str, count: int = 1, name: str = "") -> None:
        if count > 0:
            self.remarks[sentence] += count
        if name and len(self.names[sentence]) < NAMES_LIMIT:
            self.names[sentence].append(clean_line(name)[:NAME_LENGTH])

    def as_lines(self) -> Lines:
        return Lines(self._as_table(), *self._as_remarks())

    def _as_remarks(self) -> Iterator[Text]:
        for sentence, count in self.remarks.items():
            yield Text(f"{count:>7,} × {sentence}")
            for name in self.names[sentence]:
                yield Text(f"{'':>10}{name}", style="dim")
            if self.names[sentence] and count > NAMES_LIMIT:
                yield Text(f"{'':>10}…", style="dim")

    def _as_table(self) -> Table:
        table = Table("", "imported", "already there", "left out")
        for column in table.columns[1:]:
            column.justify = "right"
        for thing in THINGS:
            counts = (self.imported[thing], self.there[thing], self.left_out[thing])
            table.add_row(thing.capitalize(), *(f"{count:,}" for count in counts))
        return table
