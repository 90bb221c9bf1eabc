"""A member's photo: files first, then the row that names them, and the old files once that is committed."""

from collections.abc import Mapping

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.photos import SIZES
from forum.database import after_commit, db
from forum.ports.stores import store


def keep_photo(photo: str, pictures: Mapping[int, bytes]) -> None:
    """Store the photo in its sizes. Not within a verb: it may run twice, and nobody knows of the files yet."""
    for size, content in pictures.items():
        store().put(f"{photo}-{size}", content)


def forget_photo(photo: str) -> None:
    """Delete the files of a photo that no member has."""
    for size in SIZES:
        store().delete(f"{photo}-{size}")


def take_photo(member_id: int, photo: str | None) -> None:
    """Let this be the member's photo, within the running verb; the one before is deleted after its commit."""
    query = select(Member).where(Member.id == member_id).with_for_update()
    row = db.session.scalars(query, execution_options={"populate_existing": True}).one()
    before, row.photo = row.photo, photo
    if before and before != photo:
        after_commit(lambda: forget_photo(before))
