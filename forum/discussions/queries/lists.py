"""Lists of discussions: every query starts from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, literal, null, select, tuple_
from sqlalchemy.orm import aliased

from forum import text
from forum.accounts.models import Member
from forum.accounts.statements import ONWARDS, ago, onwards, prepared
from forum.accounts.viewers import PERSON_SIZE, Viewer, author, person
from forum.discussions import policy
from forum.discussions.models import Discussion, Post, Reading, Tag
from forum.discussions.queries.finding import ANSWER, REPLIES
from forum.discussions.queries.shapes import DiscussionRow, Opening, TagView
from forum.discussions.queries.tags import has_tag
from forum.discussions.unread import count_unread, has_unread, is_new, with_own_membership, with_reading
from forum.groups.models import Group
from forum.groups.queries import GroupView
from forum.paging import Cursor, Standing

LIST_SIZE = 30
MOST_PINNED = 5
OPENINGS_SIZE = 12
OPENING_LENGTH = 700
TOP_OF = timedelta(days=7)

Starter, LastPoster = aliased(Member), aliased(Member)

ROW: tuple[Any, ...] = (
    Discussion.id, Discussion.title, Group.slug, Group.name, Group.kind, Discussion.started_at,
    Discussion.last_posted_at, Discussion.last_number, Discussion.newest_number, REPLIES,
    Discussion.pinned_at.is_not(None), Discussion.closed_at.is_not(None), Discussion.tags, ANSWER.is_not(None),
)  # fmt: skip
ROW_SIZE = len(ROW) + 3

Rows = tuple[list[DiscussionRow], Cursor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which discussions a list holds; each of these narrows it."""

    group: GroupView | None = None
    tag: TagView | None = None

    def narrowing(self) -> dict[str, int]:
        """The ids that NARROWED asks for."""
        chosen = {"group": self.group, "tag": self.tag}
        return {name: thing.id for name, thing in chosen.items() if thing}


EVERYTHING = Filters()
NARROWED: dict[str, ColumnElement[bool]] = {
    "group": Discussion.group_id == bindparam("group"),
    "tag": has_tag(bindparam("tag", type_=Tag.id.type)),
}


