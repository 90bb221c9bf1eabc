"""Belonging to a group: join, add, leave, remove."""

from sqlalchemy import delete, select, update

from forum.accounts.models import Member
from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, insert_new, operation
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Departure, Group, GroupRole, Membership, Outcome
from forum.groups.operations.deciding import close_requests
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def join(member: Viewer, group_id: int) -> None:
    """Become a member of an open group; being one already is as good. Refuses NotFound and NotAllowed."""
    group = queries.lock_group(member, group_id, policy.named_to(member))
    if policy.is_in(group):
        return
    if not policy.can_join(member, group):
        raise NotAllowed(_("Nobody joins this group on their own."))

    let_in(group.id, member.id, GroupRole.MEMBER)

    record(member.id, "group.joined", group.id)


@operation
def add(organiser: Viewer, group_id: int, handle: str, *, submission: str | None = None) -> Viewer:
    """Let somebody in by handle; being in already is as good.

    The same `submission` token and handle again add nobody, whoever was taken out meanwhile. Refuses NotAllowed,
    NotFound for the handle, and Conflict for somebody who is banned.
    """
    submission = submission_of(submission, "add", organiser.id, group_id, handle)
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_add_member(organiser, group):
        raise NotAllowed(_("Only organisers add people, and none to an archived group."))

    member = find_member(organiser, handle)
    if find_made(submission):
        return member
    close_requests(group.id, Outcome.LET_IN, by=organiser.id, member_id=member.id)
    if let_in(group.id, member.id, GroupRole.MEMBER):
        record(organiser.id, "group.added", group.id, submission, member_id=member.id)
    return member


@operation
def leave(member: Viewer, group_id: int) -> None:
    """Stop being a member; refuses Conflict for the only organiser."""
    group = queries.lock_group(member, group_id)
    if not policy.can_leave(member, group):
        return
    require_successor(group.id, group.role)

    _note_departure(group, member.id, by=member.id)
    let_go(group.id, member.id)

    record(member.id, "group.left", group.id)


@operation
def remove(remover: Viewer, group_id: int, handle: str) -> None:
    """Take a member out of the group; being out is as good. Refuses NotAllowed, NotFound for the handle, and Conflict
    for the only organiser."""
    group = queries.lock_group(remover, group_id, policy.visible_to(remover))
    if not policy.can_manage_members(remover, group):
        raise NotAllowed(_("Only organisers remove members."))
    member = queries.find_in_group(group, find_member(remover, handle))
    if member is None:
        return
    if not policy.can_remove_member(remover, member):
        raise NotAllowed(_("Organisers remove members, and not one another."))
    require_successor(group.id, member.role)

    _note_departure(group, member.member_id, by=remover.id)
    let_go(group.id, member.member_id)

    record(remover.id, "group.removed", group.id, member_id=member.member_id)


def require_successor(group_id: int, role: str | None) -> None:
    """Refuse Conflict when somebody of this role is the only one to look after the group."""
    if role == GroupRole.ORGANISER and queries.count_organisers(group_id) == 1:
        raise Conflict(_("This group has no other organiser, and it needs one. Appoint another member first."))


def let_in(group_id: int, member_id: int, role: GroupRole) -> bool:
    """Under the group's lock, so that row and count agree; refuses Conflict for whoever is banned."""
    living = select(Member.id).where(Member.id == member_id, Member.closed_at.is_(None))
    if db.session.scalar(living.with_for_update(read=True, key_share=True)) is None:
        raise Conflict(_("This account is closed."))
    if queries.is_banned(group_id, member_id):
        raise Conflict(_("This person is banned from the group. Take that back first."))
    new = insert_new(Membership, group_id=group_id, member_id=member_id, joined_at=clocks.now(), role=role)
    if new:
        _count_members(group_id, +1)
    return new


def let_go(group_id: int, member_id: int) -> None:
    theirs = (Membership.group_id == group_id) & (Membership.member_id == member_id)
    if db.session.scalar(delete(Membership).where(theirs).returning(Membership.role)) == GroupRole.ORGANISER:
        note_change_of_roles(group_id)
    _count_members(group_id, -1)


def put_back(departure: Departure) -> None:
    """Under the group's lock, let somebody be what they were; refuses Conflict for whoever is banned."""
    if let_in(departure.group_id, departure.member_id, GroupRole(departure.role)):
        theirs = (Membership.group_id == departure.group_id) & (Membership.member_id == departure.member_id)
        before = {"joined_at": departure.joined_at, "read_until": departure.read_until}
        db.session.execute(update(Membership).where(theirs).values(before))
        if departure.role == GroupRole.ORGANISER:
            note_change_of_roles(departure.group_id)


def _note_departure(group: GroupView, member_id: int, *, by: int) -> None:
    row = db.session.get_one(Membership, (group.id, member_id), populate_existing=True)
    departure = Departure(group_id=group.id, member_id=member_id, by_id=by, at=clocks.now(), kind=group.kind,
                          role=row.role, joined_at=row.joined_at, read_until=row.read_until)  # fmt: skip
    db.session.expunge(row)
    db.session.merge(departure)
    db.session.flush()


def note_change_of_roles(group_id: int) -> None:
    """Have the group's pages made anew: they show roles beside names."""
    noted = update(Group).where(Group.id == group_id).values(roles_version=Group.roles_version + 1)
    db.session.execute(noted)


def _count_members(group_id: int, change: int) -> None:
    counted = update(Group).where(Group.id == group_id).values(members_count=Group.members_count + change)
    db.session.execute(counted)
