"""Who may see a discussion, what may be quoted where, and who may do what."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_

from forum.accounts.viewers import Viewer
from forum.discussions.models import Discussion, Post
from forum.groups import policy as groups
from forum.groups.models import PUBLIC_KINDS, Group, Layout, Starts
from forum.language import gettext as _
from forum.ports import clocks

if TYPE_CHECKING:
    from forum.discussions.queries import DiscussionView, PostView, TagView
    from forum.groups.queries import GroupView

UNDO = timedelta(minutes=10)
"""How long an author may take a deletion back."""


def visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may read the discussion; for queries that select from Discussion and join its Group.

    One whose posts are all down is there only for those who may put one back: who wrote them, and for hidden ones
    who moderates.
    """
    has_posts = Discussion.posts_count > 0
    if viewer is None:
        return and_(groups.visible_to(viewer), has_posts)
    here = Post.discussion_id == Discussion.id
    own = exists().where(here, Post.author_id == viewer.id).correlate(Discussion)
    hidden = exists().where(here, Post.hidden_at.is_not(None)).correlate(Discussion)
    restorable = or_(own, and_(groups.moderated_by(viewer), hidden))
    return and_(groups.visible_to(viewer), or_(has_posts, restorable))


def quotable_in(group_id: int, discussion_id: int | None) -> ColumnElement[bool]:
    """That all who read this discussion of this group may read the quoted post, deleted or not: it is public, or in
    the same group, or in the same discussion. For queries that join Post, Discussion and Group of the source."""
    return or_(
        Group.kind.in_(PUBLIC_KINDS),
        Group.id == group_id,
        Discussion.id == discussion_id,
    )


def is_shown() -> ColumnElement[bool]:
    """That a post has not been taken down, neither by its author nor by staff."""
    return and_(Post.deleted_at.is_(None), Post.hidden_at.is_(None))


def can_start(viewer: Viewer | None, group: "GroupView") -> bool:
    return groups.can_start(viewer, group)


def can_reply(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    is_open = discussion.posts_count > 0 and discussion.closed_at is None
    return is_open and groups.can_take_part(viewer, discussion.group)


def why_not_start(group: "GroupView") -> str:
    """The sentence for somebody who may read the group but does not start discussions in it."""
    if group.is_archived:
        return _("%(group)s is archived: it can be read, and nothing is added.", group=group.name)
    if group.starts == Starts.ORGANISERS:
        return _("Only organisers of %(group)s start discussions here.", group=group.name)
    return _("Only members of %(group)s start discussions here.", group=group.name)


def why_not_reply(discussion: "DiscussionView") -> str:
    """The sentence for somebody who may read a discussion but does not reply to it."""
    group = discussion.group
    if group.is_archived:
        return _("%(group)s is archived: it can be read, and nothing is added.", group=group.name)
    if discussion.closed_at:
        return _("This discussion is closed: nobody replies any more.")
    return _("Only members of %(group)s reply here.", group=group.name)


def can_edit(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors edit what they wrote, as long as they take part in the group."""
    return is_own(viewer, post) and post.is_shown and groups.can_take_part(viewer, post.discussion.group)


def can_delete(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors take down what they wrote wherever they can still see it."""
    return is_own(viewer, post) and post.deleted_at is None


def can_restore(viewer: Viewer | None, post: "PostView") -> bool:
    """Authors take a deletion back for ten minutes."""
    return is_own(viewer, post) and post.deleted_at is not None and clocks.now() - post.deleted_at <= UNDO


def can_close(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    return discussion.closed_at is None and groups.can_moderate(viewer, discussion.group)


def can_reopen(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    return discussion.closed_at is not None and groups.can_moderate(viewer, discussion.group)


def can_pin(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    return discussion.pinned_at is None and groups.can_moderate(viewer, discussion.group)


def can_unpin(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    return discussion.pinned_at is not None and groups.can_moderate(viewer, discussion.group)


def can_tag(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    """Who started it chooses its tags, as long as they take part, and who moderates there."""
    if groups.can_moderate(viewer, discussion.group):
        return True
    started = viewer is not None and discussion.starter.id == viewer.id
    return started and groups.can_take_part(viewer, discussion.group)


def why_not_tag() -> str:
    return _("Who started a discussion chooses its tags, and so do organisers and moderators.")


def can_respell(viewer: Viewer | None, tag: "TagView") -> bool:
    """Staff change the site's words, and only those in public use: to others it would tell what is said in private."""
    return viewer is not None and viewer.is_staff and tag.is_public


def why_not_respell() -> str:
    return _("Only the site’s moderators change how a tag is spelt, and only if anyone may see it.")


def can_tidy(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    """Move a discussion, split posts off it, merge it into another: who moderates both places does."""
    return discussion.posts_count > 0 and groups.can_moderate(viewer, discussion.group)


def can_split(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    """Split posts off: they stay in the group, which therefore may not be archived."""
    return can_tidy(viewer, discussion) and groups.can_take_in(viewer, discussion.group)


def can_thank(viewer: Viewer | None, post: "PostView") -> bool:
    """Those who take part say thanks for what others wrote."""
    return post.is_shown and not is_own(viewer, post) and groups.can_take_part(viewer, post.discussion.group)


def why_not_thank(viewer: Viewer, post: "PostView") -> str:
    if is_own(viewer, post):
        return _("Thanks are for what others wrote.")
    if not post.is_shown:
        return _("This post was removed.")
    group = post.discussion.group
    if group.is_archived:
        return _("%(group)s is archived: it can be read, and nothing is added.", group=group.name)
    return _("Only members of %(group)s say thanks here.", group=group.name)


def can_bookmark(viewer: Viewer | None, post: "PostView") -> bool:
    """Members keep whatever they may read."""
    return viewer is not None and post.is_shown


def can_follow_group(viewer: Viewer | None, group: "GroupView") -> bool:
    """As a whole: who belongs to it. A single discussion whoever may read it follows."""
    return viewer is not None and groups.is_in(group)


def can_judge_answers(viewer: Viewer | None, discussion: "DiscussionView") -> bool:
    """Say which reply answers it: who started it, as long as they take part, and who moderates. A blog asks nothing."""
    return discussion.group.layout != Layout.BLOG and can_tag(viewer, discussion)


def can_mark_answer(viewer: Viewer | None, post: "PostView") -> bool:
    """A reply that is not the answer yet."""
    is_reply = post.number > 1 and post.is_shown and not post.is_answer
    return is_reply and can_judge_answers(viewer, post.discussion)


def can_unmark_answer(viewer: Viewer | None, post: "PostView") -> bool:
    return post.is_answer and can_judge_answers(viewer, post.discussion)


def why_not_judge_answers() -> str:
    return _("Who started a discussion says which reply answers it, and so do organisers and moderators.")


def can_hide(viewer: Viewer | None, post: "PostView") -> bool:
    """A post that its author deleted can be hidden too, so that it does not come back."""
    return post.hidden_at is None and groups.can_moderate(viewer, post.discussion.group)


def can_unhide(viewer: Viewer | None, post: "PostView") -> bool:
    """Nobody shows again what others hid of their own."""
    if post.hidden_at is None or not groups.can_moderate(viewer, post.discussion.group):
        return False
    return not is_own(viewer, post) or (viewer is not None and post.hidden_by_id == viewer.id)


def is_own(viewer: Viewer | None, post: "PostView") -> bool:
    return viewer is not None and post.author.id == viewer.id
