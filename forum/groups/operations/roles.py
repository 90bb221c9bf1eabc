"""Who looks after a group: appoint, step down."""

from sqlalchemy import update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.errors import NotAllowed
from forum.groups import policy, queries
from forum.groups.models import GroupRole, Membership
from forum.groups.operations.membership import note_change_of_roles, require_successor
from forum.language import gettext as _


@operation
def appoint(appointer: Viewer, group_id: int, handle: str) -> None:
    """Make a member an organiser; being one already is as good. Refuses NotAllowed, and NotFound for the handle."""
    group = queries.lock_group(appointer, group_id, policy.visible_to(appointer))
    if not policy.can_manage_members(appointer, group):
        raise NotAllowed(_("Only organisers appoint others."))
    member = queries.find_member_of(appointer, group, handle)
    if not policy.can_appoint(appointer, member):
        return

    give_role(group.id, member.member_id, GroupRole.ORGANISER)

    record(appointer.id, "group.appointed", group.id, member_id=member.member_id)


@operation
def step_down(organiser: Viewer, group_id: int) -> None:
    """Be an ordinary member again; refuses NotAllowed, and Conflict for the only organiser."""
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_organise(organiser, group):
        raise NotAllowed(_("You are not an organiser of this group."))
    require_successor(group.id, group.role)

    give_role(group.id, organiser.id, GroupRole.MEMBER)

    record(organiser.id, "group.stepped_down", group.id)


def give_role(group_id: int, member_id: int, role: GroupRole) -> None:
    theirs = (Membership.group_id == group_id) & (Membership.member_id == member_id)
    db.session.execute(update(Membership).where(theirs).values(role=role))
    note_change_of_roles(group_id)
