"""Who may see a discussion, what may be quoted where, and who may do what."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_

from forum.accounts.viewers import Viewer
from forum.discussions.models import Discussion, Post
from forum.groups import policy as groups
from forum.groups.models import PUBLIC_KINDS, Group, Starts
from forum.language import gettext as _
from forum.ports import clocks

if TYPE_CHECKING:
    from forum.discussions.queries import DiscussionView, PostView
    from forum.groups.queries import GroupView

UNDO = timedelta(minutes=10)
"""How long an author may take a deletion back."""


def visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may read the discussion; for queries that select from Discussion and join its Group.

    One whose posts are all deleted is there only for those who wrote them, and may restore them.
    """
    has_posts = Discussion.posts_count > 0
    if viewer is None:
        return and_(groups.visible_to(viewer), has_posts)
    own = exists().where(Post.discussion_id == Discussion.id, Post.author_id == viewer.id)
    return and_(groups.visible_to(viewer), or_(has_posts, own.correlate(Discussion)))


def quotable_in(group_id: int, discussion_id: int | None) -> ColumnElement[bool]:
    """That all who read this discussion of this group may read the quoted post, deleted or not: it is public, or in
    the same group, or in the same discussion. For queries that join Post, Discussion and Group of the source."""
    return or_(
        Group.kind.in_(PUBLIC_KINDS),
        Group.id == group_id,
        Discussion.id == discussion_id,
    )


def is_shown() -> ColumnElement[bool]:
    """That a post has not been taken down."""
    return Post.deleted_at.is_(None)


def can_start(viewer: Viewer | None, group: "GroupView") -> bool:
    return groups.can_start(viewer, group)


def can_reply(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    return discussion.posts_count > 0 and groups.can_take_part(viewer, discussion.group)


def why_not_start(group: "GroupView") -> str:
    """The sentence for somebody who may read the group but does not start discussions in it."""
    if group.is_archived:
        return _("%(group)s is archived: it can be read, and nothing is added.", group=group.name)
    if group.starts == Starts.ORGANISERS:
        return _("Only organisers of %(group)s start discussions here.", group=group.name)
    return _("Only members of %(group)s start discussions here.", group=group.name)


def why_not_reply(group: "GroupView") -> str:
    """The sentence for somebody who may read a discussion but does not reply to it."""
    if group.is_archived:
        return _("%(group)s is archived: it can be read, and nothing is added.", group=group.name)
    return _("Only members of %(group)s reply here.", group=group.name)


def can_edit(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors edit what they wrote, as long as they take part in the group."""
    return _is_own(viewer, post) and post.deleted_at is None and groups.can_take_part(viewer, post.discussion.group)


def can_delete(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors take down what they wrote wherever they can still see it."""
    return _is_own(viewer, post) and post.deleted_at is None


def can_restore(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors take a deletion back for ten minutes."""
    return _is_own(viewer, post) and post.deleted_at is not None and clocks.now() - post.deleted_at <= UNDO


def _is_own(viewer: Viewer | None, post: "PostView") -> bool:
    return viewer is not None and post.author.id == viewer.id
