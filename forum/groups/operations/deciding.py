"""Closing requests to join, in whatever way: under the group's lock, so that rows and count agree."""

from typing import Any

from sqlalchemy import func, select, update

from forum.database import db
from forum.groups.models import Group, JoinRequest, Outcome
from forum.ports import clocks


def close_requests(group_id: int, outcome: Outcome, *, by: int, member_id: int | None = None, reason: str = "") -> int:
    """Close the open request of one member, or all of the group; how many there were."""
    closed = update(JoinRequest).where(JoinRequest.group_id == group_id, JoinRequest.decided_at.is_(None))
    if member_id:
        closed = closed.where(JoinRequest.member_id == member_id)
    values: dict[str, Any] = {"decided_at": clocks.now(), "decided_by_id": by, "outcome": outcome, "reason": reason}
    count = len(db.session.execute(closed.values(values).returning(JoinRequest.id)).all())
    if count:
        count_requests(group_id)
    return count


def count_requests(group_id: int) -> None:
    waiting = (
        select(func.count())
        .select_from(JoinRequest)
        .where(JoinRequest.group_id == group_id, JoinRequest.decided_at.is_(None))
    )
    counted = update(Group).where(Group.id == group_id).values(requests_count=waiting.scalar_subquery())
    db.session.execute(counted, execution_options={"synchronize_session": False})
