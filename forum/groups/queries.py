"""Reading groups, their members, who asks to join, and which of the staff entered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, and_, func, null, select, tuple_

from forum.accounts.models import Member
from forum.accounts.viewers import TINTS, Author, Viewer, author
from forum.database import db
from forum.errors import NotFound
from forum.groups import policy
from forum.groups.models import (
    PUBLIC_KINDS,
    Group,
    GroupRole,
    JoinRequest,
    Membership,
    Outcome,
    StaffEntry,
    fold_name,
)
from forum.language import gettext as _
from forum.paging import Cursor

DIRECTORY_SIZE = 30
MEMBERS_SIZE = 48
ENTRIES_SIZE = 20
SEARCH_LIMIT = 80


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as the viewer knows it; `role` is the viewer's own, None for whoever does not belong to it.

    `entered_until` says how long one of the staff may still read it. The counts are None where the viewer may not
    read what is counted; only organisers know of requests.
    """

    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    founded_at: datetime
    members_count: int | None
    discussions_count: int | None
    requests_count: int | None
    colour: int | None
    starts: str
    layout: str
    roster: str
    question: str
    archived_at: datetime | None
    role: str | None
    entered_until: datetime | None

    @property
    def tint(self) -> int:
        return self.id % TINTS if self.colour is None else self.colour

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC_KINDS

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


@dataclass(frozen=True, slots=True)
class MemberRow:
    group: GroupView
    member_id: int
    author: Author
    joined_at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to join, by `author`. `outcome` is None as long as nobody decided."""

    author: Author
    answer: str
    asked_at: datetime
    decided_at: datetime | None
    outcome: str | None
    reason: str

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def is_denied(self) -> bool:
        return self.outcome == Outcome.DENIED


@dataclass(frozen=True, slots=True)
class EntryRow:
    """That `author`, one of the staff, entered a group."""

    author: Author
    reason: str
    at: datetime
    until: datetime


COLUMNS = (
    Group.id, Group.slug, Group.name, Group.purpose, Group.kind, Group.founded_at, Group.members_count,
    Group.discussions_count, Group.requests_count, Group.tint, Group.starts, Group.layout, Group.roster,
    Group.question, Group.archived_at,
)  # fmt: skip


PERSON = (Member.id, Member.handle, Member.name, Member.role, Member.photo)
"""What `accounts.viewers.author` needs to know."""


def with_role(viewer: Viewer | None, *columns: Any) -> Select[Any]:
    """Select `columns` from Group and, as the last two, the viewer's role in it and until when they entered it."""
    if viewer is None:
        return select(*columns, null().label("role"), null().label("entered_until")).select_from(Group)
    own = and_(Membership.group_id == Group.id, Membership.member_id == viewer.id)
    entered = _entered_until(viewer) if viewer.is_staff else null().label("entered_until")
    return select(*columns, Membership.role, entered).select_from(Group).outerjoin(Membership, own)


