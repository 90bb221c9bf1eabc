"""Who belongs to a group."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.viewers import Viewer, author
from forum.database import db
from forum.errors import NotFound
from forum.groups import policy
from forum.groups.models import Group, GroupRole, Membership
from forum.groups.queries.shapes import GroupView, MemberRow
from forum.language import gettext as _

MEMBERS_SIZE = 48

_ROWS = select(
    Member.id, Member.handle, Member.name, Member.role, Member.photo, Membership.role, Membership.joined_at
).join(Membership, Membership.member_id == Member.id)


def list_members(viewer: Viewer | None, group: GroupView, after: int = 0) -> tuple[list[MemberRow], int | None]:
    """Members in the order of signing up, for whoever may know who they are, and where to go on."""
    query = (
        _ROWS.join(Group, Group.id == Membership.group_id)
        .where(Group.id == group.id, policy.members_visible_to(viewer), Member.id > after)
        .order_by(Member.id)
        .limit(MEMBERS_SIZE + 1)
    )
    members = [_member_row(group, row) for row in db.session.execute(query)]
    shown = members[:MEMBERS_SIZE]
    return shown, shown[-1].member_id if len(members) > MEMBERS_SIZE else None


def find_in_group(group: GroupView, member: Viewer) -> MemberRow | None:
    """The member's row in the group, for a verb that found the group for a viewer; None for whoever is not in it."""
    query = _ROWS.where(Membership.group_id == group.id, Member.id == member.id)
    row = db.session.execute(query).first()
    return _member_row(group, row) if row else None


def find_member_of(viewer: Viewer | None, group: GroupView, handle: str) -> MemberRow:
    """The group's member with this handle, for a verb of those who manage members; NotFound."""
    query = _ROWS.join(Group, Group.id == Membership.group_id).where(
        Group.id == group.id, policy.visible_to(viewer), Member.handle_key == fold_handle(handle)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such member of this group."))
    return _member_row(group, row)


def count_organisers(group_id: int) -> int:
    organisers = select(func.count()).select_from(Membership).where(Membership.group_id == group_id)
    return db.session.scalar(organisers.where(Membership.role == GroupRole.ORGANISER)) or 0


def _member_row(group: GroupView, row: Sequence[Any]) -> MemberRow:
    id, handle, name, role, photo, group_role, joined_at = row
    return MemberRow(group, id, author(id, handle, name, role, photo, group_role), joined_at, group_role)
