"""Taking back that somebody left a group or was taken out of it: for ten minutes, by whoever did it."""

from sqlalchemy import delete, select

from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Departure
from forum.groups.operations.membership import put_back
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks


@operation
def come_back(member: Viewer, group_id: int) -> None:
    """Be in a group again that one has just left, as if one had not; being in it is as good.

    Refuses NotAllowed for whoever is banned, and Conflict when it is too late or the group has changed meanwhile.
    """
    group = queries.lock_group(member, group_id)
    if policy.is_in(group):
        return
    if group.is_banned:
        raise NotAllowed(_("You are banned from this group."))
    _take_back(group, member.id, by=member.id)

    record(member.id, "group.returned", group.id)


@operation
def bring_back(remover: Viewer, group_id: int, handle: str) -> Viewer:
    """Let somebody be in the group again whom one has just taken out of it; refuses as `come_back`, and NotAllowed."""
    group = queries.lock_group(remover, group_id, policy.visible_to(remover))
    if not policy.can_manage_members(remover, group):
        raise NotAllowed(_("Only organisers bring members back."))
    member = find_member(remover, handle)
    if queries.find_in_group(group, member):
        return member
    _take_back(group, member.id, by=remover.id)

    record(remover.id, "group.brought_back", group.id, member_id=member.id)
    return member


@operation
def forget_departures() -> None:
    """Drop those that can no longer be taken back."""
    db.session.execute(delete(Departure).where(Departure.at < clocks.now() - policy.UNDO))


def _take_back(group: GroupView, member_id: int, *, by: int) -> None:
    found = select(Departure).where(Departure.group_id == group.id, Departure.member_id == member_id)
    departure = db.session.scalar(found.where(Departure.by_id == by, Departure.at >= clocks.now() - policy.UNDO))
    if departure is None:
        raise Conflict(_("This can be taken back for ten minutes, by whoever did it."))
    if group.kind != departure.kind or (group.archived_at and group.archived_at > departure.at):
        raise Conflict(_("The group has changed meanwhile: this cannot be taken back any more."))
    put_back(departure)
    db.session.delete(departure)
