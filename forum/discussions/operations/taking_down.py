"""What happens around a post that goes down or comes back, for whichever reason: counters and quotes."""

from typing import Any

from sqlalchemy import select, update

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy, queries
from forum.discussions.models import Post
from forum.discussions.operations.counting import recount, touch
from forum.discussions.operations.locking import lock_places, lock_post
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
        touch(post.discussion.id)
        return
    _count(post, +1 if is_shown else -1)
    if is_shown:
        reconsider_quotes_of([post.id])
    else:
        withdraw_quotes_of([post.id])


def _count(post: PostView, change: int) -> None:
    if post.answering:
        count_reply(post.answering.id, change)
    left = recount(post.discussion.id)
    if (post.discussion.posts_count, left) in ((0, 1), (1, 0)):
        count_discussion(post.discussion.group.id, change)
