"""What is ruled about where discussions and posts stand: moving, splitting, merging, and the way back."""

from collections.abc import Collection

from sqlalchemy import select

from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.discussions import operations as discussions
from forum.discussions import queries
from forum.discussions.operations import Posted
from forum.discussions.queries import DiscussionView
from forum.errors import Conflict
from forum.language import gettext as _
from forum.moderation.models import Act, Ruling
from forum.moderation.operations.discussions import unpin
from forum.moderation.operations.ruling import find_standing, rule


@operation
def move(actor: Viewer, discussion_id: int, group_id: int, reason: str, *, was: int) -> None:
    """Let a discussion stand in another group; refuses NotFound, NotAllowed, and Conflict when it was moved meanwhile.

    One that was pinned is unpinned first.
    """
    _move(actor, Act.MOVE, discussion_id, group_id, reason, was=was)


@operation
def move_back(actor: Viewer, discussion_id: int) -> None:
    """Let it stand again in the group from which it was last moved; refuses NotFound, NotAllowed and Conflict."""
    discussion = queries.find_discussion(actor, discussion_id)
    ruling_id = find_standing(Act.MOVE, "discussion", discussion_id)
    before = db.session.scalar(select(Ruling.from_group_id).where(Ruling.id == ruling_id)) if ruling_id else None
    if before is None:
        raise Conflict(_("This was taken back already."))
    _move(actor, Act.MOVE_BACK, discussion_id, before, "", was=discussion.group.id)


@operation
def split(
    actor: Viewer,
    discussion_id: int,
    numbers: Collection[int],
    title: str,
    reason: str,
    *,
    submission: str | None = None,
) -> Posted:
    """Let these posts be a discussion of their own; refuses NotFound, NotAllowed and Conflict."""
    opened = discussions.split(actor, discussion_id, numbers, title, submission=submission)
    if not find_standing(Act.SPLIT, "discussion", opened.discussion_id):
        _rule(actor, Act.SPLIT, queries.find_discussion(actor, opened.discussion_id), reason)
    return opened


@operation
def rejoin(actor: Viewer, discussion_id: int) -> int:
    """Put what was split off back where it came from, at its own numbers, and what was added at the end; where that
    is. Refuses NotFound, NotAllowed and Conflict."""
    discussion = queries.find_discussion(actor, discussion_id)
    if discussion.split_from_id is None:
        raise Conflict(_("This was taken back already."))
    into = queries.find_discussion(actor, queries.stands_as(discussion.split_from_id))
    _merge(actor, Act.REJOIN, discussion, into, "")
    return into.id


@operation
def merge(actor: Viewer, discussion_id: int, into_id: int, reason: str) -> None:
    """Let all posts of a discussion stand at the end of another one; refuses NotFound, NotAllowed and Conflict."""
    discussion = queries.find_discussion(actor, discussion_id)
    _merge(actor, Act.MERGE, discussion, queries.find_discussion(actor, into_id), reason)


@operation
def part(actor: Viewer, discussion_id: int) -> None:
    """Take two discussions that were merged apart again; refuses NotFound, NotAllowed and Conflict."""
    merged_in = queries.find_discussion(actor, queries.stands_as(discussion_id)).group
    _rule(actor, Act.PART, discussions.part(actor, discussion_id), came_from=merged_in.id)


def _move(actor: Viewer, act: Act, discussion_id: int, group_id: int, reason: str, *, was: int) -> None:
    discussion = queries.find_discussion(actor, discussion_id)
    if discussion.pinned_at and discussion.group.id != group_id:
        unpin(actor, discussion_id)
    if discussions.move(actor, discussion_id, group_id, was=was):
        moved = queries.find_discussion(actor, discussion_id)
        _rule(actor, act, moved, reason, came_from=discussion.group.id)


def _merge(actor: Viewer, act: Act, discussion: DiscussionView, into: DiscussionView, reason: str) -> None:
    if discussion.pinned_at and discussion.id != into.id:
        unpin(actor, discussion.id)
    discussions.merge(actor, discussion.id, into.id)
    _rule(actor, act, discussion, reason, group_id=into.group.id, came_from=discussion.group.id)


def _rule(actor: Viewer, act: Act, discussion: DiscussionView, reason: str = "", *, group_id: int | None = None,
          came_from: int | None = None) -> None:  # fmt: skip
    group_id = group_id or discussion.group.id
    rule(actor, act, "discussion", discussion.id, member_id=discussion.starter.id, reason=reason, group_id=group_id,
         discussion_id=discussion.id, from_group_id=came_from if came_from != group_id else None)  # fmt: skip
