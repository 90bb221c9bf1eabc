"""Who may see a group, and who may do what in it."""

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, or_, select

from forum.accounts.viewers import Viewer
from forum.groups.models import PUBLIC_KINDS, Group, GroupRole, Kind, Membership

if TYPE_CHECKING:
    from forum.groups.queries import GroupView, MemberRow


def visible_to(viewer: Viewer | None) -> ColumnElement[bool]:
    """That the viewer may read what is in the group; for queries that select from or join Group."""
    public = Group.kind.in_(PUBLIC_KINDS)
    if viewer is None:
        return public
    return or_(public, Group.id.in_(select(Membership.group_id).where(Membership.member_id == viewer.id)))


def is_readable(group: "GroupView") -> bool:
    """The same for a group that was read for a viewer, and so knows their role."""
    return group.kind in PUBLIC_KINDS or group.role is not None


def can_found_group(viewer: Viewer | None) -> bool:
    return viewer is not None


def can_take_part(viewer: Viewer | None, group: "GroupView") -> bool:
    """Start discussions and answer: the members do."""
    return viewer is not None and group.role is not None


def can_join(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role is None and group.kind == Kind.OPEN


def can_leave(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role is not None


def can_add_member(viewer: Viewer | None, group: "GroupView") -> bool:
    return viewer is not None and group.role == GroupRole.ORGANISER


def can_remove_member(viewer: Viewer | None, member: "MemberRow") -> bool:
    """Organisers remove members, but neither one another nor themselves."""
    return can_add_member(viewer, member.group) and member.role == GroupRole.MEMBER
