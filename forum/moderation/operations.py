"""What moderators and organisers rule: each act writes its ruling and calls the domain's own verb."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.discussions import operations as discussions
from forum.discussions import queries
from forum.discussions.queries import DiscussionView
from forum.moderation.models import UNDOES, Act, Ruling
from forum.ports import clocks

Undoing = aliased(Ruling)


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
    _rule(actor, act, discussion, "discussion", discussion.id, discussion.starter.id, reason)


def _rule_on_post(actor: Viewer, act: Act, discussion_id: int, number: int, reason: str = "") -> None:
    post = queries.find_post(actor, discussion_id, number)
    _rule(actor, act, post.discussion, "post", post.id, post.author.id, reason)


def _rule(
    actor: Viewer, act: Act, discussion: DiscussionView, kind: str, target_id: int, member_id: int | None, reason: str
) -> None:
    db.session.add(
        Ruling(actor_id=actor.id, act=act, target_kind=kind, target_id=target_id, discussion_id=discussion.id,
               group_id=discussion.group.id, member_id=member_id, reason=reason, at=clocks.now(),
               undoes_id=_find_undone(act, kind, target_id))
    )  # fmt: skip
    db.session.flush()


def _find_undone(act: Act, kind: str, target_id: int) -> int | None:
    """The ruling that this act takes back, under the lock of what it is about."""
    if act not in UNDOES:
        return None
    standing = select(Ruling.id).outerjoin(Undoing, Undoing.undoes_id == Ruling.id)
    about = (Ruling.act == UNDOES[act], Ruling.target_kind == kind, Ruling.target_id == target_id)
    return db.session.scalar(standing.where(*about, Undoing.id.is_(None)).order_by(Ruling.id.desc()).limit(1))
