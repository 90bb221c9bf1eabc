"""Lists of discussions: every query starts from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, null, select, tuple_
from sqlalchemy.orm import aliased

from forum import text
from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Viewer, author, person
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post, Reading
from forum.discussions.queries.finding import REPLIES
from forum.discussions.queries.shapes import DiscussionRow, Opening, TagView
from forum.discussions.queries.tags import has_tag
from forum.discussions.unread import count_unread, has_unread, is_new, with_own_membership, with_reading
from forum.groups.models import Group
from forum.groups.queries import GroupView
from forum.paging import Cursor, Standing
from forum.ports import clocks

LIST_SIZE = 30
MOST_PINNED = 5
OPENINGS_SIZE = 12
OPENING_LENGTH = 700
TOP_OF = timedelta(days=7)

Starter, LastPoster = aliased(Member), aliased(Member)

ROW: tuple[Any, ...] = (
    Discussion.id, Discussion.title, Group.slug, Group.name, Group.kind, Discussion.started_at,
    Discussion.last_posted_at, Discussion.last_number, REPLIES, Discussion.pinned_at.is_not(None),
    Discussion.closed_at.is_not(None), Discussion.tags,
)  # fmt: skip
ROW_SIZE = len(ROW) + 3

Rows = tuple[list[DiscussionRow], Cursor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which discussions a list holds; each of these narrows it."""

    group: GroupView | None = None
    tag: TagView | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        of_group = [Discussion.group_id == self.group.id] if self.group else []
        return [*of_group, has_tag(self.tag.id)] if self.tag else of_group


EVERYTHING = Filters()


def list_latest(
    viewer: Viewer | None, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions that the viewer may see, newest post first, and where to go on."""
    return _by_time(select_rows(viewer, filters), Discussion.last_posted_at, before, limit)


def list_new(
    viewer: Viewer, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions that others started since the viewer came and that they have not opened, the newest first, and where
    to go on."""
    query = select_rows(viewer, filters).where(is_new(viewer))
    return _by_time(query, Discussion.started_at, before, limit)


def list_unread(
    viewer: Viewer, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> Rows:
    """Discussions in which there is something unread, newest post first, and where to go on."""
    query = select_rows(viewer, filters).where(has_unread(viewer))
    return _by_time(query, Discussion.last_posted_at, before, limit)


def list_top(
    viewer: Viewer | None, before: str | None = None, filters: Filters = EVERYTHING, *, limit: int = LIST_SIZE
) -> tuple[list[DiscussionRow], Standing | None]:
    """Discussions in which most people wrote in the last seven days, then those with most posts in them, and where to
    go on."""
    lately = _counted_since(clocks.now() - TOP_OF)
    standing = (lately.c.posters, lately.c.posts, Discussion.id)
    query = select_rows(viewer, filters).join(lately, lately.c.discussion_id == Discussion.id).add_columns(*standing)
    if after := Standing.parse(before):
        query = query.where(tuple_(*standing) < tuple_(*after))
    rows = db.session.execute(query.order_by(*(column.desc() for column in standing)).limit(limit + 1)).all()
    shown = [row(values) for values in rows[:limit]]
    return shown, Standing(*rows[limit - 1][-len(standing) :]) if len(rows) > limit else None


def list_of_group(viewer: Viewer | None, before: str | None = None, *, group: GroupView) -> Rows:
    """The group's discussions without its pinned ones, newest post first, and where to go on."""
    query = select_rows(viewer, Filters(group=group)).where(Discussion.pinned_at.is_(None))
    return _by_time(query, Discussion.last_posted_at, before, LIST_SIZE)


def list_pinned(viewer: Viewer | None, group: GroupView) -> list[DiscussionRow]:
    """What stands on top of the group's list, as far as the viewer may see it; what was pinned last comes first."""
    query = select_rows(viewer, Filters(group=group)).where(Discussion.pinned_at.is_not(None))
    query = query.order_by(Discussion.pinned_at.desc(), Discussion.id.desc())
    return [row(values) for values in db.session.execute(query.limit(MOST_PINNED))]


def list_openings(
    viewer: Viewer | None, before: str | None = None, *, group: GroupView
) -> tuple[list[Opening], Cursor | None]:
    """How the group's discussions open, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    opening = and_(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown())
    query = select_rows(viewer, Filters(group=group)).add_columns(Post.html).outerjoin(Post, opening)
    query = query.order_by(Discussion.started_at.desc(), Discussion.id.desc())
    if cursor:
        query = query.where(tuple_(Discussion.started_at, Discussion.id) < tuple_(cursor.at, cursor.id))
    rows = [_opening(values) for values in db.session.execute(query.limit(OPENINGS_SIZE + 1))]
    shown = rows[:OPENINGS_SIZE]
    last = shown[-1].row if len(rows) > OPENINGS_SIZE else None
    return shown, Cursor(last.started_at, last.id) if last else None


def _by_time(query: Select[Any], moment: Any, before: str | None, limit: int) -> Rows:
    if cursor := Cursor.parse(before):
        query = query.where(tuple_(moment, Discussion.id) < tuple_(cursor.at, cursor.id))
    query = query.order_by(moment.desc(), Discussion.id.desc())
    rows = [row(values) for values in db.session.execute(query.limit(limit + 1))]
    shown = rows[:limit]
    return shown, Cursor(getattr(shown[-1], moment.key), shown[-1].id) if len(rows) > limit else None


def select_rows(viewer: Viewer | None, filters: Filters) -> Select[Any]:
    """The discussions that the viewer may see, as lists show them."""
    query = (
        select(*ROW, *_unread_by(viewer), *person(Starter), *person(LastPoster))
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .where(policy.visible_to(viewer), *filters.conditions())
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
    return select(Post.discussion_id, *counts).where(*lately).group_by(Post.discussion_id).subquery()


def row(values: Sequence[Any]) -> DiscussionRow:
    """A discussion from what `select_rows` selects."""
    people = values[ROW_SIZE : ROW_SIZE + 2 * PERSON_SIZE]
    return DiscussionRow(*[*values[:ROW_SIZE], author(*people[:PERSON_SIZE]), author(*people[PERSON_SIZE:])])


def _opening(values: Sequence[Any]) -> Opening:
    return Opening(row(values), text.excerpt(values[-1] or "", OPENING_LENGTH))
