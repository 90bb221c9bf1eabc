"""Who may see a group, and who may do what in it."""

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select, true

from forum.accounts.viewers import Viewer
from forum.groups.models import PUBLIC_KINDS, Group, GroupRole, Kind, Membership

if TYPE_CHECKING:
    from forum.groups.queries import GroupView, MemberRow


def visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may read what is in the group; for queries that select from or join Group."""
    if viewer is None:
        return Group.kind.in_(PUBLIC_KINDS)
    return visible_to_member(viewer.id)


def visible_to_member(member_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The same for a member by id, or for each member of a query that selects from Member."""
    own = select(Membership.group_id).where(Membership.member_id == member_id)
    return or_(Group.kind.in_(PUBLIC_KINDS), Group.id.in_(own))


def moderated_by(viewer: Viewer) -> ColumnElement[bool]:
    """That the viewer moderates in a group that they may read: `can_moderate`, for queries that join Group."""
    if viewer.is_staff:
        return true()
    organises = (Membership.member_id == viewer.id, Membership.role == GroupRole.ORGANISER)
    return Group.id.in_(select(Membership.group_id).where(*organises))


def is_readable(group: "GroupView") -> bool:
    """The same for a group that was read for a viewer, and so knows their role."""
    return group.kind in PUBLIC_KINDS or group.role is not None


def can_found_group(viewer: Viewer | None) -> bool:
    return viewer is not None


def can_take_part(viewer: Viewer | None, group: "GroupView") -> bool:
    """Start discussions and answer: the members do."""
    return viewer is not None and group.role is not None


def can_moderate(viewer: Viewer | None, group: "GroupView") -> bool:
    """Rule about what others wrote: organisers do, and staff where they may read."""
    return viewer is not None and (group.role == GroupRole.ORGANISER or (viewer.is_staff and is_readable(group)))


def can_join(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role is None and group.kind == Kind.OPEN


def can_leave(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role is not None


def can_add_member(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role == GroupRole.ORGANISER


def can_remove_member(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Organisers remove members, but neither one another nor themselves."""
    return can_add_member(viewer, member.group) and member.role == GroupRole.MEMBER
