"""Coming into a group on an invitation, and signing up on one."""

from sqlalchemy import ColumnElement, select, update

from forum.accounts import operations as accounts
from forum.accounts import tokens
from forum.accounts.queries import find_signed_in
from forum.accounts.tokens import Purpose
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, insert_new, operation
from forum.errors import ForumError, NotAllowed, NotFound
from forum.groups import links, policy, queries
from forum.groups.models import Group, GroupRole, Invitation, InvitationUse, InvitedSignUp, Outcome
from forum.groups.operations.deciding import close_requests
from forum.groups.operations.membership import let_in
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks


@operation
def accept(member: Viewer, written: str) -> GroupView:
    """Come into the group that the link invites to; being in it already uses nothing up.

    Whether it counts is asked now, under the group's lock. Raises StaleLink, and NotAllowed for whoever is banned.
    """
    return _come_in(member, Invitation.id == links.read(written))


@operation
def accept_own(member: Viewer, invitation_id: int) -> GroupView:
    """The same for an invitation by name; raises StaleLink, NotAllowed, and NotFound for somebody else's."""
    _require_own(member, invitation_id)
    return _come_in(member, Invitation.id == invitation_id)


@operation
def decline(member: Viewer, invitation_id: int) -> None:
    """Let an invitation by name be over; raises NotFound for somebody else's. Doing it twice is as good as once."""
    _require_own(member, invitation_id)
    declined = update(Invitation).where(Invitation.id == invitation_id, Invitation.ended_at.is_(None))
    db.session.execute(declined.values(ended_at=clocks.now()))


@operation
def sign_up(*, invitation: str | None, **wish: str) -> None:
    """Sign up as `accounts.sign_up` does, on an invitation if there is one that counts: whoever confirms lands in its
    group. Raises HandleTaken."""
    sign_up_id = accounts.sign_up(**wish)
    if invitation and sign_up_id:
        try:
            invited = queries.find_invitation(None, invitation)
        except tokens.StaleLink:
            return
        insert_new(InvitedSignUp, sign_up_id=sign_up_id, invitation_id=invited.id)


@operation
def confirm(written: str, *, agent: str, handle: str | None = None) -> tuple[str, GroupView | None]:
    """Confirm the address and come into the group that one signed up for, if the invitation still counts.

    The session token, and the group; raises what `accounts.confirm` does.
    """
    sign_up_id = tokens.read(written, Purpose.CONFIRM).sign_up_id
    invited = select(InvitedSignUp.invitation_id).where(InvitedSignUp.sign_up_id == sign_up_id)
    invitation_id = db.session.scalar(invited)
    session_token = accounts.confirm(written, agent=agent, handle=handle)
    member = find_signed_in(session_token)
    if invitation_id is None or member is None:
        return session_token, None
    try:
        return session_token, _come_in(member, Invitation.id == invitation_id)
    except ForumError:  # it was taken back meanwhile: they are a member all the same
        return session_token, None


def _come_in(member: Viewer, which: ColumnElement[bool]) -> GroupView:
    group_id = db.session.scalar(select(Invitation.group_id).where(which))
    if group_id is None:
        raise links.stale()
    group = queries.lock_group(member, group_id)
    if policy.is_in(group):
        return group
    counting = select(Invitation.id).join(Group, Group.id == Invitation.group_id).where(which, policy.is_open())
    invitation_id = db.session.scalar(counting)
    if invitation_id is None:
        raise links.stale()
    if not policy.can_accept(member, group):
        raise NotAllowed(_("You are banned from this group."))

    if insert_new(InvitationUse, invitation_id=invitation_id, member_id=member.id, at=clocks.now()):
        counted = update(Invitation).where(Invitation.id == invitation_id).values(uses=Invitation.uses + 1)
        db.session.execute(counted, execution_options={"synchronize_session": False})
    close_requests(group.id, Outcome.LET_IN, by=member.id, member_id=member.id)
    let_in(group.id, member.id, GroupRole.MEMBER)

    record(member.id, "group.accepted", group.id, invitation_id=invitation_id)
    return queries.lock_group(member, group.id)


def _require_own(member: Viewer, invitation_id: int) -> None:
    own = select(Invitation.id).where(Invitation.id == invitation_id, Invitation.member_id == member.id)
    if db.session.scalar(own) is None:
        raise NotFound(_("There is no such invitation."))
