"""What an import did: the table at its end."""

from collections import Counter
from dataclasses import dataclass, field

from rich.console import Group as Lines
from rich.table import Table
from rich.text import Text

from forum.archive.ning.sections import SECTIONS

WRITTEN = tuple(section.things for section in SECTIONS)
THINGS = ("members", "groups", "shared groups", *WRITTEN, "posts", "quotes")


@dataclass(slots=True)
class Summary:
    """Counts by thing, and remarks: each a sentence, with how often it applies."""

    imported: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)

    def leave_out(self, thing: str, why: str, count: int = 1) -> None:
        if count:
            self.left_out[thing] += count
            self.remark(f"{thing} left out: {why}", count)

    def remark(self, sentence: str, count: int = 1) -> None:
        if count:
            self.remarks[sentence] += count

    def as_lines(self) -> Lines:
        remarks = [Text(f"{count:>7,} × {sentence}") for sentence, count in self.remarks.items()]
        return Lines(self._as_table(), *remarks)

    def _as_table(self) -> Table:
        table = Table("", "imported", "already there", "left out")
        for column in table.columns[1:]:
            column.justify = "right"
        for thing in THINGS:
            counts = (self.imported[thing], self.there[thing], self.left_out[thing])
            table.add_row(thing.capitalize(), *(f"{count:,}" for count in counts))
        return table
