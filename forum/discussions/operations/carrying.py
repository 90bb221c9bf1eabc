"""Carrying posts from one discussion to another: their numbers, where they stood, who answers whom, counts, quotes."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from forum.database import db
from forum.discussions.models import Discussion, FormerPlace, Post, Quote
from forum.discussions.operations.answering import carry_answer
from forum.discussions.operations.counting import recount, recount_replies
from forum.discussions.operations.following import carry_watches
from forum.discussions.operations.locking import lock_places
from forum.discussions.operations.reading import carry_readings, find_end
from forum.discussions.operations.starting import count_discussion
from forum.discussions.operations.withdrawing import (
    quotes_lost,
    quoting_discussions,
    reconsider_quotes_around,
    withdraw,
)
from forum.discussions.paths import hang, hang_again
from forum.discussions.queries import DiscussionView
from forum.groups.queries import GroupView

NONE: set[int] = set()


def lock_around(carried: Select[int], discussions: set[int], group_ids: set[int] = NONE, tags: Collection[str] = ()
                ) -> None:  # fmt: skip
    """Lock these discussions and groups for writing, with the discussions that quote the posts `carried`, and what
    these posts quote and the tags that are given on against change."""
    quoted = list(db.session.scalars(select(Quote.source_id).where(Quote.post_id.in_(carried)).distinct()))
    writing = discussions | quoting_discussions(carried)
    lock_places(writing, quoted, groups_for_writing=True, more_groups=group_ids, tags=tags)


def requote(carried: Select[int], group: GroupView) -> None:
    """Decide anew about the quotes of these posts and in them, which are about to stand in that group: what may not be
    shown any more is gone with the running verb's commit, a job does the rest."""
    withdraw(quotes_lost(carried, group.id, is_public=group.is_public))
    reconsider_quotes_around(carried)


def carry(carried: Select[int], source: DiscussionView, target: DiscussionView) -> None:
    """Give the posts `carried`, which stand in `source`, the next numbers of `target`, in their order; one that stood
    there before takes its own number again. Under the locks of `lock_around`."""
    requote(carried, target.group)
    carry_watches(source.id, target.id)
    end = find_end(target.id)
    rows = db.session.execute(select(Post.id, Post.number).where(Post.id.in_(carried)).order_by(Post.number)).all()
    numbers = {row.id: row.number for row in rows}
    returning = _take_back(target.id, list(numbers))
    next_number = _take_numbers(target.id, len(numbers) - len(returning))
    places: list[dict[str, Any]] = []
    for id in numbers:
        number = returning.get(id, next_number)
        next_number += id not in returning
        places.append({"id": id, "discussion_id": target.id, "number": number, "path": hang(number)})
    carry_answer(source.id, list(numbers.values()))
    db.session.execute(update(Post), places)
    _remember(numbers, source.id, target.id)
    carry_readings(source.id, target.id, {numbers[row["id"]]: row["number"] for row in places}, end)
    for discussion in (source, target):
        hang_again(discussion.id)
        recount_replies(discussion.id)
        _count(discussion)


def _take_back(target_id: int, ids: list[int]) -> dict[int, int]:
    """The numbers at which some of these posts stood there before."""
    theirs = FormerPlace.discussion_id == target_id, FormerPlace.post_id.in_(ids)
    taken = delete(FormerPlace).where(*theirs).returning(FormerPlace.post_id, FormerPlace.number)
    return {row.post_id: row.number for row in db.session.execute(taken)}


def _take_numbers(target_id: int, count: int) -> int:
    """The first of so many numbers that nobody had."""
    taken = update(Discussion).where(Discussion.id == target_id).values(last_number=Discussion.last_number + count)
    last: int = db.session.execute(taken.returning(Discussion.last_number)).scalar_one()
    return last - count + 1


def _remember(numbers: dict[int, int], source_id: int, target_id: int) -> None:
    rows = [
        {"discussion_id": source_id, "number": number, "post_id": id, "to_id": target_id}
        for id, number in numbers.items()
    ]
    db.session.execute(insert(FormerPlace), rows)


def _count(discussion: DiscussionView) -> None:
    left = recount(discussion.id)
    if bool(left) != bool(discussion.posts_count):
        count_discussion(discussion.group.id, +1 if left else -1)
