"""Asking people into a group: by handle, by email address, by a link that so many may use."""

from datetime import timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement, func, or_, select, update

from forum.accounts.models import Member
from forum.accounts.queries import find_member, fold_email
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.errors import Conflict, NotAllowed, NotFound, TooMany
from forum.groups import policy, queries
from forum.groups.models import Group, Invitation
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.outbox.operations import put
from forum.ports import clocks
from forum.submissions import submission_of

DAY = timedelta(days=1)
LASTS = timedelta(days=30)
"""How long an invitation by handle or address may be used."""
ASKED_A_DAY = 10
"""Invitations by handle or address, or links, that one member makes in 24 hours."""
MAILED_A_DAY = 3
"""Invitations that one address is mailed in 24 hours, whoever asks."""


@operation
def invite_member(inviter: Viewer, group_id: int, handle: str) -> Viewer:
    """Ask a member into the group, who is told by mail and on the site; asking twice is as good as once.

    Refuses NotAllowed, NotFound for the handle, TooMany, and Conflict for somebody of whom the inviter may know that
    they belong to the group or are banned from it: of others the answer tells nothing.
    """
    group = _lock(inviter, group_id)
    member = find_member(inviter, handle)
    _refuse_known(inviter, group, member)
    if not _is_invited(group.id, Invitation.member_id == member.id):
        _limit(inviter)
        invitation = _add(inviter, group, member_id=member.id)
        _mail(invitation, _address_of(member.id))
    return member


@operation
def invite_address(inviter: Viewer, group_id: int, email: str) -> None:
    """Ask whoever reads the mail of this address into the group, with an account or without one: nobody can tell.

    Asking twice is as good as once. Refuses NotAllowed and TooMany.
    """
    group = _lock(inviter, group_id)
    if _is_invited(group.id, Invitation.email_key == fold_email(email)):
        return
    _limit(inviter)
    invitation = _add(inviter, group, email=email)
    if _mailed_today(email) <= MAILED_A_DAY:
        _mail(invitation, email)


@operation
def make_link(
    inviter: Viewer, group_id: int, *, most_uses: int, lasting: timedelta, submission: str | None = None
) -> None:
    """Make a link by which so many people may come into the group for so long.

    The same `submission` token and words again make none. Refuses NotAllowed and TooMany.
    """
    submission = submission_of(submission, "link", inviter.id, group_id, most_uses, lasting)
    group = _lock(inviter, group_id)
    if find_made(submission):
        return
    _limit(inviter)
    _add(inviter, group, most_uses=most_uses, lasting=lasting, submission=submission)


@operation
def revoke(viewer: Viewer, group_id: int, invitation_id: int) -> None:
    """Let the invitation count no more: organisers any, others their own. Doing it twice is as good as once.

    Refuses NotFound for any other.
    """
    group = queries.lock_group(viewer, group_id, policy.visible_to(viewer))
    found = select(Invitation).where(Invitation.id == invitation_id, Invitation.group_id == group.id)
    row = db.session.scalars(found, execution_options={"populate_existing": True}).first()
    if row is None or not (policy.can_organise(viewer, group) or row.inviter_id == viewer.id):
        raise NotFound(_("There is no such invitation."))
    if row.ended_at is None:
        row.ended_at = clocks.now()
        record(viewer.id, "group.revoked", group.id)


def end_invitations(group_id: int, member_id: int) -> None:
    """Within the running verb and under the group's lock: what the member was asked, and asked others, is over."""
    theirs = or_(Invitation.member_id == member_id, Invitation.inviter_id == member_id)
    open_ones = update(Invitation).where(Invitation.group_id == group_id, theirs, Invitation.ended_at.is_(None))
    db.session.execute(open_ones.values(ended_at=clocks.now()), execution_options={"synchronize_session": False})


def _lock(inviter: Viewer, group_id: int) -> GroupView:
    group = queries.lock_group(inviter, group_id, policy.visible_to(inviter))
    if not policy.can_invite(inviter, group):
        raise NotAllowed(_("Only organisers ask people into this group, and nobody into an archived one."))
    return group


def _refuse_known(inviter: Viewer, group: GroupView, member: Viewer) -> None:
    if policy.can_see_members(inviter, group) and queries.find_in_group(group, member):
        raise Conflict(_("@%(handle)s belongs to the group already.", handle=member.handle))
    if policy.can_moderate(inviter, group) and queries.is_banned(group.id, member.id):
        raise Conflict(_("@%(handle)s is banned from this group. Take that back first.", handle=member.handle))


def _limit(inviter: Viewer) -> None:
    asked = select(func.count()).select_from(Invitation).where(Invitation.inviter_id == inviter.id)
    if (db.session.scalar(asked.where(Invitation.at > clocks.now() - DAY)) or 0) >= ASKED_A_DAY:
        said = _("You have invited many people today. Please go on tomorrow, or give a link to those you meet.")
        raise TooMany(said, int(DAY.total_seconds()))


def _add(
    inviter: Viewer,
    group: GroupView,
    *,
    member_id: int | None = None,
    email: str | None = None,
    most_uses: int = 1,
    lasting: timedelta = LASTS,
    submission: str | None = None,
) -> Invitation:
    now = clocks.now()
    invitation = Invitation(
        group_id=group.id, inviter_id=inviter.id, member_id=member_id, email=email,
        email_key=fold_email(email) if email else None, salt=token_hex(16), most_uses=most_uses, at=now,
        expires_at=now + lasting,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    record(inviter.id, "group.invited", group.id, submission, invitation_id=invitation.id)
    return invitation


def _mail(invitation: Invitation, address: str | None) -> None:
    if address:
        put("group.invited", f"group.invited:{invitation.id}", address, {"invitation_id": invitation.id})


def _is_invited(group_id: int, whom: ColumnElement[bool]) -> bool:
    open_ones = select(Invitation.id).join(Group, Group.id == Invitation.group_id)
    return db.session.scalar(open_ones.where(Group.id == group_id, whom, policy.is_open()).limit(1)) is not None


def _mailed_today(email: str) -> int:
    to_them = Invitation.email_key == fold_email(email)
    mailed = select(func.count()).select_from(Invitation).where(to_them, Invitation.at > clocks.now() - DAY)
    return db.session.scalar(mailed) or 0


def _address_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.email).where(Member.id == member_id))