def find_door(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug as everybody who may know of it does: name, purpose and how one gets in; NotFound."""
    return _one(with_role(viewer, *COLUMNS).where(Group.slug == slug, policy.named_to(viewer)))


def find_closed(viewer: Viewer, slug: str) -> GroupView:
    """The group with this slug for staff, who may know of hidden ones, too; NotFound for anybody else."""
    if not viewer.is_staff:
        raise NotFound(_("There is no such group."))
    return _one(with_role(viewer, *COLUMNS).where(Group.slug == slug))


def find_group(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug if the viewer may read what is in it; NotFound."""
    return _one(with_role(viewer, *COLUMNS).where(Group.slug == slug, policy.visible_to(viewer)))


def lock_group(viewer: Viewer | None, group_id: int, *conditions: ColumnElement[bool]) -> GroupView:
    """The group, locked until the running verb ends; NotFound."""
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    return _one(with_role(viewer, *COLUMNS).where(Group.id == group_id, *conditions))


def list_groups(
    viewer: Viewer | None, before: str | None = None, *, search: str = "", own: bool = False
) -> tuple[list[GroupView], Cursor | None]:
    """The directory, the newest groups first, and where to go on: all, or those whose names hold `search`, or the
    viewer's own. A private group shows no more than its door, and a hidden one nothing."""
    cursor = Cursor.parse(before)
    query = with_role(viewer, *COLUMNS).where(policy.named_to(viewer))
    query = query.order_by(Group.founded_at.desc(), Group.id.desc())
    if search:
        query = query.where(Group.name_key.contains(fold_name(search), autoescape=True))
    if own and viewer:
        query = query.where(Membership.role.is_not(None))
    if cursor:
        query = query.where(tuple_(Group.founded_at, Group.id) < tuple_(cursor.at, cursor.id))
    groups = [view(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = groups[:DIRECTORY_SIZE]
    more = len(groups) > DIRECTORY_SIZE
    return shown, Cursor(shown[-1].founded_at, shown[-1].id) if more else None


def list_closed(viewer: Viewer, after: int = 0) -> tuple[list[GroupView], int | None]:
    """Private and hidden groups by name alone, for staff, who may enter them, and where to go on; NotFound."""
    if not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    query = with_role(viewer, *COLUMNS).where(Group.kind.not_in(PUBLIC_KINDS), Group.id > after).order_by(Group.id)
    groups = [view(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = groups[:DIRECTORY_SIZE]
    return shown, shown[-1].id if len(groups) > DIRECTORY_SIZE else None


def find_description(viewer: Viewer | None, group: GroupView) -> tuple[str, Markup]:
    """What the group says of itself at length, as Markdown and as HTML, for whoever may read the group."""
    query = select(Group.description, Group.description_html).where(Group.id == group.id, policy.visible_to(viewer))
    row = db.session.execute(query).first()
    source, html = row if row else ("", "")
    return source, Markup(html)  # noqa: S704  made safe by text, when it was written


def list_home_groups(viewer: Viewer | None, limit: int = 8) -> list[GroupView]:
    """The viewer's own groups; for a visitor the largest ones."""
    query = with_role(viewer, *COLUMNS).where(policy.visible_to(viewer))
    query = query.where(Membership.role.is_not(None)) if viewer else query
    query = query.order_by(Group.members_count.desc(), Group.id)
    return [view(row) for row in db.session.execute(query.limit(limit))]


def list_groups_of(viewer: Viewer | None, member_id: int, limit: int = 50) -> list[GroupView]:
    """The groups of a member of which the viewer may know who belongs to them, by name."""
    belonging = select(Membership.group_id).where(Membership.member_id == member_id)
    query = with_role(viewer, *COLUMNS).where(Group.id.in_(belonging), policy.members_visible_to(viewer))
    return [view(row) for row in db.session.execute(query.order_by(Group.name_key).limit(limit))]


def list_members(viewer: Viewer | None, group: GroupView, after: int = 0) -> tuple[list[MemberRow], int | None]:
    """Members in the order of signing up, for whoever may know who they are, and where to go on."""
    query = (
        select(Member.id, Member.handle, Member.name, Member.role, Member.photo, Membership.role, Membership.joined_at)
        .join(Membership, Membership.member_id == Member.id)
        .join(Group, Group.id == Membership.group_id)
        .where(Group.id == group.id, policy.members_visible_to(viewer), Member.id > after)
        .order_by(Member.id)
        .limit(MEMBERS_SIZE + 1)
    )
    members = [_member_row(group, row) for row in db.session.execute(query)]
    shown = members[:MEMBERS_SIZE]
    return shown, shown[-1].member_id if len(members) > MEMBERS_SIZE else None


def find_member_of(viewer: Viewer | None, group: GroupView, handle: str) -> MemberRow:
    """The group's member with this handle, for a verb of those who manage members; NotFound."""
    query = (
        select(Member.id, Member.handle, Member.name, Member.role, Member.photo, Membership.role, Membership.joined_at)
        .join(Membership, Membership.member_id == Member.id)
        .join(Group, Group.id == Membership.group_id)
        .where(Group.id == group.id, policy.visible_to(viewer), Member.handle_key == handle.casefold())
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such member of this group."))
    return _member_row(group, row)


def count_organisers(group_id: int) -> int:
    organisers = select(func.count()).select_from(Membership).where(Membership.group_id == group_id)
    return db.session.scalar(organisers.where(Membership.role == GroupRole.ORGANISER)) or 0


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
    rows = db.session.execute(_requests().where(waiting).order_by(JoinRequest.id).limit(MEMBERS_SIZE + 1)).all()
    shown = rows[:MEMBERS_SIZE]
    return [_request(row) for row in shown], shown[-1][-1] if len(rows) > MEMBERS_SIZE else None


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


def _entered_until(viewer: Viewer) -> Any:
    last = select(func.max(StaffEntry.until)).where(StaffEntry.group_id == Group.id, policy.is_entered_by(viewer))
    return last.correlate(Group).scalar_subquery()


def _one(query: Select[Any]) -> GroupView:
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such group."))
    return view(row)


def view(row: Sequence[Any]) -> GroupView:
    """A group from COLUMNS as `with_role` selects them, without the counts that the viewer may not know."""
    group = GroupView(*row)
    if group.role != GroupRole.ORGANISER:
        group = replace(group, requests_count=None)
    if policy.is_readable(group):
        return group
    return replace(group, members_count=None, discussions_count=None)


def _member_row(group: GroupView, row: Sequence[Any]) -> MemberRow:
    id, handle, name, role, photo, group_role, joined_at = row
    return MemberRow(group, id, author(id, handle, name, role, photo, group_role), joined_at, group_role)
