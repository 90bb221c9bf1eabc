"""Closing a discussion and opening it again; pinning it to the top of its group's list and letting it go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions import policy
from forum.discussions.models import Discussion
from forum.discussions.operations.locking import lock_places
from forum.discussions.queries import MOST_PINNED, DiscussionView, find_discussion
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.ports import clocks


@operation
def close(actor: Viewer, discussion_id: int) -> bool:
    """Let nobody reply any more; False when it is closed already. Refuses NotFound and NotAllowed."""
    discussion = _lock(actor, discussion_id)
    if discussion.closed_at:
        return False
    _require(policy.can_close, actor, discussion)
    _set(discussion, closed_at=clocks.now(), closed_by_id=actor.id)
    record(actor.id, "discussion.closed", discussion.id)
    return True


@operation
def reopen(actor: Viewer, discussion_id: int) -> bool:
    """Let people reply again; False when it is open. Refuses NotFound and NotAllowed."""
    discussion = _lock(actor, discussion_id)
    if discussion.closed_at is None:
        return False
    _require(policy.can_reopen, actor, discussion)
    _set(discussion, closed_at=None, closed_by_id=None)
    record(actor.id, "discussion.reopened", discussion.id)
    return True


@operation
def pin(actor: Viewer, discussion_id: int) -> bool:
    """Put it on top of its group's list; False when it is there. Refuses NotFound, NotAllowed, and Conflict when the
    group has five pinned discussions."""
    discussion = _lock(actor, discussion_id)
    if discussion.pinned_at:
        return False
    _require(policy.can_pin, actor, discussion)
    if _count_pinned(discussion.group.id) >= MOST_PINNED:
        raise Conflict(_("%(number)s discussions are pinned here already. Please unpin one first.", number=MOST_PINNED))
    _set(discussion, pinned_at=clocks.now(), pinned_by_id=actor.id)
    record(actor.id, "discussion.pinned", discussion.id)
    return True


@operation
def unpin(actor: Viewer, discussion_id: int) -> bool:
    """Let it take its place by time again; False when it is not pinned. Refuses NotFound and NotAllowed."""
    discussion = _lock(actor, discussion_id)
    if discussion.pinned_at is None:
        return False
    _require(policy.can_unpin, actor, discussion)
    _set(discussion, pinned_at=None, pinned_by_id=None)
    record(actor.id, "discussion.unpinned", discussion.id)
    return True


def _lock(actor: Viewer, discussion_id: int) -> DiscussionView:
    find_discussion(actor, discussion_id)
    lock_places({discussion_id}, groups_for_writing=True)
    return find_discussion(actor, discussion_id)


def _require(may: Callable[[Viewer | None, DiscussionView], bool], actor: Viewer, discussion: DiscussionView) -> None:
    if not may(actor, discussion):
        raise NotAllowed(_("Only organisers and moderators do this."))


def _count_pinned(group_id: int) -> int:
    pinned = select(func.count(Discussion.id)).where(Discussion.group_id == group_id, Discussion.pinned_at.is_not(None))
    return db.session.scalar(pinned) or 0


def _set(discussion: DiscussionView, **values: Any) -> None:
    changed = update(Discussion).where(Discussion.id == discussion.id)
    db.session.execute(changed.values(version=Discussion.version + 1, **values))
