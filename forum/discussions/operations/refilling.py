"""Making a post's HTML again from its source and its quotes as they are now."""

from sqlalchemy import select, update

from forum import text
from forum.database import db, operation
from forum.discussions.models import Discussion, Post, Quote
from forum.discussions.operations.locking import lock_places, lock_post
from forum.discussions.quoting import decide_again, filled, masked, match_again


@operation
def refill(post_id: int, body: text.Body, *, revision: int) -> None:
    """Show again what still holds and withdraw what does not, in the HTML of the pipeline that cooked the body.

    Does nothing if the post was edited since it was cooked, or waits for nothing. Neither a date nor a badge changes:
    nobody wrote anything.
    """
    discussion_id = db.session.scalar(select(Post.discussion_id).where(Post.id == post_id))
    if discussion_id is None:
        return
    sources = db.session.scalars(select(Quote.source_id).where(Quote.post_id == post_id)).all()
    lock_places({discussion_id}, sources)
    lock_post(post_id)
    post = db.session.get_one(Post, post_id, populate_existing=True)
    is_cooked_anew = post.pipeline < body.pipeline
    if post.revision != revision or (post.refill_since is None and not is_cooked_anew):
        return
    if post.discussion_id != discussion_id:  # moved while we waited for the lock: the next sweep finds it there
        return

    discussion = db.session.get_one(Discussion, discussion_id, populate_existing=True)
    match_again(post.id, body)
    decision = decide_again(post.id, discussion.group_id, discussion.id)

    post.html, post.masked_html = filled(body, decision), masked(body, decision)
    post.pipeline, post.words, post.refill_since = body.pipeline, body.words, None
    touched = update(Discussion).where(Discussion.id == discussion.id)
    db.session.execute(touched.values(version=Discussion.version + 1))


@operation
def leave_as_cooked(post_id: int, *, pipeline: int) -> None:
    """Let a post that this pipeline refuses keep the HTML that it has: an older one took it."""
    uncooked = update(Post).where(Post.id == post_id, Post.pipeline < pipeline)
    db.session.execute(uncooked.values(pipeline=pipeline))
