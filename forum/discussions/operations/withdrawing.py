"""Taking quotes back when their source is taken down, and asking for them again when it returns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, literal, not_, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from forum.database import db
from forum.discussions.models import Discussion, Post, Quote
from forum.groups.models import PUBLIC_KINDS, Group
from forum.jobs import wake
from forum.ports import clocks

Posts = Sequence[int] | Select[int]
"""Ids of posts, or the query for them."""


def quoting_discussions(source_ids: Posts) -> set[int]:
    """The discussions in which these posts are quoted: to be locked before their quotes are withdrawn."""
    quoting = select(Post.discussion_id).join(Quote, Quote.post_id == Post.id).where(Quote.source_id.in_(source_ids))
    return set(db.session.scalars(quoting))


def withdraw_quotes_of(source_ids: Posts) -> None:
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


def reconsider_quotes_of(source_ids: Posts) -> None:
    """Have a job decide again about the quotes of these posts: they may be shown again, or no longer as exact."""
    posts = Post.id.in_(select(Quote.post_id).where(Quote.source_id.in_(source_ids)))
    db.session.execute(update(Post).where(posts).values(refill_since=clocks.now()))
    wake("refill")


def _touch_discussions(source_ids: Posts) -> None:
    quoting = select(Post.discussion_id).join(Quote, Quote.post_id == Post.id).where(Quote.source_id.in_(source_ids))
    touched = update(Discussion).where(Discussion.id.in_(quoting))
    db.session.execute(touched.values(version=Discussion.version + 1))


def quotes_elsewhere(group_id: int) -> Select[int, int]:
    """Post and slot of every quote of the group's posts that stands in another group."""
    source, source_discussion = aliased(Post), aliased(Discussion)
    return (
        select(Quote.post_id, Quote.slot)
        .join(Post, Post.id == Quote.post_id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(source, source.id == Quote.source_id)
        .join(source_discussion, source_discussion.id == source.discussion_id)
        .where(source_discussion.group_id == group_id, Discussion.group_id != group_id)
    )


def quoting_discussions_elsewhere(group_id: int) -> set[int]:
    """The discussions of other groups that quote the group's posts: found under the group's lock, new quotes wait."""
    return set(db.session.scalars(quotes_elsewhere(group_id).with_only_columns(Post.discussion_id)))


def withdraw_quotes_elsewhere(group_id: int) -> None:
    """Show no word of the group's posts in any other group, from the running verb's commit on."""
    withdraw(quotes_elsewhere(group_id))


def reconsider_quotes_elsewhere(group_id: int) -> None:
    """Have a job decide again about the quotes of the group's posts in other groups."""
    posts = Post.id.in_(quotes_elsewhere(group_id).with_only_columns(Quote.post_id))
    _execute(update(Post).where(posts).values(refill_since=clocks.now()))
    wake("refill")


def withdraw(standing: Select[int, int]) -> None:
    """Take back these quotes, given by post and slot; a job puts back what else their posts quote."""
    now = clocks.now()
    these = tuple_(Quote.post_id, Quote.slot).in_(standing)
    _execute(update(Quote).where(these, Quote.withdrawn_at.is_(None)).values(withdrawn_at=now))
    posts = standing.with_only_columns(Quote.post_id)
    _execute(update(Post).where(Post.id.in_(posts)).values(html=Post.masked_html, refill_since=now))
    quoting = select(Post.discussion_id).where(Post.id.in_(posts))
    touched = update(Discussion).where(Discussion.id.in_(quoting))
    _execute(touched.values(version=Discussion.version + 1))
    wake("refill")


def quotes_lost(carried: Select[int], group_id: int, *, is_public: bool) -> Select[int, int]:
    """Post and slot of every quote that may not be shown any more when the posts `carried` stand in that group: of
    these posts elsewhere, and of what they quote themselves."""
    source, source_discussion = aliased(Post), aliased(Discussion)
    of_carried = and_(literal(not is_public), Quote.source_id.in_(carried), Discussion.group_id != group_id)
    by_carried = and_(
        Quote.post_id.in_(carried), Group.kind.not_in(PUBLIC_KINDS), source_discussion.group_id != group_id
    )
    among_carried = and_(Quote.post_id.in_(carried), Quote.source_id.in_(carried))
    return (
        select(Quote.post_id, Quote.slot)
        .join(Post, Post.id == Quote.post_id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(source, source.id == Quote.source_id)
        .join(source_discussion, source_discussion.id == source.discussion_id)
        .join(Group, Group.id == source_discussion.group_id)
        .where(or_(Quote.source_id.in_(carried), Quote.post_id.in_(carried)))
        .where(or_(of_carried, by_carried), not_(among_carried))
    )


def reconsider_quotes_around(carried: Select[int]) -> None:
    """Have a job decide again about the quotes of these posts and those in them: they stand elsewhere now."""
    around = select(Quote.post_id).where(or_(Quote.source_id.in_(carried), Quote.post_id.in_(carried)))
    _execute(update(Post).where(Post.id.in_(around)).values(refill_since=clocks.now()))
    wake("refill")


def _execute(statement: Any) -> None:
    """Set-based: no row is loaded that would have to follow."""
    db.session.execute(statement, execution_options={"synchronize_session": False})
