"""Making a post's HTML again from its source and its quotes as they are now."""

from sqlalchemy import select, update

from forum import text
from forum.database import db, operation
from forum.discussions.models import Discussion, Post, Quote
from forum.discussions.operations.locking import lock_places, lock_post
from forum.discussions.quoting import decide_again


@operation
def refill(post_id: int, body: text.Body, *, revision: int) -> None:
    """Show again what still holds and withdraw what does not; does nothing if the post was edited since it was cooked.

    Neither a date nor a badge changes: nobody wrote anything.
    """
    discussion_id = db.session.scalar(select(Post.discussion_id).where(Post.id == post_id))
    if discussion_id is None:
        return
    sources = db.session.scalars(select(Quote.source_id).where(Quote.post_id == post_id)).all()
    lock_places({discussion_id}, sources)
    lock_post(post_id)
    post = db.session.get_one(Post, post_id, populate_existing=True)
    if post.revision != revision or post.refill_since is None:
        return

    discussion = db.session.get_one(Discussion, discussion_id)
    decision = decide_again(post.id, discussion.group_id, discussion.id)

    post.html = text.fill(body.template, decision.fates)
    post.masked_html = text.mask(body.template) if decision.fates else None
    post.pipeline, post.words, post.refill_since = body.pipeline, body.words, None
    touched = update(Discussion).where(Discussion.id == discussion.id)
    db.session.execute(touched.values(version=Discussion.version + 1))
