"""What moving, splitting and merging would do, to be said before it is done; and where things may go."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions.models import Post, Quote
from forum.discussions.operations.withdrawing import quotes_lost
from forum.discussions.queries import DiscussionView, PostView, find_discussion, list_chosen
from forum.errors import NotFound
from forum.groups import policy as groups
from forum.groups.queries import GroupView


@dataclass(frozen=True, slots=True)
class Carrying:
    """Posts on their way to another group or discussion: how many, and how many quotes would be withdrawn."""

    group: GroupView
    posts: int
    quotes: int


@dataclass(frozen=True, slots=True)
class Splitting:
    """The posts that would be split off, and how many answers would stand apart from what they answer."""

    posts: list[PostView]
    apart: int


def foresee_carrying(discussion: DiscussionView, group: GroupView) -> Carrying:
    """All posts of a discussion, found for a viewer, would stand in that group."""
    posts = select(Post.id).where(Post.discussion_id == discussion.id)
    lost = quotes_lost(posts, group.id, is_public=group.is_public).where(Quote.withdrawn_at.is_(None))
    quotes = db.session.scalar(select(func.count()).select_from(lost.subquery())) or 0
    return Carrying(group, discussion.posts_count, quotes)


def foresee_splitting(discussion: DiscussionView, numbers: Collection[int]) -> Splitting:
    answer, above = aliased(Post), aliased(Post)
    goes, stays = answer.number.in_(numbers), answer.number.not_in(numbers)
    apart = (
        select(func.count())
        .select_from(answer)
        .join(above, above.id == answer.answering_id)
        .where(answer.discussion_id == discussion.id, above.discussion_id == discussion.id, above.number > 1)
        .where(or_(goes & above.number.not_in(numbers), stays & above.number.in_(numbers)))
    )
    return Splitting(list_chosen(discussion, numbers), db.session.scalar(apart) or 0)


def find_target(viewer: Viewer, discussion: DiscussionView, target_id: int) -> DiscussionView:
    """Another discussion, into which this one may be merged by the viewer; NotFound."""
    target = find_discussion(viewer, target_id)
    if target.id == discussion.id or not groups.can_take_in(viewer, target.group):
        raise NotFound
    return target


def branch_of(discussion: DiscussionView, number: int) -> set[int]:
    """The post and all that answers it, directly or not."""
    rows = select(Post.id, Post.number, Post.answering_id).where(Post.discussion_id == discussion.id)
    branch: dict[int, int] = {}
    for id, own, answering_id in db.session.execute(rows.order_by(Post.id)):
        if own == number or answering_id in branch:
            branch[id] = own
    return set(branch.values())
