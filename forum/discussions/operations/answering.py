"""Marking the reply that answers a discussion, and taking the mark back."""

from collections.abc import Collection

from sqlalchemy import delete, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions import policy, queries
from forum.discussions.models import Answer, Discussion
from forum.discussions.operations.locking import lock_discussion
from forum.errors import NotAllowed
from forum.ports import clocks


@operation
def mark_answer(actor: Viewer, discussion_id: int, number: int) -> None:
    """Say that reply `number` answers the discussion, in the place of any other; refuses NotFound and NotAllowed."""
    post = queries.find_post_of(lock_discussion(actor, discussion_id), number)
    if post.is_answer:
        return
    if not policy.can_mark_answer(actor, post):
        raise NotAllowed(policy.why_not_judge_answers())
    _forget(discussion_id)
    db.session.add(Answer(discussion_id=discussion_id, number=number, marked_by_id=actor.id, at=clocks.now()))
    _touch(discussion_id)

    record(actor.id, "post.marked_answer", post.id)


@operation
def unmark_answer(actor: Viewer, discussion_id: int) -> None:
    """Say that no reply answers it, after all; refuses NotFound and NotAllowed."""
    discussion = lock_discussion(actor, discussion_id)
    if not policy.can_judge_answers(actor, discussion):
        raise NotAllowed(policy.why_not_judge_answers())
    number = _forget(discussion_id)
    if number is None:
        return
    _touch(discussion_id)

    record(actor.id, "discussion.unanswered", discussion_id, number=number)


def carry_answer(discussion_id: int, numbers: Collection[int]) -> None:
    """Take the mark from a reply that is carried elsewhere: it answered this discussion."""
    carried = delete(Answer).where(Answer.discussion_id == discussion_id, Answer.number.in_(numbers))
    db.session.execute(carried)


def _forget(discussion_id: int) -> int | None:
    """Take the mark away; which reply had it."""
    marked = delete(Answer).where(Answer.discussion_id == discussion_id).returning(Answer.number)
    return db.session.scalar(marked)


def _touch(discussion_id: int) -> None:
    touched = update(Discussion).where(Discussion.id == discussion_id)
    db.session.execute(touched.values(version=Discussion.version + 1))
