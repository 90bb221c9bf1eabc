"""Taking a post down and putting it back: its number and its stub stay."""

from datetime import datetime

from sqlalchemy import select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions import policy, queries
from forum.discussions.models import Discussion, Post
from forum.discussions.operations.locking import lock_places, lock_post
from forum.discussions.operations.replying import count_reply
from forum.discussions.operations.starting import count_discussion
from forum.discussions.operations.withdrawing import (
    quoting_discussions,
    reconsider_quotes_of,
    withdraw_quotes_of,
)
from forum.discussions.queries import PostView
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.ports import clocks


@operation
def delete(author: Viewer, discussion_id: int, number: int) -> None:
    """Take the author's own post down, and every quote of it with it; deleting twice is as good as once.

    Refuses NotFound and NotAllowed.
    """
    post = _lock_post(author, discussion_id, number)
    if post.deleted_at:
        return
    if not policy.can_delete(author, post):
        raise NotAllowed(_("Only its author deletes a post."))

    _set_deleted(post, clocks.now())
    withdraw_quotes_of([post.id])

    record(author.id, "post.deleted", post.id)


@operation
def restore(author: Viewer, discussion_id: int, number: int) -> None:
    """Put back what the author deleted in the last ten minutes, and the quotes of it; refuses NotFound, NotAllowed."""
    post = _lock_post(author, discussion_id, number)
    if post.deleted_at is None:
        return
    if not policy.can_restore(author, post):
        raise NotAllowed(_("A deleted post can be put back by its author for ten minutes."))

    _set_deleted(post, None)
    reconsider_quotes_of([post.id])

    record(author.id, "post.restored", post.id)


def _lock_post(author: Viewer, discussion_id: int, number: int) -> PostView:
    """The post with its group and discussion locked for writing, and the discussions that quote it."""
    post = queries.find_post(author, discussion_id, number)
    lock_places({discussion_id, *quoting_discussions([post.id])}, groups_for_writing=True)
    lock_post(post.id)
    return queries.find_post(author, discussion_id, number)


def _set_deleted(post: PostView, at: datetime | None) -> None:
    change = 1 if at is None else -1
    answering = select(Post.answering_id).where(Post.id == post.id)
    db.session.execute(update(Post).where(Post.id == post.id).values(deleted_at=at))
    count_reply(db.session.scalar(answering), change)
    emptied = _recount(post.discussion.id, change)
    if (post.discussion.posts_count, emptied) in ((0, 1), (1, 0)):
        count_discussion(post.discussion.group.id, change)


def _recount(discussion_id: int, change: int) -> int:
    """Count the post in or out and find the newest one left; how many there are now."""
    shown = (Post.discussion_id == discussion_id) & policy.is_shown()
    newest = select(Post.written_at, Post.author_id).where(shown).order_by(Post.number.desc()).limit(1)
    row = db.session.execute(newest).first()
    last = {"last_posted_at": row.written_at, "last_poster_id": row.author_id} if row else {}
    changed = update(Discussion).where(Discussion.id == discussion_id)
    values = {"posts_count": Discussion.posts_count + change, "version": Discussion.version + 1, **last}
    return db.session.execute(changed.values(values).returning(Discussion.posts_count)).scalar_one()
