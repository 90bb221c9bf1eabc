"""Remembering how far people have read, and counting who looked."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import bindparam, case, delete, func, literal, or_, select, update

from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import db, inserting, operation
from forum.discussions import policy
from forum.discussions.models import Discussion, Post, Reading, Viewing
from forum.discussions.queries import find_discussion
from forum.discussions.unread import VISIT
from forum.groups.models import Membership
from forum.ports import clocks

COUNTED_FOR = timedelta(hours=8)
"""How long a reader who was counted is not counted again."""

Place = tuple[int, int]
"""A discussion and a member."""


@dataclass
class Visits:
    """What people looked at: how far each member came in each discussion, and who is to be counted as its reader."""

    readings: dict[Place, int] = field(default_factory=dict)
    viewings: set[tuple[int, str]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.readings or self.viewings)


@operation
def settle(visits: Visits) -> None:
    """Write down visits that were paid a moment ago. What is gone meanwhile is left out; nobody's reading goes back,
    and nobody is counted twice in eight hours, whichever process writes first."""
    here = _lock({discussion_id for discussion_id, _who in (*visits.readings, *visits.viewings)})
    _read_up_to({place: number for place, number in visits.readings.items() if place[0] in here})
    _count_views([(discussion_id, reader) for discussion_id, reader in visits.viewings if discussion_id in here])


@operation
def read_up_to(member: Viewer, discussion_id: int, number: int) -> None:
    """Remember that the member has read the discussion up to post `number`; less than before changes nothing.

    Refuses NotFound.
    """
    find_discussion(member, discussion_id)
    _read_up_to({(discussion_id, member.id): number})


@operation
def mark_all_read(member: Viewer, until: datetime, group_id: int | None = None) -> datetime | None:
    """Let nothing that appeared up to `until` be unread to the member any more, in one of their groups or anywhere.

    What was so before, to be given to `unmark_read`. A page that was made while a post was being written may count
    the post in without having shown it: the clock is read a few milliseconds before the commit.
    """
    mark, is_own = _mark_of(member, group_id)
    before = db.session.scalar(select(mark).where(is_own))
    until = min(until, clocks.now())
    earlier = or_(mark.is_(None), mark < until)
    db.session.execute(update(mark.class_).where(is_own, earlier).values(read_until=until))
    return before


@operation
def unmark_read(member: Viewer, before: datetime | None, group_id: int | None = None) -> None:
    """Let be unread again what was so before it was marked as read, but for what was read since."""
    mark, is_own = _mark_of(member, group_id)
    db.session.execute(update(mark.class_).where(is_own).values(read_until=before))


def find_end(discussion_id: int) -> int:
    """Up to where one has read who has read all of it."""
    shown = (Post.discussion_id == discussion_id, policy.is_shown())
    return db.session.scalar(select(func.max(Post.number)).where(*shown)) or 0


def carry_readings(source_id: int, target_id: int, numbers: Mapping[int, int], end: int) -> None:
    """Let whoever has read posts of `source` have read them in `target`, to which they were carried, by old and new
    numbers. Who had not read all of `target`, up to `end`, still has: one number cannot tell what they left out."""
    old = sorted(numbers)
    furthest = list(accumulate((numbers[number] for number in old), max))
    columns = (Reading.member_id, Reading.number, Reading.at)
    there = {row.member_id: row.number for row in _readings(target_id, *columns)}
    fresh, further = [], []
    for member_id, number, at in _readings(source_id, *columns):
        count = bisect_right(old, number)
        if not count:
            continue
        read = furthest[count - 1]
        if member_id not in there:
            number = 0 if end else read
            fresh.append({"member_id": member_id, "discussion_id": target_id, "number": number, "at": at})
        elif there[member_id] >= end:
            further.append({"of_member": member_id, "read": read})
    _write_readings(target_id, fresh, further)


def _readings(discussion_id: int, *columns: Any) -> Any:
    return db.session.execute(select(*columns).where(Reading.discussion_id == discussion_id)).all()


def _write_readings(discussion_id: int, fresh: list[dict[str, Any]], further: list[dict[str, Any]]) -> None:
    """As `read_up_to` may do at the same moment."""
    table: Any = Reading.__table__
    if fresh:
        inserted = [{"number_before": 0, **row} for row in fresh]
        db.session.execute(inserting(table).on_conflict_do_nothing(), inserted)
    if further:
        theirs = (table.c.discussion_id == discussion_id, table.c.member_id == bindparam("of_member"))
        read = update(table).where(*theirs, table.c.number < bindparam("read")).values(number=bindparam("read"))
        db.session.connection().execute(read, further)


@operation
def forget_viewings() -> None:
    """Drop the readers who would be counted again."""
    db.session.execute(delete(Viewing).where(Viewing.at <= clocks.now() - COUNTED_FOR))


def _mark_of(member: Viewer, group_id: int | None) -> tuple[Any, Any]:
    if group_id is None:
        return Member.read_until, Member.id == member.id
    return Membership.read_until, (Membership.member_id == member.id) & (Membership.group_id == group_id)


def _lock(discussion_ids: Collection[int]) -> set[int]:
    """Those of the discussions that are there, locked in the order of all verbs."""
    these = select(Discussion.id).where(Discussion.id.in_(discussion_ids)).order_by(Discussion.id)
    return set(db.session.scalars(these.with_for_update(key_share=True)))


def _read_up_to(numbers: Mapping[Place, int]) -> None:
    """Up to the last post that is shown: one that is hidden now is unread when it is shown again."""
    now, reading = clocks.now(), _reading()
    for (discussion_id, member_id), number in sorted(numbers.items()):
        values = {"discussion": discussion_id, "member": member_id, "up_to": number, "now": now, "ago": now - VISIT}
        db.session.execute(reading, values)


def _reading() -> Any:
    shown = (Post.discussion_id == bindparam("discussion"), Post.number <= bindparam("up_to"), policy.is_shown())
    last = select(func.coalesce(func.max(Post.number), 0)).where(*shown).scalar_subquery()
    now = bindparam("now", type_=Reading.at.type)
    row = (
        select(Member.id, Discussion.id, last, now, literal(0))
        .select_from(Discussion)
        .join(Member, Member.id == bindparam("member"))
        .where(Discussion.id == bindparam("discussion"))
    )

    table = Reading.__table__
    fresh = inserting(table).from_select(["member_id", "discussion_id", "number", "at", "number_before"], row)
    is_another_visit = table.c.at <= bindparam("ago", type_=Reading.at.type)
    return fresh.on_conflict_do_update(
        index_elements=[table.c.member_id, table.c.discussion_id],
        set_={
            "number": case((fresh.excluded.number > table.c.number, fresh.excluded.number), else_=table.c.number),
            "at": fresh.excluded.at,
            "number_before": case((is_another_visit, table.c.number), else_=table.c.number_before),
            "at_before": case((is_another_visit, table.c.at), else_=table.c.at_before),
        },
    )


def _count_views(viewings: Collection[tuple[int, str]]) -> None:
    """Count the readers who were not counted of late: the unique key decides which process was first."""
    now = clocks.now()
    rows = [{"discussion_id": discussion_id, "reader": reader, "at": now} for discussion_id, reader in sorted(viewings)]
    if not rows:
        return
    table = Viewing.__table__
    fresh = inserting(table).values(rows)
    counted = fresh.on_conflict_do_update(
        index_elements=[table.c.discussion_id, table.c.reader],
        set_={"at": fresh.excluded.at},
        where=table.c.at <= now - COUNTED_FOR,
    ).returning(table.c.discussion_id)
    for discussion_id, count in sorted(Counter(db.session.scalars(counted)).items()):
        viewed = update(Discussion).where(Discussion.id == discussion_id)
        db.session.execute(viewed.values(views_count=Discussion.views_count + count))
