"""Taking quotes back when their source is taken down, and asking for them again when it returns."""

from collections.abc import Sequence

from sqlalchemy import select, update

from forum.database import db
from forum.discussions.models import Discussion, Post, Quote
from forum.jobs import wake
from forum.ports import clocks


def quoting_discussions(source_ids: Sequence[int]) -> set[int]:
    """The discussions in which these posts are quoted: to be locked before their quotes are withdrawn."""
    quoting = select(Post.discussion_id).join(Quote, Quote.post_id == Post.id).where(Quote.source_id.in_(source_ids))
    return set(db.session.scalars(quoting))


def withdraw_quotes_of(source_ids: Sequence[int]) -> None:
    """Show no word of these posts anywhere, from the running verb's commit on.

    Every post that quotes one switches to its masked HTML at once; a job then puts its other quotes back.
    """
    now = clocks.now()
    of_sources = Quote.source_id.in_(source_ids)
    db.session.execute(update(Quote).where(of_sources, Quote.withdrawn_at.is_(None)).values(withdrawn_at=now))
    posts = Post.id.in_(select(Quote.post_id).where(of_sources))
    db.session.execute(update(Post).where(posts).values(html=Post.masked_html, refill_since=now))
    _touch_discussions(source_ids)
    wake("refill")


def reconsider_quotes_of(source_ids: Sequence[int]) -> None:
    """Have a job decide again about the quotes of these posts: they may be shown again, or no longer as exact."""
    posts = Post.id.in_(select(Quote.post_id).where(Quote.source_id.in_(source_ids)))
    db.session.execute(update(Post).where(posts).values(refill_since=clocks.now()))
    wake("refill")


def _touch_discussions(source_ids: Sequence[int]) -> None:
    quoting = select(Post.discussion_id).join(Quote, Quote.post_id == Post.id).where(Quote.source_id.in_(source_ids))
    touched = update(Discussion).where(Discussion.id.in_(quoting))
    db.session.execute(touched.values(version=Discussion.version + 1))
