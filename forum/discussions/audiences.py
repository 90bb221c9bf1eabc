"""What a change of a group's kind would do, to be said before it is done."""

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.operations.withdrawing import quotes_elsewhere
from forum.groups.models import PUBLIC_KINDS, Group
from forum.groups.queries import GroupView


@dataclass(frozen=True, slots=True)
class AudienceChange:
    """How much would be seen by others than now.

    `quotes` count the quotes of the group's posts in other groups, as far as the viewer may read there.
    """

    kind: str
    discussions: int
    posts: int
    quotes: int
    will_be_public: bool


def foresee(viewer: Viewer, group: GroupView, kind: str) -> AudienceChange:
    """For a group that was found for one of its organisers."""
    here = (
        select(func.count(Discussion.id), func.coalesce(func.sum(Discussion.posts_count), 0))
        .join(Group, Group.id == Discussion.group_id)
        .where(Group.id == group.id, Discussion.posts_count > 0, policy.visible_to(viewer))
    )
    discussions, posts = db.session.execute(here).one()
    elsewhere = quotes_elsewhere(group.id).subquery()
    quoting = (
        select(func.count())
        .select_from(elsewhere)
        .join(Post, Post.id == elsewhere.c.post_id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(policy.is_shown(), policy.visible_to(viewer))
    )
    quotes = db.session.scalar(quoting) or 0
    return AudienceChange(kind, discussions, int(posts), quotes, kind in PUBLIC_KINDS)
