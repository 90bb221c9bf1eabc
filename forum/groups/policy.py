"""Who may see a group, and who may do what in it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select

from forum.accounts.models import Member, Role
from forum.accounts.statements import ago
from forum.accounts.viewers import Viewer
from forum.groups.models import (
    PUBLIC_KINDS,
    Ban,
    Group,
    GroupRole,
    Invitation,
    Kind,
    Membership,
    Roster,
    StaffEntry,
    Starts,
)

if TYPE_CHECKING:
    from forum.groups.queries import GroupView, MemberRow

UNDO = timedelta(minutes=10)
"""How long a departure may be taken back."""

ENTRY = timedelta(hours=24)
"""How long staff may read a group that they entered."""


def visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may read what is in the group; for queries that select from or join Group.

    Staff count as outsiders but for the groups that they entered, and while that lasts.
    """
    if viewer is None:
        return Group.kind.in_(PUBLIC_KINDS)
    as_member = visible_to_member(viewer.id)
    if not viewer.is_staff:
        return as_member
    return or_(as_member, Group.id.in_(select(StaffEntry.group_id).where(is_entered_by(viewer))))


def visible_to_member(member_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The same for a member by id, or for each member of a query that selects from Member; staff as members."""
    own = select(Membership.group_id).where(Membership.member_id == member_id)
    return or_(Group.kind.in_(PUBLIC_KINDS), Group.id.in_(own))


def moderated_by(viewer: Viewer) -> ColumnElement[bool]:
    """That the viewer moderates in a group that they may read: `can_moderate`, for queries that join Group."""
    if viewer.is_staff:
        return visible_to(viewer)
    organises = (Membership.member_id == viewer.id, Membership.role == GroupRole.ORGANISER)
    return Group.id.in_(select(Membership.group_id).where(*organises))


def named_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may know of the group, by its door and in the directory: of a hidden one only its readers do."""
    return or_(Group.kind != Kind.HIDDEN, visible_to(viewer))


def members_visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may know who belongs to the group."""
    by_readers = and_(visible_to(viewer), Group.roster == Roster.READERS)
    if viewer is None:
        return by_readers
    own = select(Membership.group_id).where(Membership.member_id == viewer.id)
    organised = own.where(Membership.role == GroupRole.ORGANISER)
    by_members = and_(Group.roster == Roster.MEMBERS, Group.id.in_(own))
    return or_(by_readers, by_members, Group.id.in_(organised))


def is_entered_by(viewer: Viewer) -> ColumnElement[bool]:
    """That a staff entry is the viewer's and lasts."""
    return and_(StaffEntry.member_id == viewer.id, StaffEntry.until > ago())


def is_open() -> ColumnElement[bool]:
    """That an invitation counts; for queries that join Invitation and Group. Whoever invited has to be allowed to
    still, and not to be suspended."""
    role = select(Membership.role).where(Membership.group_id == Group.id, Membership.member_id == Invitation.inviter_id)
    inviter = role.join(Member, Member.id == Membership.member_id)
    inviter = inviter.where(or_(Member.suspended_until.is_(None), Member.suspended_until <= ago()))
    may_still = or_(Membership.role == GroupRole.ORGANISER, Group.kind == Kind.OPEN)
    return and_(
        Invitation.ended_at.is_(None),
        Invitation.expires_at > ago(),
        Invitation.uses < Invitation.most_uses,
        Group.archived_at.is_(None),
        inviter.where(may_still).correlate(Group, Invitation).exists(),
    )


def is_in_force() -> ColumnElement[bool]:
    """That a ban is not over."""
    return or_(Ban.until.is_(None), Ban.until > ago())


def is_readable(group: "GroupView") -> bool:
    """The same as `visible_to` for a group that was read for a viewer, and so knows what they are to it."""
    return group.kind in PUBLIC_KINDS or group.role is not None or group.entered_until is not None


def is_named(group: "GroupView") -> bool:
    return group.kind != Kind.HIDDEN or is_readable(group)


def can_see_members(viewer: Viewer | None, group: "GroupView") -> bool:
    """The same as `members_visible_to` for a group that was read for the viewer."""
    if can_organise(viewer, group):
        return True
    return is_readable(group) if group.roster == Roster.READERS else group.roster == Roster.MEMBERS and is_in(group)


def can_found_group(viewer: Viewer | None) -> bool:
    return viewer is not None


def can_take_part(viewer: Viewer | None, group: "GroupView") -> bool:
    """Answer and edit: the members do, until the group is archived."""
    return viewer is not None and is_in(group) and not group.is_archived


def can_start(viewer: Viewer | None, group: "GroupView") -> bool:
    """Start discussions: those whom the group lets, among those who take part."""
    return can_take_part(viewer, group) and (group.starts == Starts.MEMBERS or group.role == GroupRole.ORGANISER)


def can_moderate(viewer: Viewer | None, group: "GroupView") -> bool:
    """Rule about what others wrote: organisers do, and staff where they may read."""
    return viewer is not None and (group.role == GroupRole.ORGANISER or (viewer.is_staff and is_readable(group)))


def can_take_in(viewer: Viewer | None, group: "GroupView") -> bool:
    """Bring discussions and posts here from elsewhere: who moderates does, until the group is archived."""
    return can_moderate(viewer, group) and not group.is_archived


def can_join(viewer: Viewer | None, group: "GroupView") -> bool:
    return _can_come(viewer, group) and group.kind == Kind.OPEN


def can_request(viewer: Viewer | None, group: "GroupView") -> bool:
    """Ask to be let in."""
    return _can_come(viewer, group) and group.kind == Kind.REQUEST


def can_leave(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and is_in(group)


def can_organise(viewer: Viewer | None, group: "GroupView") -> bool:
    """Change the settings and the kind, archive it, see who asked and which of the staff entered."""
    return viewer is not None and group.role == GroupRole.ORGANISER


def can_add_member(viewer: Viewer | None, group: "GroupView") -> bool:
    """Bring people in, and decide about requests."""
    return can_organise(viewer, group) and not group.is_archived


def can_invite(viewer: Viewer | None, group: "GroupView") -> bool:
    """Ask people in: every member of an open group, else its organisers; nobody into an archived one."""
    return can_add_member(viewer, group) or (group.kind == Kind.OPEN and can_take_part(viewer, group))


def can_accept(viewer: Viewer | None, group: "GroupView") -> bool:
    """Come in on an invitation that counts."""
    return _can_come(viewer, group)


def can_manage_members(viewer: Viewer | None, group: "GroupView") -> bool:
    """Appoint and remove: organisers do, and admins in any group that they may read."""
    return can_organise(viewer, group) or (_is_admin(viewer) and is_readable(group))


def can_remove_member(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Organisers remove members, but neither one another nor themselves; admins remove anybody but themselves."""
    if not can_manage_members(viewer, member.group) or (viewer and viewer.id == member.member_id):
        return False
    return member.role == GroupRole.MEMBER or _is_admin(viewer)


def can_ban(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Keep somebody out: who moderates does, but not organisers one another, and nobody themselves."""
    return can_ban_member(viewer, member.group, member.member_id, member.role)


def can_ban_member(viewer: Viewer | None, group: "GroupView", member_id: int, role: str | None) -> bool:
    """The same for anybody, of this role in the group or none."""
    if not can_moderate(viewer, group) or (viewer and viewer.id == member_id):
        return False
    return role != GroupRole.ORGANISER or _is_admin(viewer)


def can_appoint(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Make a member an organiser."""
    return member.role == GroupRole.MEMBER and can_manage_members(viewer, member.group)


def can_hand_over(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Ask a member to take the group over: organisers do."""
    return member.role == GroupRole.MEMBER and can_organise(viewer, member.group)


def can_step_down(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Be an ordinary member again: organisers decide that for themselves."""
    return viewer is not None and viewer.id == member.member_id and member.role == GroupRole.ORGANISER


def can_enter(viewer: Viewer | None, group: "GroupView") -> bool:
    """Read a group that one does not belong to, for a reason: the site's staff may."""
    return viewer is not None and viewer.is_staff and not is_readable(group)


def is_in(group: "GroupView") -> bool:
    return group.role is not None


def _can_come(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and not is_in(group) and not group.is_archived and not group.is_banned


def _is_admin(viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.role == Role.ADMIN
