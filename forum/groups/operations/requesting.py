"""Asking to be let into a group, and deciding about it."""

from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import insert_new, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import GroupRole, JoinRequest, Outcome
from forum.groups.operations.deciding import close_requests, count_requests
from forum.groups.operations.membership import let_in
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks


@operation
def ask(member: Viewer, group_id: int, answer: str = "") -> None:
    """Ask to be let into a group by request, as often as one likes, but once at a time: asking twice is as good.

    Refuses NotFound and NotAllowed.
    """
    group = queries.lock_group(member, group_id, policy.named_to(member))
    if policy.is_in(group):
        return
    if not policy.can_request(member, group):
        raise NotAllowed(_("This group takes no requests."))

    if insert_new(JoinRequest, group_id=group.id, member_id=member.id, answer=answer, asked_at=clocks.now(), reason=""):
        count_requests(group.id)
        record(member.id, "group.asked", group.id)


@operation
def withdraw(member: Viewer, group_id: int) -> None:
    """Take one's open request back; having none is as good."""
    group = queries.lock_group(member, group_id, policy.named_to(member))
    if close_requests(group.id, Outcome.WITHDRAWN, by=member.id, member_id=member.id):
        record(member.id, "group.asked_no_more", group.id)


@operation
def admit(organiser: Viewer, group_id: int, handle: str) -> Viewer:
    """Let in somebody who asked; refuses NotAllowed, and Conflict when they do not ask any more."""
    group = _lock(organiser, group_id)
    member = _close(organiser, group, handle, Outcome.LET_IN)

    let_in(group.id, member.id, GroupRole.MEMBER)

    record(organiser.id, "group.admitted", group.id, member_id=member.id)
    return member


@operation
def deny(organiser: Viewer, group_id: int, handle: str, reason: str = "") -> Viewer:
    """Do not let in somebody who asked, and tell them why; refuses NotAllowed, and Conflict as `admit` does."""
    group = _lock(organiser, group_id)
    member = _close(organiser, group, handle, Outcome.DENIED, reason)

    record(organiser.id, "group.denied", group.id, member_id=member.id)
    return member


def _lock(organiser: Viewer, group_id: int) -> GroupView:
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_add_member(organiser, group):
        raise NotAllowed(_("Only organisers decide who is let in."))
    return group


def _close(organiser: Viewer, group: GroupView, handle: str, outcome: Outcome, reason: str = "") -> Viewer:
    member = find_member(organiser, handle)
    if not close_requests(group.id, outcome, by=organiser.id, member_id=member.id, reason=reason):
        raise Conflict(_("@%(handle)s does not ask to join any more: somebody was faster.", handle=member.handle))
    return member
