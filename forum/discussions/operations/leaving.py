"""What becomes of the posts of somebody who closes their account: they stay without a name, or are taken down."""

from typing import Any

from sqlalchemy import delete, func, select, update

from forum.database import after_commit, db
from forum.discussions import policy
from forum.discussions.invariants import COUNTERS
from forum.discussions.models import Attachment, Discussion, Mention, Post, Quote, Revision
from forum.discussions.operations.locking import lock_discussions
from forum.discussions.operations.renaming import (
    NO_SYNC,
    lock_pages_of,
    refill_what_names,
    touch_pages_of,
)
from forum.discussions.operations.thanking import forget_thanks_of
from forum.discussions.operations.withdrawing import quoting_discussions, withdraw_quotes_of
from forum.groups.models import Group
from forum.ports import clocks
from forum.ports.stores import store

BATCH = 500
"""Posts whose quotes one statement withdraws."""


def groups_written_in(member_id: int) -> set[int]:
    pages = select(Discussion.group_id).join(Post, Post.discussion_id == Discussion.id)
    return set(db.session.scalars(pages.where(Post.author_id == member_id)))


def forget_author(member_id: int) -> None:
    """Show no name of the member any more, within the running verb that holds the groups: what they wrote is by a
    former member, also where it is quoted, and a mention of them is plain text."""
    forget_thanks_of(member_id)
    lock_pages_of(member_id)
    touch_pages_of(member_id)
    refill_what_names(member_id)


def take_down_all(member_id: int) -> None:
    """Leave stubs in the place of all that the member wrote, without a word of it, within the running verb that holds
    the groups. Quotes of it are withdrawn, and nobody can put it back."""
    own = select(Post.id).where(Post.author_id == member_id)
    shown = list(db.session.scalars(own.where(policy.is_shown())))
    answered = {answered for answered in db.session.scalars(own.with_only_columns(Post.answering_id)) if answered}
    pages = set(db.session.scalars(own.with_only_columns(Post.discussion_id)))
    lock_discussions(pages | quoting_discussions(shown))

    files = list(db.session.scalars(select(Attachment.file).where(Attachment.post_id.in_(own))))
    after_commit(lambda: _delete_files(files))
    for model in (Quote, Mention, Revision, Attachment):
        db.session.execute(delete(model).where(model.post_id.in_(own)), execution_options=NO_SYNC)
    values = {"deleted_at": func.coalesce(Post.deleted_at, clocks.now()), "source": "", "html": "", "words": "",
              "masked_html": None, "refill_since": None}  # fmt: skip
    db.session.execute(update(Post).where(Post.author_id == member_id).values(values), execution_options=NO_SYNC)
    for start in range(0, len(shown), BATCH):
        withdraw_quotes_of(shown[start : start + BATCH])
    _recount({Discussion: pages, Post: answered, Group: groups_written_in(member_id)})


def _delete_files(files: list[str]) -> None:
    for file in files:
        store().delete(file)


def _recount(ids: dict[Any, set[int]]) -> None:
    """By what `roomful check` counts by."""
    for counter in COUNTERS:
        model: Any = counter.model
        counted = update(model).where(model.id.in_(ids.get(model, set())))
        db.session.execute(counted.values({counter.column: counter.recount}), execution_options=NO_SYNC)
    here = (Post.discussion_id == Discussion.id) & policy.is_shown()
    newest = select(Post.author_id).where(here).order_by(Post.number.desc()).limit(1).correlate(Discussion)
    last = update(Discussion).where(Discussion.id.in_(ids[Discussion]))
    values = {"last_poster_id": newest.scalar_subquery(), "version": Discussion.version + 1}
    db.session.execute(last.values(values), execution_options=NO_SYNC)
