"""Counting anew what a discussion's row and its posts' rows say of the posts that can be read."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post


def recount(discussion_id: int) -> int:
    """Count the posts that are shown and find the newest of them, under the discussion's lock; how many there are."""
    shown = (Post.discussion_id == discussion_id, policy.is_shown())
    newest = select(Post.written_at, Post.author_id, Post.number).where(*shown)
    row = db.session.execute(newest.order_by(Post.written_at.desc(), Post.number.desc()).limit(1)).first()
    last = {"last_posted_at": row.written_at, "last_poster_id": row.author_id} if row else {}
    values = {
        "posts_count": select(func.count(Post.id)).where(*shown).scalar_subquery(),
        "participants_count": participants(discussion_id),
        "newest_number": row.number if row else 0,
        "version": Discussion.version + 1,
        **last,
    }
    counted = update(Discussion).where(Discussion.id == discussion_id).values(values)
    return db.session.execute(counted.returning(Discussion.posts_count)).scalar_one()


def participants(discussion_id: int) -> Any:
    """How many people wrote the posts that are shown, for an UPDATE."""
    shown = (Post.discussion_id == discussion_id, policy.is_shown())
    return select(func.count(Post.author_id.distinct())).where(*shown).scalar_subquery()


def recount_replies(discussion_id: int) -> None:
    """Count the replies to each post of a discussion that posts came to or went from."""
    reply = aliased(Post)
    here = (reply.answering_id == Post.id, reply.discussion_id == discussion_id)
    shown = (reply.deleted_at.is_(None), reply.hidden_at.is_(None))
    replies = select(func.count(reply.id)).where(*here, *shown).correlate(Post).scalar_subquery()
    counted = update(Post).where(Post.discussion_id == discussion_id, Post.replies_count != replies)
    db.session.execute(counted.values(replies_count=replies), execution_options={"synchronize_session": False})


def touch(discussion_id: int) -> None:
    """What its pages show has changed."""
    touched = update(Discussion).where(Discussion.id == discussion_id)
    db.session.execute(touched.values(version=Discussion.version + 1))
