"""Editing a post; what it said before is kept."""

from datetime import timedelta

from sqlalchemy import and_, delete, exists, or_, select, update

from forum import text
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.discussions import mentioning, policy, queries, quoting
from forum.discussions.models import Action, Discussion, Post, Quote, Revision
from forum.discussions.operations.drafting import drop_posted
from forum.discussions.operations.locking import lock_discussion, lock_post
from forum.discussions.operations.posting import Posted, cooked, find_posted, posted, remember_quotes
from forum.errors import Conflict, NotAllowed
from forum.jobs import wake
from forum.language import gettext as _
from forum.ports import clocks
from forum.submissions import submission_of

GRACE = timedelta(minutes=5)
GRACE_LENGTH = 100
"""Characters that may change."""


@operation
def edit(author: Viewer, discussion_id: int, number: int, body: text.Body, *, revision: int,
         submission: str | None = None) -> Posted:  # fmt: skip
    """Put the cooked body in the place of what the post says; `revision` is the one the author had before them.

    Quotes of this post whose words are gone from it are marked. A small change in the first minutes, before anybody
    has answered or quoted, leaves no trace. The same `submission` token and words again are no other edit. Refuses
    NotFound, NotAllowed, and Conflict when the post was edited meanwhile.
    """
    token = submission
    submission = submission_of(token, Action.EDIT, author.id, discussion_id, number, revision, body.source)
    discussion = lock_discussion(author, discussion_id, sources=quoting.source_ids(body))
    view = queries.find_post_of(discussion, number)
    lock_post(view.id)
    if made := find_made(submission):
        return find_posted(made)
    if not policy.can_edit(author, view):
        raise NotAllowed(_("Only its author edits a post."))

    post = db.session.get_one(Post, view.id, populate_existing=True)
    if post.revision != revision:
        raise Conflict(_("This post was edited elsewhere meanwhile."))
    drop_posted(author, Action.EDIT, post.id, token)
    decision = quoting.decide(author, discussion.group.id, discussion.id, body, kept=quoting.quoted_places(post.id))
    if body.source == post.source:
        return posted(discussion, post, decision)

    in_grace = _is_in_grace(post, body)
    if not in_grace:
        _keep_revision(post)
    _rewrite(post, body, decision)
    if not in_grace:
        post.edited_at = clocks.now()
    _mark_quotes_of(post)

    record(author.id, "post.edited", post.id, submission, revision=post.revision)
    return posted(discussion, post, decision)


def _is_in_grace(post: Post, body: text.Body) -> bool:
    """Whether the edit only mends what nobody can have reacted to yet; the numbers are those of Discourse."""
    if post.edited_at or post.thanks_count or clocks.now() - post.written_at > GRACE:
        return False
    if text.changed_length(post.source, body.source) > GRACE_LENGTH:
        return False
    answers = or_(Post.answering_id == post.id, and_(Post.discussion_id == post.discussion_id, Post.number > 1))
    answered = exists().where(answers if post.number == 1 else Post.answering_id == post.id)
    quoted = exists().where(Quote.source_id == post.id)
    return not db.session.scalar(select(or_(answered, quoted)))


def _keep_revision(post: Post) -> None:
    db.session.add(
        Revision(post_id=post.id, number=post.revision, source=post.source, source_format=post.source_format,
                 words=post.words, ended_at=clocks.now())
    )  # fmt: skip


def _rewrite(post: Post, body: text.Body, decision: quoting.Decision) -> None:
    for column, value in cooked(body, decision).items():
        setattr(post, column, value)
    post.revision += 1
    post.refill_since = None
    db.session.execute(delete(Quote).where(Quote.post_id == post.id))
    db.session.flush()
    remember_quotes(post.id, decision)
    mentioning.forget(post.id)
    mentioning.remember(post.id, decision.mentioned)
    changed = update(Discussion).where(Discussion.id == post.discussion_id)
    db.session.execute(changed.values(version=Discussion.version + 1))


def _mark_quotes_of(post: Post) -> None:
    """Say "edited since" beside quotes whose words the post no longer has, and unsay it where it has them again."""
    for quote in db.session.scalars(select(Quote).where(Quote.source_id == post.id, Quote.altered.is_(False))):
        edited_since = not text.same_words(quote.words, post.words)
        if edited_since != quote.edited_since:
            quote.edited_since = edited_since
            _ask_for_refill(quote.post_id)


def _ask_for_refill(post_id: int) -> None:
    """Have a job make the post's HTML again from its quotes as they are now."""
    asked = update(Post).where(Post.id == post_id, Post.refill_since.is_(None))
    db.session.execute(asked.values(refill_since=clocks.now()))
    wake("refill")
