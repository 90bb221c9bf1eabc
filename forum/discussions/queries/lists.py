"""Lists of discussions, and of what somebody wrote: every query starts from what the viewer may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, select, tuple_
from sqlalchemy.orm import aliased

from forum import text
from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Viewer, author, person
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.queries.finding import REPLIES
from forum.discussions.queries.shapes import DiscussionRow, Opening, WrittenRow
from forum.groups.models import Group
from forum.groups.queries import GroupView
from forum.paging import Cursor

LIST_SIZE = 30
MOST_PINNED = 5
OPENINGS_SIZE = 12
OPENING_LENGTH = 700

Starter, LastPoster = aliased(Member), aliased(Member)

ROW: tuple[Any, ...] = (
    Discussion.id, Discussion.title, Group.slug, Group.name, Group.kind, Discussion.started_at,
    Discussion.last_posted_at, Discussion.last_number, REPLIES, Discussion.pinned_at.is_not(None),
    Discussion.closed_at.is_not(None),
)  # fmt: skip


def list_latest(
    viewer: Viewer | None,
    before: str | None = None,
    *,
    group: GroupView | None = None,
    limit: int = LIST_SIZE,
) -> tuple[list[DiscussionRow], Cursor | None]:
    """Discussions that the viewer may see, of one group without its pinned ones or all, newest post first, and where
    to go on."""
    cursor = Cursor.parse(before)
    query = _select_rows(viewer).order_by(Discussion.last_posted_at.desc(), Discussion.id.desc())
    if group:
        query = query.where(Discussion.group_id == group.id, Discussion.pinned_at.is_(None))
    if cursor:
        query = query.where(tuple_(Discussion.last_posted_at, Discussion.id) < tuple_(cursor.at, cursor.id))
    rows = [_row(row) for row in db.session.execute(query.limit(limit + 1))]
    shown = rows[:limit]
    return shown, Cursor(shown[-1].last_posted_at, shown[-1].id) if len(rows) > limit else None


def list_openings(
    viewer: Viewer | None, before: str | None = None, *, group: GroupView
) -> tuple[list[Opening], Cursor | None]:
    """How the group's discussions open, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    query = (
        select(*ROW, *person(Starter), *person(LastPoster), Post.html)
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .outerjoin(Post, and_(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown()))
        .where(policy.visible_to(viewer), Discussion.group_id == group.id)
        .order_by(Discussion.started_at.desc(), Discussion.id.desc())
    )
    if cursor:
        query = query.where(tuple_(Discussion.started_at, Discussion.id) < tuple_(cursor.at, cursor.id))
    rows = [_opening(tuple(row)) for row in db.session.execute(query.limit(OPENINGS_SIZE + 1))]
    shown = rows[:OPENINGS_SIZE]
    last = shown[-1].row if len(rows) > OPENINGS_SIZE else None
    return shown, Cursor(last.started_at, last.id) if last else None


def _opening(values: Sequence[Any]) -> Opening:
    return Opening(_row(values[:-1]), text.excerpt(values[-1] or "", OPENING_LENGTH))


def list_pinned(viewer: Viewer | None, group: GroupView) -> list[DiscussionRow]:
    """What stands on top of the group's list, as far as the viewer may see it; what was pinned last comes first."""
    pinned = and_(Discussion.group_id == group.id, Discussion.pinned_at.is_not(None))
    query = _select_rows(viewer).where(pinned).order_by(Discussion.pinned_at.desc(), Discussion.id.desc())
    return [_row(row) for row in db.session.execute(query.limit(MOST_PINNED))]


def list_posts_of(
    viewer: Viewer | None, member_id: int, before: str | None = None
) -> tuple[list[WrittenRow], Cursor | None]:
    """What a member wrote where the viewer may read it, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    query = (
        select(Discussion.id, Discussion.title, Post.number, Post.written_at, Group.slug, Group.name, Group.kind,
               Post.html, Post.id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Post.author_id == member_id, policy.is_shown(), policy.visible_to(viewer))
        .order_by(Post.written_at.desc(), Post.id.desc())
    )  # fmt: skip
    if cursor:
        query = query.where(tuple_(Post.written_at, Post.id) < tuple_(cursor.at, cursor.id))
    rows = db.session.execute(query.limit(LIST_SIZE + 1)).all()
    shown = rows[:LIST_SIZE]
    more = Cursor(shown[-1].written_at, shown[-1][-1]) if len(rows) > LIST_SIZE else None
    return [_written(tuple(row)) for row in shown], more


def _select_rows(viewer: Viewer | None) -> Select[Any]:
    return (
        select(*ROW, *person(Starter), *person(LastPoster))
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .where(policy.visible_to(viewer))
    )


def _row(row: Sequence[Any]) -> DiscussionRow:
    values = tuple(row)
    people = values[len(ROW) :]
    starter, last_poster = people[:PERSON_SIZE], people[PERSON_SIZE:]
    return DiscussionRow(*[*values[: len(ROW)], author(*starter), author(*last_poster)])


def _written(values: Sequence[Any]) -> WrittenRow:
    *facts, html, _id = values
    return WrittenRow(*[*facts, text.excerpt(html)])
