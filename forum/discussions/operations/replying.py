"""Answering in a discussion."""

from sqlalchemy import update

from forum import text
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.discussions import policy, quoting
from forum.discussions.models import Action, Post
from forum.discussions.operations.drafting import drop_posted
from forum.discussions.operations.locking import lock_discussion
from forum.discussions.operations.posting import Posted, find_posted, posted, write_next_post
from forum.discussions.paths import Above
from forum.discussions.queries import list_crossed
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.submissions import submission_of


class Crossed(Conflict):
    """Others have posted since the author began to write."""


@operation
def reply(
    author: Viewer,
    discussion_id: int,
    body: text.Body,
    *,
    answering: int | None = None,
    seen: int | None = None,
    submission: str | None = None,
) -> Posted:
    """Post the cooked body as the discussion's next number, in answer to post number `answering` if given.

    The same `submission` token and words again give the first post's place. `seen` is the last number that there was
    when the author began to write. Refuses NotFound, NotAllowed for whoever does not take part in the group, Crossed,
    and Conflict when the post that is answered is gone.
    """
    token, submission = submission, submission_of(submission, Action.REPLY, author.id, discussion_id, body.source)
    discussion = lock_discussion(author, discussion_id, sources=quoting.source_ids(body))
    if made := find_made(submission):
        return find_posted(made)
    if not policy.can_reply(author, discussion):
        raise NotAllowed(policy.why_not_reply(discussion))
    if seen is not None and discussion.last_number > seen and list_crossed(discussion, seen):
        raise Crossed(_("Others have replied while you wrote."))

    above = _count_reply_to(discussion.id, answering) if answering else None
    decision = quoting.decide(author, discussion.group.id, discussion.id, body)

    post = write_next_post(discussion, author, body, decision, above=above)

    drop_posted(author, Action.REPLY, discussion.id, token)

    record(author.id, "post.created", post.id, submission)
    return posted(discussion, post, decision)


def count_reply(answered_id: int, change: int) -> None:
    """Keep "3 replies" under the post that is answered, within the discussion's lock."""
    counted = update(Post).where(Post.id == answered_id).values(replies_count=Post.replies_count + change)
    db.session.execute(counted)


def _count_reply_to(discussion_id: int, number: int) -> Above:
    """Find the answered post and count the reply, in one statement."""
    answered = update(Post).where(Post.discussion_id == discussion_id, Post.number == number, policy.is_shown())
    counted = answered.values(replies_count=Post.replies_count + 1).returning(Post.id, Post.number, Post.path)
    row = db.session.execute(counted).first()
    if row is None:
        raise Conflict(_("The post that you answer has been removed. You can reply to the discussion instead."))
    return Above(*row)
