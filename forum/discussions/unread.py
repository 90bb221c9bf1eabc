"""What is unread to a member, as SQL, for queries that select from Discussion and went through `with_reading` and
`with_own_membership`.

A post is unread when it is shown, somebody else's, further on than the member has read, and appeared after the member
came here and came to the group, or last had everything marked as read. It counts where they follow along: in their
groups and in the discussions that they opened. What nobody answered for half a year is no news any more, so that these
questions cost the same in an old community as in a young one.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.statements import LONG_AGO, ago
from forum.accounts.viewers import Viewer
from forum.database import UtcDateTime
from forum.discussions import policy
from forum.discussions.models import Discussion, Post, Reading
from forum.groups.models import Membership

HORIZON = timedelta(days=180)
VISIT = timedelta(minutes=30)
"""Who comes back to a discussion after so long pays it another visit."""

SEEN_SIZE = 2
MOST_COUNTED = 100

Own = aliased(Membership, name="own")


def with_reading(viewer: Viewer | None, query: Select[Any]) -> Select[Any]:
    """The query, joined with how far the viewer has read each discussion, if there is one."""
    if viewer is None:
        return query
    return query.outerjoin(Reading, and_(Reading.discussion_id == Discussion.id, Reading.member_id == viewer.id))


def with_own_membership(viewer: Viewer | None, query: Select[Any]) -> Select[Any]:
    """The query, joined with what the viewer is to each discussion's group."""
    if viewer is None:
        return query
    return query.outerjoin(Own, and_(Own.group_id == Discussion.group_id, Own.member_id == viewer.id))


def has_unread(viewer: Viewer) -> ColumnElement[bool]:
    return and_(_is_followed(), _is_recent(), _unread(viewer, Post.id).exists())


def count_unread(viewer: Viewer) -> ColumnElement[int]:
    """How many posts are unread, up to a hundred."""
    some = _correlated(_unread(viewer, Post.id).limit(MOST_COUNTED)).subquery()
    count = _correlated(select(func.count()).select_from(some)).scalar_subquery()
    return case((and_(_is_followed(), _is_recent()), count), else_=0)


def first_unread(viewer: Viewer) -> Any:
    """The number of the first unread post, or NULL."""
    return _unread(viewer, Post.number).order_by(Post.number).limit(1).scalar_subquery()


def is_new(viewer: Viewer) -> ColumnElement[bool]:
    """That somebody else started it since the viewer came, in whichever group, and the viewer has not opened it."""
    opening = _correlated(
        select(Post.id).where(Post.discussion_id == Discussion.id, Post.number == 1, *_is_news(viewer))
    ).exists()
    others = Discussion.starter_id.is_distinct_from(viewer.id)
    began = Discussion.started_at > ago(HORIZON)
    return and_(Reading.discussion_id.is_(None), others, began, opening)


def seen_by(viewer: Viewer | None) -> tuple[Any, Any]:
    """How far the viewer had read, and when they had last looked, when their present visit began."""
    if viewer is None:
        return literal(0), null()
    same_visit = Reading.at > ago(VISIT)
    return (
        func.coalesce(case((same_visit, Reading.number_before), else_=Reading.number), 0),
        case((same_visit, Reading.at_before), else_=Reading.at),
    )


def _unread(viewer: Viewer, column: Any) -> Select[Any]:
    further = Post.number > func.coalesce(Reading.number, 0)
    by_others = Post.author_id.is_distinct_from(viewer.id)
    return _correlated(select(column).where(Post.discussion_id == Discussion.id, further, by_others, *_is_news(viewer)))


def _is_news(viewer: Viewer) -> list[ColumnElement[bool]]:
    came = select(func.coalesce(Member.read_until, Member.joined_at)).where(Member.id == viewer.id).scalar_subquery()
    came_to_group = func.coalesce(Own.read_until, Own.joined_at, literal(LONG_AGO, UtcDateTime))
    return [policy.is_shown(), Post.appeared_at > came, Post.appeared_at > came_to_group]


def _is_followed() -> ColumnElement[bool]:
    return or_(Own.member_id.is_not(None), Reading.member_id.is_not(None))


def _is_recent() -> ColumnElement[bool]:
    return Discussion.last_posted_at > ago(HORIZON)


def _correlated(query: Select[Any]) -> Select[Any]:
    return query.correlate(Discussion, Reading, Own)
