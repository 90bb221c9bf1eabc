"""Keeping somebody out of a group, for a while or until it is taken back."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Ban, GroupRole, Outcome
from forum.groups.operations.deciding import close_requests
from forum.groups.operations.inviting import end_invitations
from forum.groups.operations.membership import let_go, let_in, require_successor
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks

SECOND_THOUGHTS = timedelta(minutes=10)
"""How soon a ban has to be taken back for whoever was in the group to be in it again."""


@operation
def ban(
    actor: Viewer, group_id: int, handle: str, reason: str, *, until: datetime | None, submission: str | None = None
) -> tuple[Viewer, bool]:
    """Take the member out of the group, if they are in it, and keep them out: no way leads back in meanwhile.

    The member, and whether that was new: the same `submission` again does nothing more. Refuses NotAllowed, NotFound
    for the handle, and Conflict for the only organiser and for who is banned already.
    """
    group = _lock(actor, group_id)
    member = find_member(actor, handle)
    if find_made(submission):
        return member, False
    row = queries.find_in_group(group, member)
    role = row.role if row else None
    if not policy.can_ban_member(actor, group, member.id, role):
        raise NotAllowed(_("Organisers and moderators ban others, but organisers not one another."))
    if queries.is_banned(group.id, member.id):
        raise Conflict(_("@%(handle)s is banned from this group already.", handle=member.handle))
    require_successor(group.id, role)

    if role:
        let_go(group.id, member.id)
    end_invitations(group.id, member.id)
    close_requests(group.id, Outcome.DENIED, by=actor.id, member_id=member.id, reason=reason)
    _forget(group.id, member.id)
    db.session.add(Ban(group_id=group.id, member_id=member.id, by_id=actor.id, reason=reason, at=clocks.now(),
                       until=until, was_member=role is not None))  # fmt: skip

    record(actor.id, "group.banned", group.id, submission, member_id=member.id)
    return member, True


@operation
def unban(actor: Viewer, group_id: int, handle: str) -> Viewer | None:
    """Let the member come again; None when they may already. Within ten minutes they are in the group as before.

    Refuses NotAllowed, and NotFound for the handle.
    """
    group = _lock(actor, group_id)
    member = find_member(actor, handle)
    if not queries.is_banned(group.id, member.id):
        return None
    row = db.session.scalars(select(Ban).where(Ban.group_id == group.id, Ban.member_id == member.id)).one()

    was_a_slip = row.was_member and clocks.now() - row.at <= SECOND_THOUGHTS
    _forget(group.id, member.id)
    if was_a_slip and not group.is_archived:
        let_in(group.id, member.id, GroupRole.MEMBER)

    record(actor.id, "group.unbanned", group.id, member_id=member.id)
    return member


def _lock(actor: Viewer, group_id: int) -> GroupView:
    group = queries.lock_group(actor, group_id, policy.visible_to(actor))
    if not policy.can_moderate(actor, group):
        raise NotAllowed(_("Only organisers and moderators keep people out of a group."))
    return group


def _forget(group_id: int, member_id: int) -> None:
    db.session.execute(delete(Ban).where(Ban.group_id == group_id, Ban.member_id == member_id))
    db.session.flush()
