"""A member under another name, with another face or a badge: the pages that show them follow.

It is here and not in accounts because the pages that show a member are pages of discussions.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update

from forum import pictures
from forum.accounts.models import Role
from forum.accounts.operations.profiles import take_name, take_photo
from forum.accounts.operations.roles import give_role
from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions.models import Discussion, Mention, Post, Quote
from forum.jobs import wake
from forum.ports import clocks


@operation
def rename(member: Viewer, *, name: str, handle: str) -> None:
    """Call the member so from now on; refuses HandleTaken.

    Pages that show them are made anew, and a job puts the name into the quotes of what they wrote and the handle
    where they are mentioned.
    """
    if (name, handle) == (member.name, member.handle):
        return
    lock_pages_of(member.id)
    _lock_posts(or_(_quotes(member.id), _mentions(member.id)))
    if take_name(member.id, name, handle):
        _ask_for_refill(_quotes(member.id))
    if handle != member.handle:
        _ask_for_refill(_mentions(member.id))
    touch_pages_of(member.id)

    record(member.id, "member.renamed", member.id)


def change_photo(member: Viewer, sizes: Mapping[int, bytes]) -> None:
    """Show the member's photo, in the sizes given, wherever their name stands."""
    pictures.hang(sizes, lambda photo: _show_photo(member.id, photo))


def remove_photo(member: Viewer) -> None:
    """Show initials again."""
    _show_photo(member.id, None)


@operation
def _show_photo(member_id: int, photo: str | None) -> None:
    lock_pages_of(member_id)
    take_photo(member_id, photo)
    touch_pages_of(member_id)


@operation
def make_staff(handle: str, role: Role) -> None:
    """Let a member look after the whole site, and show it wherever they wrote; raises NotFound and Conflict."""
    member = find_member(None, handle)
    lock_pages_of(member.id)
    give_role(member.id, role)
    touch_pages_of(member.id)


def refill_what_names(member_id: int) -> None:
    """Have a job make anew what quotes or mentions the member, within the running verb."""
    naming = or_(_quotes(member_id), _mentions(member_id))
    _lock_posts(naming)
    _ask_for_refill(naming)


def lock_pages_of(member_id: int) -> None:
    """In the order of ids, as every verb does."""
    pages = select(Discussion.id).where(Discussion.id.in_(_written_in(member_id)))
    db.session.execute(pages.order_by(Discussion.id).with_for_update())


def _lock_posts(which: ColumnElement[bool]) -> None:
    db.session.execute(select(Post.id).where(which).order_by(Post.id).with_for_update())


def _ask_for_refill(which: ColumnElement[bool]) -> None:
    asked = update(Post).where(which, Post.refill_since.is_(None)).values(refill_since=clocks.now())
    db.session.execute(asked, execution_options=NO_SYNC)
    wake("refill")


def touch_pages_of(member_id: int) -> None:
    touched = update(Discussion).where(Discussion.id.in_(_written_in(member_id)))
    db.session.execute(touched.values(version=Discussion.version + 1), execution_options=NO_SYNC)


def _written_in(member_id: int) -> Select[Any]:
    return select(Post.discussion_id).where(Post.author_id == member_id)


def _quotes(member_id: int) -> ColumnElement[bool]:
    """That a post quotes what the member wrote."""
    Source = Post.__table__.alias("source")
    quoting = select(Quote.post_id).join(Source, Source.c.id == Quote.source_id)
    return Post.id.in_(quoting.where(Source.c.author_id == member_id))


def _mentions(member_id: int) -> ColumnElement[bool]:
    return Post.id.in_(select(Mention.post_id).where(Mention.member_id == member_id))


NO_SYNC = {"synchronize_session": False}
