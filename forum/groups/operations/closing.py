"""Taking somebody who closes their account out of all their groups."""

from sqlalchemy import delete, func, select, update

from forum.accounts.models import Member
from forum.database import db
from forum.errors import Conflict
from forum.groups.models import Group, GroupRole, Invitation, JoinRequest, Membership, Outcome
from forum.groups.operations.deciding import close_requests
from forum.groups.operations.inviting import end_invitations
from forum.groups.operations.membership import let_go
from forum.language import gettext as _
from forum.ports import clocks


def lock_groups(ids: set[int]) -> None:
    """Lock groups until the running verb ends, by id."""
    db.session.execute(select(Group.id).where(Group.id.in_(ids)).order_by(Group.id).with_for_update())


def groups_of(member_id: int) -> set[int]:
    """Where the member belongs, or asks to."""
    asking = select(JoinRequest.group_id).where(JoinRequest.member_id == member_id, JoinRequest.decided_at.is_(None))
    belonging = select(Membership.group_id).where(Membership.member_id == member_id)
    return set(db.session.scalars(belonging.union(asking)))


def require_other_organisers(member_id: int) -> None:
    """Refuse Conflict, naming them, when there are groups with others in them and no other organiser."""
    if names := left_alone(member_id):
        raise Conflict(_("You are the only organiser of %(groups)s. Make another member an organiser first.",
                         groups=", ".join(names)))  # fmt: skip


def left_alone(member_id: int) -> list[str]:
    """The groups with other members in them that have no other organiser, by name."""
    others = select(Membership.group_id).where(
        Membership.member_id != member_id, Membership.role == GroupRole.ORGANISER
    )
    query = (
        select(Group.name)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.member_id == member_id, Membership.role == GroupRole.ORGANISER)
        .where(Group.members_count > 1, Group.id.not_in(others))
    )
    return list(db.session.scalars(query.order_by(Group.name_key)))


def leave_all(member_id: int, locked: set[int]) -> None:
    """Take the member out of the locked groups, which are all of theirs; one that is empty then is archived.

    Refuses Conflict when they came into another one meanwhile.
    """
    if groups_of(member_id) - locked:
        raise Conflict(_("You came into another group just now. Please try again."))
    for group_id in sorted(locked):
        is_in = select(func.count()).select_from(Membership)
        is_in = is_in.where(Membership.group_id == group_id, Membership.member_id == member_id)
        if db.session.scalar(is_in):
            let_go(group_id, member_id)
        close_requests(group_id, Outcome.WITHDRAWN, by=member_id, member_id=member_id)
        end_invitations(group_id, member_id)
    own_key = select(Member.email_key).where(Member.id == member_id).scalar_subquery()
    db.session.execute(delete(Invitation).where(Invitation.email_key == own_key))
    empty = update(Group).where(Group.id.in_(locked), Group.members_count == 0)
    now = func.coalesce(Group.archived_at, clocks.now())
    db.session.execute(empty.values(archived_at=now, founder_id=None), execution_options={"synchronize_session": False})
