"""Mail about groups: written at the moment of sending, if it is still true then."""

from typing import Any

from sqlalchemy import or_, select

from forum import addresses
from forum.accounts.models import Member
from forum.config import settings
from forum.database import db
from forum.groups import links, policy
from forum.groups.models import PUBLIC_KINDS, Ban, Group, Invitation, Membership
from forum.language import gettext as _
from forum.outbox.letters import Letter, NoLongerWanted, writes
from forum.ports.renderers import render
from forum.site.queries import site_name


@writes("group.invited")
def invited(details: dict[str, Any]) -> Letter:
    query = (
        select(Invitation, Group, Member)
        .join(Group, Group.id == Invitation.group_id)
        .join(Member, Member.id == Invitation.inviter_id)
        .where(Invitation.id == details["invitation_id"], policy.is_open())
    )
    row = db.session.execute(query).first()
    if row is None or _needs_none(row.Invitation):
        raise NoLongerWanted("the invitation does not count any more, or is not needed")
    invitation, group, inviter = row
    is_by_name = invitation.member_id is not None
    by_link = addresses.invitation(links.write(invitation.id, invitation.salt))
    values = {
        "link": addresses.absolute(settings().public_url, addresses.own_invitations() if is_by_name else by_link),
        "site_name": site_name(),
        "inviter": inviter.name,
        "group": group.name,
        "purpose": group.purpose,
        "is_by_name": is_by_name,
    }
    text, html = (render(f"mail/group.invited.{ending}", **values) for ending in ("txt", "html"))
    return Letter(_subject(group, inviter), text, html)


def _subject(group: Group, inviter: Member) -> str:
    """What is not public is not said where anybody looks over a shoulder."""
    if group.kind not in PUBLIC_KINDS:
        return _("%(inviter)s invites you to a group (%(site)s)", inviter=inviter.name, site=site_name())
    return _(
        "%(inviter)s invites you to %(group)s (%(site)s)", inviter=inviter.name, group=group.name, site=site_name()
    )


def _needs_none(invitation: Invitation) -> bool:
    """Whether whoever is invited belongs to the group already, or is banned from it."""
    whom = Member.id == invitation.member_id if invitation.member_id else Member.email_key == invitation.email_key
    there = (
        select(Member.id)
        .outerjoin(Membership, (Membership.member_id == Member.id) & (Membership.group_id == invitation.group_id))
        .outerjoin(Ban, (Ban.member_id == Member.id) & (Ban.group_id == invitation.group_id) & policy.is_in_force())
        .where(whom, or_(Membership.role.is_not(None), Ban.reason.is_not(None)))
    )
    return db.session.scalar(there) is not None
