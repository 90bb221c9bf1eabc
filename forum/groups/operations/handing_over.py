"""Handing a group over: an organiser names a member, who takes their place by accepting it."""

from sqlalchemy import select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import GroupRole, Membership
from forum.groups.operations.roles import give_role
from forum.groups.queries import GroupView
from forum.language import gettext as _


@operation
def hand_over(organiser: Viewer, group_id: int, handle: str) -> None:
    """Ask a member to take the organiser's place, instead of whomever they asked before; asking again is as good.

    Refuses NotAllowed, and NotFound for somebody who is not in the group.
    """
    group = _lock(organiser, group_id)
    member = queries.find_member_of(organiser, group, handle)
    if not policy.can_hand_over(organiser, member):
        raise NotAllowed(_("Organisers hand a group over, to one of its other members."))
    theirs = (Membership.group_id == group.id) & (Membership.member_id == member.member_id)
    if db.session.scalar(select(Membership.heir_of_id).where(theirs)) == organiser.id:
        return
    _ask_nobody(group.id, organiser.id)
    db.session.execute(update(Membership).where(theirs).values(heir_of_id=organiser.id))

    record(organiser.id, "group.offered", group.id, member_id=member.member_id)


@operation
def keep(organiser: Viewer, group_id: int) -> None:
    """Ask nobody any more to take the organiser's place; refuses NotAllowed."""
    group = _lock(organiser, group_id)
    if not policy.can_organise(organiser, group):
        raise NotAllowed(_("You are not an organiser of this group."))
    _ask_nobody(group.id, organiser.id)


@operation
def take_over(member: Viewer, group_id: int) -> None:
    """Become an organiser in the place of whoever asked, who is an ordinary member from then on.

    Refuses Conflict when nobody asks any more, or whoever did is no organiser now.
    """
    group = _lock(member, group_id)
    asker = group.heir_of_id
    role = select(Membership.role).where(Membership.group_id == group.id, Membership.member_id == asker)
    if asker is None or db.session.scalar(role) != GroupRole.ORGANISER:
        raise Conflict(_("Nobody asks you to take this group over any more."))
    _ask_nobody(group.id, asker)
    give_role(group.id, member.id, GroupRole.ORGANISER)
    give_role(group.id, asker, GroupRole.MEMBER)

    record(member.id, "group.taken_over", group.id, member_id=asker)


@operation
def decline_to_take_over(member: Viewer, group_id: int) -> None:
    """Stay an ordinary member; not having been asked is as good."""
    group = _lock(member, group_id)
    theirs = (Membership.group_id == group.id) & (Membership.member_id == member.id)
    db.session.execute(update(Membership).where(theirs).values(heir_of_id=None))


def _lock(viewer: Viewer, group_id: int) -> GroupView:
    return queries.lock_group(viewer, group_id, policy.visible_to(viewer))


def _ask_nobody(group_id: int, organiser_id: int) -> None:
    asked = (Membership.group_id == group_id) & (Membership.heir_of_id == organiser_id)
    db.session.execute(update(Membership).where(asked).values(heir_of_id=None))
