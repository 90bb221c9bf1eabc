"""A member under another name or with another face: the pages that show them follow.

It is here and not in accounts because the pages that show a member are pages of discussions.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select, update

from forum.accounts.operations.photos import forget_photo, keep_photo, take_photo
from forum.accounts.operations.profiles import take_name
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions.models import Discussion, Post, Quote
from forum.jobs import wake
from forum.ports import clocks
from forum.ports.stores import new_name


@operation
def rename(member: Viewer, *, name: str, handle: str) -> None:
    """Call the member so from now on; refuses HandleTaken.

    Pages that show them are made anew, and a job puts the name into the quotes of what they wrote.
    """
    _lock_pages_of(member.id)
    quoting = _lock_posts_quoting(member.id)
    if take_name(member.id, name, handle) and quoting:
        asked = update(Post).where(Post.id.in_(_quoting(member.id)), Post.refill_since.is_(None))
        db.session.execute(asked.values(refill_since=clocks.now()))
        wake("refill")
    _touch_pages_of(member.id)

    record(member.id, "member.renamed", member.id)


def change_photo(member: Viewer, pictures: Mapping[int, bytes]) -> None:
    """Show the member's photo, in the sizes given, wherever their name stands."""
    photo = new_name()
    keep_photo(photo, pictures)
    try:
        _show_photo(member.id, photo)
    except BaseException:
        forget_photo(photo)
        raise


def remove_photo(member: Viewer) -> None:
    """Show initials again."""
    _show_photo(member.id, None)


@operation
def _show_photo(member_id: int, photo: str | None) -> None:
    _lock_pages_of(member_id)
    take_photo(member_id, photo)
    _touch_pages_of(member_id)


def _lock_pages_of(member_id: int) -> None:
    """In the order of ids, as every verb does."""
    pages = select(Discussion.id).where(Discussion.id.in_(_written_in(member_id)))
    db.session.execute(pages.order_by(Discussion.id).with_for_update())


def _lock_posts_quoting(member_id: int) -> bool:
    posts = select(Post.id).where(Post.id.in_(_quoting(member_id))).order_by(Post.id).with_for_update()
    return bool(db.session.execute(posts).all())


def _touch_pages_of(member_id: int) -> None:
    touched = update(Discussion).where(Discussion.id.in_(_written_in(member_id)))
    db.session.execute(touched.values(version=Discussion.version + 1), execution_options=NO_SYNC)


def _written_in(member_id: int) -> Select[Any]:
    return select(Post.discussion_id).where(Post.author_id == member_id)


def _quoting(member_id: int) -> Select[Any]:
    """The posts that quote what the member wrote."""
    Source = Post.__table__.alias("source")
    return select(Quote.post_id).join(Source, Source.c.id == Quote.source_id).where(Source.c.author_id == member_id)


NO_SYNC = {"synchronize_session": False}
