"""What a member finds when they come back: where they left off, what is new in which group, and what a newcomer has
not done yet."""

from collections.abc import Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from forum.accounts.models import Member, Profile
from forum.accounts.statements import ago, prepared
from forum.accounts.viewers import Viewer
from forum.discussions import policy
from forum.discussions.models import Discussion, Draft, Post, Reading
from forum.discussions.queries.lists import row, select_rows
from forum.discussions.queries.shapes import DiscussionRow, FirstSteps, GroupNews, News
from forum.discussions.unread import has_unread, with_own_membership, with_reading
from forum.groups.models import Group, Membership

LEFT_OFF = 5
NEWS_OF_GROUP = 3
NEWS_OF_ALL = 60
LATELY_READ = 10
NEWCOMER = timedelta(days=30)


def read_news(viewer: Viewer) -> News:
    """Up to five discussions that the viewer opened and did not read to the end, the one they looked at last first;
    and of each group up to three that they have not opened, with how many are unread there in all."""
    return _news(_told(viewer).all())


@prepared
def _told(viewer: Viewer) -> Select[Any]:
    is_opened = Reading.member_id.is_not(None)
    unread = _unread(
        viewer,
        Discussion.id,
        is_opened.label("is_opened"),
        func.count().over(partition_by=Discussion.group_id).label("count"),
        _ranked(Reading.at.desc().nulls_last(), of=is_opened).label("lately"),
        _ranked(Discussion.last_posted_at.desc(), of=(Discussion.group_id, is_opened)).label("newest"),
        _ranked(Discussion.last_posted_at.desc(), of=Discussion.group_id).label("first"),
    ).subquery()
    told = unread.c
    left_off = and_(told.is_opened, told.lately <= LEFT_OFF)
    not_opened = and_(~told.is_opened, told.newest <= NEWS_OF_GROUP)
    query = (
        select_rows(viewer)
        .add_columns(told.is_opened, told.lately, told.count)
        .join(unread, told.id == Discussion.id)
        .where(or_(left_off, not_opened, told.first == 1))
        .order_by(told.is_opened.desc(), Discussion.last_posted_at.desc(), Discussion.id.desc())
    )
    return query.limit(NEWS_OF_ALL)


def list_lately_read(viewer: Viewer) -> list[DiscussionRow]:
    """What the viewer looked at last."""
    return [row(values) for values in _lately_read(viewer)]


@prepared
def _lately_read(viewer: Viewer) -> Select[Any]:
    query = select_rows(viewer).where(Reading.member_id.is_not(None))
    return query.order_by(Reading.at.desc(), Discussion.id.desc()).limit(LATELY_READ)


def count_unread_by_group(viewer: Viewer | None) -> dict[int, int]:
    """In how many discussions of each of the viewer's groups something is unread."""
    if viewer is None:
        return {}
    return dict(tuple(counted) for counted in _unread_by_group(viewer))


@prepared
def _unread_by_group(viewer: Viewer) -> Select[Any]:
    return _unread(viewer, Discussion.group_id, func.count()).group_by(Discussion.group_id)


def read_first_steps(viewer: Viewer) -> FirstSteps:
    """What the viewer has done of what newcomers do first."""
    return FirstSteps(*map(bool, _first_steps(viewer).one()))


@prepared
def _first_steps(viewer: Viewer) -> Select[Any]:
    introduced = or_(Member.photo.is_not(None), exists().where(Profile.member_id == Member.id, Profile.about != ""))
    belongs = exists().where(Membership.member_id == Member.id)
    wrote = exists().where(Post.author_id == Member.id)
    lately = Member.joined_at > ago(NEWCOMER)
    drafts = exists().where(Draft.member_id == Member.id, Draft.discarded_at.is_(None))
    steps: tuple[Any, ...] = (introduced, belongs, wrote, lately, drafts)
    return select(*steps).where(Member.id == viewer.id)


def _unread(viewer: Viewer, *columns: Any) -> Select[Any]:
    query = select(*columns).select_from(Discussion).join(Group, Group.id == Discussion.group_id)
    query = with_own_membership(viewer, with_reading(viewer, query))
    return query.where(policy.visible_to(viewer), has_unread(viewer))


def _ranked(order: Any, *, of: Any) -> Any:
    return func.row_number().over(partition_by=of, order_by=(order, Discussion.id.desc()))


def _news(rows: Sequence[Any]) -> News:
    opened: list[tuple[int, DiscussionRow]] = []
    groups: dict[str, list[DiscussionRow]] = {}
    unread: dict[str, int] = {}
    for *shown, is_opened, lately, count in rows:
        found = row(shown)
        unread[found.group_slug] = count
        if not is_opened:
            groups.setdefault(found.group_slug, []).append(found)
        elif lately <= LEFT_OFF:
            opened.append((lately, found))
    left_off = [found for _lately, found in sorted(opened, key=itemgetter(0))]
    return News(left_off, [GroupNews(new, unread[slug]) for slug, new in groups.items()], unread)
