"""What is ruled about discussions and posts: each act writes its ruling and calls the domain's own verb."""

from forum.accounts.viewers import Viewer
from forum.database import operation
from forum.discussions import operations as discussions
from forum.discussions import queries
from forum.moderation.models import Act
from forum.moderation.operations.ruling import rule


@operation
def close(actor: Viewer, discussion_id: int, reason: str = "") -> None:
    """Let nobody reply any more; refuses NotFound and NotAllowed. Doing again what is done leaves no second ruling."""
    if discussions.close(actor, discussion_id):
        _rule_on_discussion(actor, Act.CLOSE, discussion_id, reason)


@operation
def reopen(actor: Viewer, discussion_id: int) -> None:
    """Let people reply again; refuses NotFound and NotAllowed."""
    if discussions.reopen(actor, discussion_id):
        _rule_on_discussion(actor, Act.REOPEN, discussion_id)


@operation
def pin(actor: Viewer, discussion_id: int) -> None:
    """Keep a discussion on top of its group's list; refuses NotFound, NotAllowed, and Conflict when it is full."""
    if discussions.pin(actor, discussion_id):
        _rule_on_discussion(actor, Act.PIN, discussion_id)


@operation
def unpin(actor: Viewer, discussion_id: int) -> None:
    """Let it take its place by time again; refuses NotFound and NotAllowed."""
    if discussions.unpin(actor, discussion_id):
        _rule_on_discussion(actor, Act.UNPIN, discussion_id)


@operation
def hide(actor: Viewer, discussion_id: int, number: int, reason: str) -> None:
    """Take a post down, whatever its author does; refuses NotFound and NotAllowed."""
    if discussions.hide(actor, discussion_id, number, reason):
        _rule_on_post(actor, Act.HIDE, discussion_id, number, reason)


@operation
def unhide(actor: Viewer, discussion_id: int, number: int) -> None:
    """Take that back: the post is shown again unless its author deleted it; refuses NotFound and NotAllowed."""
    if discussions.unhide(actor, discussion_id, number):
        _rule_on_post(actor, Act.UNHIDE, discussion_id, number)


def _rule_on_discussion(actor: Viewer, act: Act, discussion_id: int, reason: str = "") -> None:
    discussion = queries.find_discussion(actor, discussion_id)
    rule(actor, act, "discussion", discussion.id, member_id=discussion.starter.id, reason=reason,
         group_id=discussion.group.id, discussion_id=discussion.id)  # fmt: skip


def _rule_on_post(actor: Viewer, act: Act, discussion_id: int, number: int, reason: str = "") -> None:
    post = queries.find_post(actor, discussion_id, number)
    rule(actor, act, "post", post.id, member_id=post.author.id, reason=reason,
         group_id=post.discussion.group.id, discussion_id=post.discussion.id)  # fmt: skip