def list_latest(
    viewer: Viewer | None, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions that the viewer may see, newest post first, and where to go on."""
    return _by_time(viewer, "latest", before, filters, limit)


def list_new(
    viewer: Viewer, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions that others started since the viewer came and that they have not opened, the newest first, and where
    to go on."""
    return _by_time(viewer, "new", before, filters, limit)


def list_unread(
    viewer: Viewer, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions in which there is something unread, newest post first, and where to go on."""
    return _by_time(viewer, "unread", before, filters, limit)


def list_top(
    viewer: Viewer | None, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> tuple[list[DiscussionRow], Standing | None]:
    """Discussions in which most people wrote in the last seven days, then those with most posts in them, and where to
    go on."""
    after, narrowing = Standing.parse(before), filters.narrowing()
    place = after._asdict() if after else {}
    rows = _top(viewer, tuple(narrowing), after is not None, most=limit + 1, **narrowing, **place).all()
    shown = [row(values) for values in rows[:limit]]
    return shown, Standing(*tuple(rows[limit - 1])[-3:]) if len(rows) > limit else None


def list_of_group(viewer: Viewer | None, before: str | None = None, *, group: GroupView) -> Rows:
    """The group's discussions without its pinned ones, newest post first, and where to go on."""
    return _by_time(viewer, "unpinned", before, Filters(group=group), LIST_SIZE)


def list_pinned(viewer: Viewer | None, group: GroupView) -> list[DiscussionRow]:
    """What stands on top of the group's list, as far as the viewer may see it; what was pinned last comes first."""
    return [row(values) for values in _pinned(viewer, group=group.id)]


def list_openings(
    viewer: Viewer | None, before: str | None = None, *, group: GroupView
) -> tuple[list[Opening], Cursor | None]:
    """How the group's discussions open, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    found = _openings(viewer, cursor is not None, group=group.id, **onwards(cursor))
    rows = [_opening(values) for values in found]
    shown = rows[:OPENINGS_SIZE]
    last = shown[-1].row if len(rows) > OPENINGS_SIZE else None
    return shown, Cursor(last.started_at, last.id) if last else None


def _by_time(viewer: Viewer | None, which: str, before: str | None, filters: Filters, limit: int) -> Rows:
    cursor, narrowing = Cursor.parse(before), filters.narrowing()
    shape = which, tuple(narrowing), cursor is not None
    rows = [row(values) for values in _timed(viewer, *shape, most=limit + 1, **narrowing, **onwards(cursor))]
    shown = rows[:limit]
    return shown, Cursor(getattr(shown[-1], MOMENTS[which]), shown[-1].id) if len(rows) > limit else None


MOMENTS = {
    "latest": "last_posted_at", "new": "started_at", "unread": "last_posted_at", "unpinned": "last_posted_at",
}  # fmt: skip
"""What each list is ordered by."""


@prepared
def _timed(viewer: Viewer | None, which: str, narrowed: tuple[str, ...], goes_on: bool) -> Select[Any]:
    moment = getattr(Discussion, MOMENTS[which])
    query = select_rows(viewer).where(*_belonging(viewer, which), *(NARROWED[name] for name in narrowed))
    if goes_on:
        query = query.where(tuple_(moment, Discussion.id) < ONWARDS)
    return query.order_by(moment.desc(), Discussion.id.desc()).limit(bindparam("most"))


def _belonging(viewer: Viewer | None, which: str) -> list[ColumnElement[bool]]:
    """What belongs into the list, of all that the viewer may see."""
    if which == "unpinned":
        return [Discussion.pinned_at.is_(None)]
    if which == "latest" or viewer is None:
        return []
    return [is_new(viewer) if which == "new" else has_unread(viewer)]


@prepared
def _top(viewer: Viewer | None, narrowed: tuple[str, ...], goes_on: bool) -> Select[Any]:
    lately = _counted_since(ago(TOP_OF))
    standing = (lately.c.posters, lately.c.posts, Discussion.id)
    query = select_rows(viewer).join(lately, lately.c.discussion_id == Discussion.id).add_columns(*standing)
    query = query.where(*(NARROWED[name] for name in narrowed))
    if goes_on:
        place = (bindparam(name, type_=Discussion.id.type) for name in Standing._fields)
        query = query.where(tuple_(*standing) < tuple_(*place))
    return query.order_by(*(column.desc() for column in standing)).limit(bindparam("most"))


@prepared
def _pinned(viewer: Viewer | None) -> Select[Any]:
    query = select_rows(viewer).where(NARROWED["group"], Discussion.pinned_at.is_not(None))
    return query.order_by(Discussion.pinned_at.desc(), Discussion.id.desc()).limit(MOST_PINNED)


@prepared
def _openings(viewer: Viewer | None, goes_on: bool) -> Select[Any]:
    opening = and_(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown())
    query = select_rows(viewer).add_columns(Post.html).outerjoin(Post, opening).where(NARROWED["group"])
    query = query.order_by(Discussion.started_at.desc(), Discussion.id.desc()).limit(OPENINGS_SIZE + 1)
    return query.where(tuple_(Discussion.started_at, Discussion.id) < ONWARDS) if goes_on else query


def select_rows(viewer: Viewer | None) -> Select[Any]:
    """The discussions that the viewer may see, as lists show them."""
    query = (
        select(*ROW, *_unread_by(viewer), *person(Starter), *person(LastPoster))
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .where(policy.visible_to(viewer))
    )
    return with_own_membership(viewer, with_reading(viewer, query))


def _unread_by(viewer: Viewer | None) -> tuple[Any, Any, Any]:
    if viewer is None:
        return literal(0), false(), null()
    return count_unread(viewer), is_new(viewer), Reading.number


def _counted_since(since: Any) -> Any:
    """How many people wrote how many posts in each discussion since then."""
    lately = (policy.is_shown(), Post.written_at > since)
    counts = (func.count(Post.author_id.distinct()).label("posters"), func.count().label("posts"))
    place = (Post.discussion_id + 0).label("discussion_id")  # SQLite would read every post to have them grouped
    return select(place, *counts).where(*lately).group_by(place).subquery()


def row(values: Sequence[Any]) -> DiscussionRow:
    """A discussion from what `select_rows` selects."""
    people = values[ROW_SIZE : ROW_SIZE + 2 * PERSON_SIZE]
    return DiscussionRow(*[*values[:ROW_SIZE], author(*people[:PERSON_SIZE]), author(*people[PERSON_SIZE:])])


def _opening(values: Sequence[Any]) -> Opening:
    return Opening(row(values), text.excerpt(values[-1] or "", OPENING_LENGTH))
