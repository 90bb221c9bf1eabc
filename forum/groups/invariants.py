"""What must hold of groups."""

from sqlalchemy import func, or_, select

from forum.groups.models import Ban, Group, GroupRole, Invitation, InvitationUse, JoinRequest, Kind, Membership
from forum.invariants import Counter, Rule

_members = select(func.count()).select_from(Membership).where(Membership.group_id == Group.id)

_requests = (
    select(func.count())
    .select_from(JoinRequest)
    .where(JoinRequest.group_id == Group.id, JoinRequest.decided_at.is_(None))
)

_uses = select(func.count()).select_from(InvitationUse).where(InvitationUse.invitation_id == Invitation.id)

COUNTERS = [
    Counter(Invitation, Invitation.uses, _uses.correlate(Invitation).scalar_subquery()),
    Counter(Group, Group.members_count, _members.correlate(Group).scalar_subquery()),
    Counter(Group, Group.requests_count, _requests.correlate(Group).scalar_subquery()),
]

RULES = [
    Rule(
        "a group has an organiser",
        select(Group.id).where(
            Group.founder_id.is_not(None),
            Group.id.not_in(select(Membership.group_id).where(Membership.role == GroupRole.ORGANISER)),
        ),
    ),
    Rule(
        "only a group by request, that is not archived, has requests waiting",
        select(Group.id)
        .where(or_(Group.kind != Kind.REQUEST, Group.archived_at.is_not(None)))
        .where(Group.id.in_(select(JoinRequest.group_id).where(JoinRequest.decided_at.is_(None)))),
    ),
    Rule(
        "who is banned does not belong to the group",
        select(Ban.group_id)
        .join(Membership, Membership.group_id == Ban.group_id)
        .where(Membership.member_id == Ban.member_id, or_(Ban.until.is_(None), Membership.joined_at < Ban.until)),
    ),
    Rule(
        "who asks to join does not belong to the group",
        select(JoinRequest.group_id)
        .join(Membership, Membership.group_id == JoinRequest.group_id)
        .where(Membership.member_id == JoinRequest.member_id, JoinRequest.decided_at.is_(None)),
    ),
]
