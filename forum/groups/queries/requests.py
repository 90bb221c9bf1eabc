"""Who asks to join a group, and which of the staff entered it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON, Viewer, author
from forum.database import db
from forum.groups import policy
from forum.groups.models import JoinRequest, StaffEntry
from forum.groups.queries.shapes import EntryRow, GroupView, RequestRow

REQUESTS_SIZE = 48
ENTRIES_SIZE = 20


def find_own_request(viewer: Viewer | None, group: GroupView) -> RequestRow | None:
    """The viewer's last request to join the group, whatever became of it."""
    if viewer is None:
        return None
    own = and_(JoinRequest.group_id == group.id, JoinRequest.member_id == viewer.id)
    row = db.session.execute(_requests().where(own).order_by(JoinRequest.id.desc()).limit(1)).first()
    return _request(row) if row else None


def list_requests(viewer: Viewer, group: GroupView, after: int = 0) -> tuple[list[RequestRow], int | None]:
    """Requests that wait for a decision, the longest waiting first, for organisers, and where to go on."""
    if not policy.can_organise(viewer, group):
        return [], None
    waiting = and_(JoinRequest.group_id == group.id, JoinRequest.decided_at.is_(None), JoinRequest.id > after)
    rows = db.session.execute(_requests().where(waiting).order_by(JoinRequest.id).limit(REQUESTS_SIZE + 1)).all()
    shown = rows[:REQUESTS_SIZE]
    return [_request(row) for row in shown], shown[-1][-1] if len(rows) > REQUESTS_SIZE else None


def list_entries(viewer: Viewer | None, group: GroupView) -> list[EntryRow]:
    """Who of the staff entered the group lately, for its organisers; the last first."""
    if not policy.can_organise(viewer, group):
        return []
    query = (
        select(*PERSON, StaffEntry.reason, StaffEntry.at, StaffEntry.until)
        .select_from(StaffEntry)
        .outerjoin(Member, Member.id == StaffEntry.member_id)
        .where(StaffEntry.group_id == group.id)
        .order_by(StaffEntry.id.desc())
        .limit(ENTRIES_SIZE)
    )
    return [_entry(row) for row in db.session.execute(query)]


def _requests() -> Any:
    return select(
        *PERSON, JoinRequest.answer, JoinRequest.asked_at, JoinRequest.decided_at, JoinRequest.outcome,
        JoinRequest.reason, JoinRequest.id,
    ).join(Member, Member.id == JoinRequest.member_id)  # fmt: skip


def _entry(row: Sequence[Any]) -> EntryRow:
    return EntryRow(author(*row[: len(PERSON)]), *row[len(PERSON) :])


def _request(row: Sequence[Any]) -> RequestRow:
    return RequestRow(author(*row[: len(PERSON)]), *row[len(PERSON) : -1])
