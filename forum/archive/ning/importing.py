"""Importing a Ning archive, from the folder to the table that says what came of it.

Every step looks for what is here already and writes the rest, each in a transaction of its own, so that an import
that was killed goes on where it stopped, one that is repeated adds nothing, and a newer archive adds what is new.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from forum.archive.ning import files, groups, known, members
from forum.archive.ning.attaching import Uploads
from forum.archive.ning.cooking import Kitchen
from forum.archive.ning.discussions import Discussions
from forum.archive.ning.photos import Photos
from forum.archive.ning.reading import Broken, Fields, read_objects
from forum.archive.ning.sections import SECTIONS, Section
from forum.archive.ning.spool import Spool
from forum.archive.ning.summary import Summary
from forum.groups.models import Kind
from forum.ports import clocks


def run(folder: Path, console: Console, *, public: bool = False) -> Summary:
    """Import what the folder has. Groups that all members share are open if the network was `public`, else private.

    A file that is missing or broken is told of, and the others are imported.
    """
    with _progress(console) as progress:
        archive = Archive(folder, progress, Summary())
        archive.bring_in_members()
        archive.bring_in_groups()
        for section in SECTIONS:
            archive.bring_in_section(section, Kind.OPEN if public else Kind.PRIVATE)
        for path in files.without_place(folder):
            archive.summary.remark(f"{path.name} left out: there is no place for such things here")
    console.print(archive.summary.as_lines())
    return archive.summary


class Archive:
    def __init__(self, folder: Path, progress: Progress, summary: Summary) -> None:
        self.folder = folder
        self.progress = progress
        self.summary = summary
        self.uploads = Uploads(folder, summary)

    def bring_in_members(self) -> None:
        objects = (fields for _is_whole, fields in self._objects("members"))
        people = members.read(objects, self._latest("members"), self.summary)
        members.bring_in(people, self.summary, Photos(self.folder, self.summary).bring_in)

    def bring_in_groups(self) -> None:
        objects = self._objects("groups", "members")
        groups.bring_in(groups.read(objects, self._latest("groups"), self.summary), self.summary)

    def bring_in_section(self, section: Section, shared_kind: Kind) -> None:
        with Spool(section, self._latest(section.name)) as spool:
            self._spool(spool)
            posts = spool.count_posts()
            bar = self.progress.add_task(f"Posts of {section.things}", total=posts)
            with Kitchen(posts) as kitchen:
                Discussions(
                    spool, self.uploads, kitchen, known.all_rows("member"), known.all_rows("group"), shared_kind,
                    self.summary, lambda count: self.progress.advance(bar, count),
                ).bring_in()  # fmt: skip

    def _spool(self, spool: Spool) -> None:
        things = spool.section.things
        for is_whole, fields in self._objects(spool.section.name, "comments"):
            (spool.add_discussion if is_whole else spool.add_comment)(fields)
        spool.finish()
        for why, count in spool.refused.items():
            self.summary.leave_out(things, why, count)
        self.summary.remark(f"{things} or their comments are twice in the archive", spool.twice)
        self.summary.remark("dates missing or broken: the nearest known one was taken", spool.undated)

    def _objects(self, name: str, inner: str | None = None) -> Iterator[tuple[bool, Fields]]:
        """The objects of one file, as far as it can be read."""
        path = files.find(self.folder, name)
        if path is None:
            self.summary.remark(f"ning-{name}-local.json is missing")
            return
        with self.progress.open(path, "rb", description=path.name) as file:
            try:
                yield from read_objects(file, inner)
            except Broken as error:
                self.summary.remark(f"{path.name} is broken: {error}")

    def _latest(self, name: str) -> datetime:
        """When the file was written: no later date is believed, and it stands in where there is none at all."""
        path = files.find(self.folder, name)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path else clocks.now()
        return min(written, clocks.now())


def _progress(console: Console) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=console)
