"""What happens around a post that goes down or comes back, for whichever reason: counters and quotes."""

from typing import Any

from sqlalchemy import select, update

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy, queries
from forum.discussions.models import Discussion, Post
from forum.discussions.operations.locking import lock_places, lock_post
from forum.discussions.operations.posting import participants
from forum.discussions.operations.replying import count_reply
from forum.discussions.operations.starting import count_discussion
from forum.discussions.operations.withdrawing import quoting_discussions, reconsider_quotes_of, withdraw_quotes_of
from forum.discussions.queries import PostView


def lock_post_with_quotes(actor: Viewer, discussion_id: int, number: int) -> PostView:
    """The post with its group and discussion locked for writing, and the discussions that quote it."""
    post = queries.find_post(actor, discussion_id, number)
    lock_places({discussion_id, *quoting_discussions([post.id])}, groups_for_writing=True)
    lock_post(post.id)
    return queries.find_post(actor, discussion_id, number)


def change_state(post: PostView, **values: Any) -> None:
    """Set `deleted_at` or the hidden columns of a locked post. It is shown only when it is neither deleted nor hidden;
    when that changes, so do the counters and, in the same transaction, every quote of it."""
    db.session.execute(update(Post).where(Post.id == post.id).values(values))
    is_shown = db.session.scalar(select(Post.id).where(Post.id == post.id, policy.is_shown())) is not None
    if is_shown == post.is_shown:
        _touch(post.discussion.id)
        return
    _count(post, +1 if is_shown else -1)
    if is_shown:
        reconsider_quotes_of([post.id])
    else:
        withdraw_quotes_of([post.id])


def _count(post: PostView, change: int) -> None:
    answering = select(Post.answering_id).where(Post.id == post.id)
    count_reply(db.session.scalar(answering), change)
    left = _recount(post.discussion.id, change)
    if (post.discussion.posts_count, left) in ((0, 1), (1, 0)):
        count_discussion(post.discussion.group.id, change)


def _recount(discussion_id: int, change: int) -> int:
    """Count the post in or out and find the newest one left; how many there are now."""
    shown = (Post.discussion_id == discussion_id) & policy.is_shown()
    newest = select(Post.written_at, Post.author_id).where(shown).order_by(Post.number.desc()).limit(1)
    row = db.session.execute(newest).first()
    last = {"last_posted_at": row.written_at, "last_poster_id": row.author_id} if row else {}
    changed = update(Discussion).where(Discussion.id == discussion_id)
    values = {
        "posts_count": Discussion.posts_count + change,
        "participants_count": participants(discussion_id),
        "version": Discussion.version + 1,
        **last,
    }
    return db.session.execute(changed.values(values).returning(Discussion.posts_count)).scalar_one()


def _touch(discussion_id: int) -> None:
    touched = update(Discussion).where(Discussion.id == discussion_id)
    db.session.execute(touched.values(version=Discussion.version + 1))
