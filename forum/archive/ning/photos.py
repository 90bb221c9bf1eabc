"""Photos of the archive's members, for those who have not joined yet: a living member chooses their own, and who closed
their account has none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import select, update

from forum import pictures
from forum.accounts.models import Member
from forum.archive.models import Imported
from forum.archive.ning import files, known
from forum.archive.ning.attaching import FORMATS
from forum.archive.ning.files import Unusable
from forum.archive.ning.summary import Summary
from forum.database import db, operation
from forum.discussions.operations.renaming import lock_pages_of, touch_pages_of

WAITING = (Member.joined_at.is_(None), Member.closed_at.is_(None), Member.photo.is_(None))


@dataclass(frozen=True, slots=True)
class Photos:
    folder: Path
    summary: Summary

    def bring_in(self, paths: Mapping[str, str]) -> None:
        """The photos at these paths, by the keys of their members, who are here."""
        waiting = _waiting(paths)
        self.summary.there["photos"] += len(paths) - len(waiting)
        for key, member_id in waiting.items():
            self._bring_in(member_id, paths[key])

    def _bring_in(self, member_id: int, path: str) -> None:
        try:
            _name, content = files.read(self.folder, path)
            made = pictures.make(BytesIO(content), FORMATS)
        except Unusable as why:
            self.summary.leave_out("photos", str(why), name=path)
        except pictures.Refused:
            self.summary.leave_out("photos", "no picture that can be read", name=path)
        else:
            self.summary.imported["photos"] += _keep(member_id, made)


def _keep(member_id: int, made: Mapping[int, bytes]) -> bool:
    """Whether the member has the photo now, who may have joined in this moment."""
    try:
        pictures.hang(made, lambda photo: _wear(member_id, photo))
    except _Joined:
        return False
    return True


class _Joined(Exception):
    """A member is here by now, is gone, or has a photo."""


@operation
def _wear(member_id: int, photo: str) -> None:
    """Show the photo beside what the member wrote; raises _Joined."""
    lock_pages_of(member_id)
    worn = update(Member).where(Member.id == member_id, *WAITING).values(photo=photo).returning(Member.id)
    if db.session.scalar(worn) is None:
        raise _Joined
    touch_pages_of(member_id)


def _waiting(keys: Collection[str]) -> dict[str, int]:
    """Those of the members who have neither joined nor left, nor a photo."""
    query = select(Imported.key, Member.id).join(Member, Member.id == Imported.row_id)
    here = query.where(known.of_kind("member"), Imported.key.in_(keys), *WAITING)
    return {row.key: row.id for row in db.session.execute(here)}
