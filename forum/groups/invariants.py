"""What must hold of groups."""

from sqlalchemy import func, select

from forum.groups.models import Group, GroupRole, Membership
from forum.invariants import Counter, Rule

_members = select(func.count()).select_from(Membership).where(Membership.group_id == Group.id)

COUNTERS = [Counter(Group, Group.members_count, _members.correlate(Group).scalar_subquery())]

RULES = [
    Rule(
        "a group has an organiser",
        select(Group.id).where(
            Group.founder_id.is_not(None),
            Group.id.not_in(select(Membership.group_id).where(Membership.role == GroupRole.ORGANISER)),
        ),
    ),
]
