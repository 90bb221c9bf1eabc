"""Saying thanks for a post, and taking it back."""

from sqlalchemy import delete, select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, insert_new, operation
from forum.discussions import policy, queries
from forum.discussions.models import Discussion, Post, Thanks
from forum.discussions.operations.locking import lock_discussion, lock_discussions
from forum.discussions.queries import PostView
from forum.errors import NotAllowed
from forum.ports import clocks


@operation
def thank(member: Viewer, discussion_id: int, number: int) -> None:
    """Say thanks for what somebody else wrote; twice is as good as once. Refuses NotFound and NotAllowed."""
    post = _lock(member, discussion_id, number)
    if not policy.can_thank(member, post):
        raise NotAllowed(policy.why_not_thank(member, post))
    if insert_new(Thanks, post_id=post.id, member_id=member.id, at=clocks.now()):
        _count(post, +1)
        record(member.id, "post.thanked", post.id)


@operation
def unthank(member: Viewer, discussion_id: int, number: int) -> None:
    """Take the thanks back, wherever the post can still be seen; refuses NotFound."""
    post = _lock(member, discussion_id, number)
    own = delete(Thanks).where(Thanks.post_id == post.id, Thanks.member_id == member.id)
    if db.session.execute(own.returning(Thanks.post_id)).first():
        _count(post, -1)
        record(member.id, "post.unthanked", post.id)


def forget_thanks_of(member_id: int) -> None:
    """Take all thanks of somebody back who closes their account, within the running verb, under the pages' locks."""
    thanked = select(Thanks.post_id).where(Thanks.member_id == member_id)
    pages = select(Post.discussion_id).where(Post.id.in_(thanked))
    lock_discussions(set(db.session.scalars(pages)))
    counted = update(Post).where(Post.id.in_(thanked)).values(thanks_count=Post.thanks_count - 1)
    db.session.execute(counted, execution_options=NO_SYNC)
    touched = update(Discussion).where(Discussion.id.in_(pages)).values(version=Discussion.version + 1)
    db.session.execute(touched, execution_options=NO_SYNC)
    db.session.execute(delete(Thanks).where(Thanks.member_id == member_id), execution_options=NO_SYNC)


NO_SYNC = {"synchronize_session": False}


def _lock(member: Viewer, discussion_id: int, number: int) -> PostView:
    return queries.find_post_of(lock_discussion(member, discussion_id), number)


def _count(post: PostView, change: int) -> None:
    """Within the discussion's lock, as every counter of a post."""
    db.session.execute(update(Post).where(Post.id == post.id).values(thanks_count=Post.thanks_count + change))
    touched = update(Discussion).where(Discussion.id == post.discussion.id)
    db.session.execute(touched.values(version=Discussion.version + 1))
