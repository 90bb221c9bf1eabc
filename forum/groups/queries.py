"""Reading groups and their members."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, select, tuple_

from forum.accounts.models import Member
from forum.accounts.viewers import TINTS, Author, Viewer, author
from forum.database import db
from forum.errors import NotFound
from forum.groups import policy
from forum.groups.models import Group, GroupRole, Membership
from forum.language import gettext as _
from forum.paging import Cursor

DIRECTORY_SIZE = 30
MEMBERS_SIZE = 48


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as the viewer knows it; `role` is the viewer's own, None for whoever does not belong to it.

    The counts are None where the viewer may not read what is counted.
    """

    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    founded_at: datetime
    members_count: int | None
    discussions_count: int | None
    role: str | None

    @property
    def tint(self) -> int:
        return self.id % TINTS


@dataclass(frozen=True, slots=True)
class MemberRow:
    group: GroupView
    member_id: int
    author: Author
    joined_at: datetime
    role: str


COLUMNS = (
    Group.id, Group.slug, Group.name, Group.purpose, Group.kind, Group.founded_at, Group.members_count,
    Group.discussions_count,
)  # fmt: skip


def with_role(viewer: Viewer | None, *columns: Any) -> Select[Any]:
    """Select `columns` from Group and, as the last one, the viewer's role in it."""
    if viewer is None:
        return select(*columns, null().label("role")).select_from(Group)
    own = and_(Membership.group_id == Group.id, Membership.member_id == viewer.id)
    return select(*columns, Membership.role).select_from(Group).outerjoin(Membership, own)


def find_door(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug as everybody may know it: name, purpose and how one gets in; NotFound."""
    return _one(with_role(viewer, *COLUMNS).where(Group.slug == slug))


def find_group(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug if the viewer may read what is in it; NotFound."""
    return _one(with_role(viewer, *COLUMNS).where(Group.slug == slug, policy.visible_to(viewer)))


def lock_group(viewer: Viewer | None, group_id: int, *conditions: ColumnElement[bool]) -> GroupView:
    """The group, locked until the running verb ends; NotFound."""
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    return _one(with_role(viewer, *COLUMNS).where(Group.id == group_id, *conditions))


def list_groups(viewer: Viewer | None, before: str | None = None) -> tuple[list[GroupView], Cursor | None]:
    """The directory, the newest groups first, and where to go on. A private group shows no more than its door."""
    cursor = Cursor.parse(before)
    query = with_role(viewer, *COLUMNS).order_by(Group.founded_at.desc(), Group.id.desc())
    if cursor:
        query = query.where(tuple_(Group.founded_at, Group.id) < tuple_(cursor.at, cursor.id))
    groups = [_view(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = groups[:DIRECTORY_SIZE]
    more = len(groups) > DIRECTORY_SIZE
    return shown, Cursor(shown[-1].founded_at, shown[-1].id) if more else None


def list_home_groups(viewer: Viewer | None, limit: int = 8) -> list[GroupView]:
    """The viewer's own groups; for a visitor the largest ones."""
    query = with_role(viewer, *COLUMNS).where(policy.visible_to(viewer))
    query = query.where(Membership.role.is_not(None)) if viewer else query
    query = query.order_by(Group.members_count.desc(), Group.id)
    return [_view(row) for row in db.session.execute(query.limit(limit))]


def list_groups_of(viewer: Viewer | None, member_id: int, limit: int = 50) -> list[GroupView]:
    """The groups of a member that the viewer may read, by name."""
    belonging = select(Membership.group_id).where(Membership.member_id == member_id)
    query = with_role(viewer, *COLUMNS).where(Group.id.in_(belonging), policy.visible_to(viewer))
    return [_view(row) for row in db.session.execute(query.order_by(Group.name_key).limit(limit))]


def list_members(viewer: Viewer | None, group: GroupView, after: int = 0) -> tuple[list[MemberRow], int | None]:
    """Members in the order of joining, for whoever may read the group, and where to go on."""
    query = (
        select(Member.id, Member.handle, Member.name, Member.role, Member.photo, Membership.role, Membership.joined_at)
        .join(Membership, Membership.member_id == Member.id)
        .join(Group, Group.id == Membership.group_id)
        .where(Group.id == group.id, policy.visible_to(viewer), Member.id > after)
        .order_by(Member.id)
        .limit(MEMBERS_SIZE + 1)
    )
    members = [_member_row(group, row) for row in db.session.execute(query)]
    shown = members[:MEMBERS_SIZE]
    return shown, shown[-1].member_id if len(members) > MEMBERS_SIZE else None


def find_member_of(viewer: Viewer | None, group: GroupView, handle: str) -> MemberRow:
    """The group's member with this handle; NotFound."""
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


def _one(query: Select[Any]) -> GroupView:
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such group."))
    return _view(row)


def _view(row: Sequence[Any]) -> GroupView:
    group = GroupView(*row)
    if policy.is_readable(group):
        return group
    return replace(group, members_count=None, discussions_count=None)


def _member_row(group: GroupView, row: Sequence[Any]) -> MemberRow:
    id, handle, name, role, photo, group_role, joined_at = row
    return MemberRow(group, id, author(id, handle, name, role, photo, group_role), joined_at, group_role)
