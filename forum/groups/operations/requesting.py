"""Asking to be let into a group, and deciding about it."""

from sqlalchemy import select

from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, insert_new, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import GroupRole, JoinRequest, Outcome
from forum.groups.operations.deciding import close_requests, count_requests
from forum.groups.operations.membership import let_in
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def ask(member: Viewer, group_id: int, answer: str = "", *, submission: str | None = None) -> None:
    """Ask to be let into a group by request, as often as one likes, but once at a time: asking twice is as good.

    The same `submission` token and answer again ask nothing, whatever was decided meanwhile. Refuses NotFound and
    NotAllowed.
    """
    submission = submission_of(submission, "ask", member.id, group_id, answer)
    group = queries.lock_group(member, group_id, policy.named_to(member))
    if policy.is_in(group) or find_made(submission):
        return
    if not policy.can_request(member, group):
        raise NotAllowed(_("This group takes no requests."))

    if insert_new(JoinRequest, group_id=group.id, member_id=member.id, answer=answer, asked_at=clocks.now(), reason=""):
        count_requests(group.id)
        record(member.id, "group.asked", group.id, submission)


@operation
def withdraw(member: Viewer, group_id: int) -> None:
    """Take one's open request back; having none is as good."""
    group = queries.lock_group(member, group_id, policy.named_to(member))
    if close_requests(group.id, Outcome.WITHDRAWN, by=member.id, member_id=member.id):
        record(member.id, "group.asked_no_more", group.id)


@operation
def admit(organiser: Viewer, group_id: int, handle: str) -> Viewer:
    """Let in somebody who asked, once. Refuses NotAllowed, and Conflict when somebody else has decided."""
    group = _lock(organiser, group_id)
    member = find_member(organiser, handle)
    if not _close(organiser, group, member, Outcome.LET_IN):
        return member

    let_in(group.id, member.id, GroupRole.MEMBER)

    record(organiser.id, "group.admitted", group.id, member_id=member.id)
    return member


@operation
def deny(organiser: Viewer, group_id: int, handle: str, reason: str = "") -> Viewer:
    """Do not let in somebody who asked, and tell them why, once; refuses NotAllowed, and Conflict as `admit` does."""
    group = _lock(organiser, group_id)
    member = find_member(organiser, handle)
    if not _close(organiser, group, member, Outcome.DENIED, reason):
        return member

    record(organiser.id, "group.denied", group.id, member_id=member.id)
    return member


def _lock(organiser: Viewer, group_id: int) -> GroupView:
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_add_member(organiser, group):
        raise NotAllowed(_("Only organisers decide who is let in."))
    return group


def _close(organiser: Viewer, group: GroupView, member: Viewer, outcome: Outcome, reason: str = "") -> bool:
    """Whether that was a decision; False when the same organiser decided the same before."""
    if close_requests(group.id, outcome, by=organiser.id, member_id=member.id, reason=reason):
        return True
    asked = select(JoinRequest).where(JoinRequest.group_id == group.id, JoinRequest.member_id == member.id)
    last = db.session.scalar(asked.order_by(JoinRequest.id.desc()).limit(1))
    if last is None or (last.decided_by_id, last.outcome) != (organiser.id, outcome):
        raise Conflict(_("@%(handle)s does not ask to join any more: somebody was faster.", handle=member.handle))
    return False
