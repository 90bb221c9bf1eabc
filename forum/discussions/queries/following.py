"""Who follows what: the one place that says which of a member's words counts.

For a discussion it is the word chosen there; else, in a group of their own, the one chosen for the group; else the
member's usual one. *Everything* as the usual word counts in one's own groups alone: who reads a group that they do not
belong to hears of replies to them.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, case, func, select, tuple_, union
from sqlalchemy.orm import aliased

from forum.accounts.models import Follow, Member
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, GroupWatch, Watch
from forum.discussions.queries.shapes import DiscussionView, FollowedRow
from forum.groups import policy as groups
from forum.groups.models import Group, Membership
from forum.groups.queries import COLUMNS, GroupView, view, with_role
from forum.paging import Cursor

FOLLOWED_SIZE = 50

Chosen, Belonging = aliased(Watch), aliased(Membership)

_usual = func.coalesce(GroupWatch.word, Member.follows)
_outside = case((Member.follows == Follow.EVERYTHING, Follow.REPLIES), else_=Member.follows)
WORD: Any = func.coalesce(Chosen.word, case((Belonging.member_id.is_not(None), _usual), else_=_outside))


def follow_of(viewer: Viewer, discussion: DiscussionView) -> Follow:
    """The viewer's word for a discussion that was found for them."""
    return Follow(db.session.execute(_words(discussion.id).where(Member.id == viewer.id)).one()[1])


def list_words(discussion_id: int, member_ids: Collection[int]) -> dict[int, Follow]:
    """What these members want to hear of the discussion; those who may not read it now are left out."""
    return _by_member(_readers(discussion_id).where(Member.id.in_(member_ids)))


def list_followers(discussion_id: int) -> list[int]:
    """The members who want to hear of everything in the discussion and may read it now, by id."""
    here = select(Discussion.group_id).where(Discussion.id == discussion_id).scalar_subquery()
    chose = select(Watch.member_id).where(Watch.discussion_id == discussion_id)
    belong = select(Membership.member_id).where(Membership.group_id == here)
    likely = Member.id.in_(union(chose, belong))
    return sorted(_by_member(_readers(discussion_id).where(likely, WORD == Follow.EVERYTHING)))


def follow_of_group(viewer: Viewer, group: GroupView) -> Follow:
    """The viewer's word for a group of theirs."""
    own = and_(GroupWatch.member_id == Member.id, GroupWatch.group_id == group.id)
    return Follow(
        db.session.scalars(
            select(_usual).select_from(Member).outerjoin(GroupWatch, own).where(Member.id == viewer.id)
        ).one()
    )


def usual_follow(viewer: Viewer) -> Follow:
    return Follow(db.session.scalars(select(Member.follows).where(Member.id == viewer.id)).one())


def list_followed(viewer: Viewer, before: str | None = None) -> tuple[list[FollowedRow], Cursor | None]:
    """The discussions for which the viewer has a word of their own and which they may read, the last chosen first, and
    where to go on."""
    query = (
        select(Discussion.id, Discussion.title, Group.slug, Group.name, Group.kind, Watch.word, Watch.at)
        .select_from(Discussion)
        .join(Watch, Watch.discussion_id == Discussion.id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Watch.member_id == viewer.id, policy.visible_to(viewer))
        .order_by(Watch.at.desc(), Watch.discussion_id.desc())
    )
    if cursor := Cursor.parse(before):
        query = query.where(tuple_(Watch.at, Watch.discussion_id) < tuple_(cursor.at, cursor.id))
    rows = [FollowedRow(*row) for row in db.session.execute(query.limit(FOLLOWED_SIZE + 1))]
    shown = rows[:FOLLOWED_SIZE]
    return shown, Cursor(shown[-1].at, shown[-1].discussion_id) if len(rows) > FOLLOWED_SIZE else None


def list_followed_groups(viewer: Viewer) -> list[tuple[GroupView, Follow]]:
    """The viewer's groups for which they have a word of their own, by name."""
    query = (
        with_role(viewer, GroupWatch.word, *COLUMNS)
        .join(GroupWatch, and_(GroupWatch.group_id == Group.id, GroupWatch.member_id == viewer.id))
        .where(Membership.role.is_not(None))
        .order_by(Group.name, Group.id)
    )
    return [(view(tuple(row)[1:]), Follow(row[0])) for row in db.session.execute(query)]


def _words(discussion_id: int) -> Select[Any]:
    """Every member's id and word for the discussion, whether or not they may read it."""
    return (
        select(Member.id, WORD)
        .select_from(Member)
        .join(Discussion, Discussion.id == discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Chosen, and_(Chosen.member_id == Member.id, Chosen.discussion_id == Discussion.id))
        .outerjoin(GroupWatch, and_(GroupWatch.member_id == Member.id, GroupWatch.group_id == Group.id))
        .outerjoin(Belonging, and_(Belonging.member_id == Member.id, Belonging.group_id == Group.id))
    )


def _readers(discussion_id: int) -> Select[Any]:
    may_read = (Discussion.posts_count > 0, groups.visible_to_member(Member.id), Member.joined_at.is_not(None))
    return _words(discussion_id).where(*may_read)


def _by_member(query: Select[Any]) -> dict[int, Follow]:
    return {member_id: Follow(word) for member_id, word in db.session.execute(query)}
