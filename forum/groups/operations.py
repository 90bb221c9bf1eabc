"""What people do with groups: found, join, add, leave, remove."""

from slugify import slugify
from sqlalchemy import delete, select, update

from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, insert_new, operation, unique_or
from forum.errors import Conflict, NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Group, GroupRole, Membership
from forum.language import gettext as _
from forum.ports import clocks

NAME_LENGTH = 80
SLUG_LENGTH = 50


@operation
def found(founder: Viewer, *, name: str, purpose: str, kind: str) -> Group:
    """Found a group, its founder being the first organiser; refuses Conflict when the name is taken."""
    if not policy.can_found_group(founder):
        raise NotAllowed(_("Please sign in to found a group."))

    taken = _("There is a group of this name already. Please choose another name.")
    if db.session.scalar(select(Group.id).where(Group.name_key == _fold(name))):
        raise Conflict(taken)

    group = Group(slug=_free_slug(name), name=name, name_key=_fold(name), purpose=purpose, kind=kind,
                  founded_at=clocks.now(), founder_id=founder.id)  # fmt: skip
    db.session.add(group)
    with unique_or(taken):
        db.session.flush()
    _let_in(group.id, founder.id, GroupRole.ORGANISER)

    record(founder.id, "group.founded", group.id)
    return group


@operation
def join(member: Viewer, group_id: int) -> None:
    """Become a member of an open group; being one already is as good. Refuses NotAllowed."""
    group = queries.lock_group(member, group_id)
    if group.role is not None:
        return
    if not policy.can_join(member, group):
        raise NotAllowed(_("An organiser lets people into this group."))

    _let_in(group.id, member.id, GroupRole.MEMBER)

    record(member.id, "group.joined", group.id)


@operation
def add(organiser: Viewer, group_id: int, handle: str) -> Viewer:
    """Let somebody in by handle; being in already is as good. Refuses NotAllowed, and NotFound for the handle."""
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_add_member(organiser, group):
        raise NotAllowed(_("Only organisers add people."))

    member = find_member(organiser, handle)
    if _let_in(group.id, member.id, GroupRole.MEMBER):
        record(organiser.id, "group.added", group.id, member_id=member.id)
    return member


@operation
def leave(member: Viewer, group_id: int) -> None:
    """Stop being a member; refuses Conflict for the only organiser."""
    group = queries.lock_group(member, group_id)
    if not policy.can_leave(member, group):
        return
    if group.role == GroupRole.ORGANISER and queries.count_organisers(group.id) == 1:
        raise Conflict(_("You are the only organiser, and a group needs one."))

    _let_go(group.id, member.id)

    record(member.id, "group.left", group.id)


@operation
def remove(organiser: Viewer, group_id: int, handle: str) -> None:
    """Take a member out of the group; refuses NotAllowed, and NotFound for somebody who is not in it."""
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    member = queries.find_member_of(organiser, group, handle)
    if not policy.can_remove_member(organiser, member):
        raise NotAllowed(_("Only organisers remove members, and not one another."))

    _let_go(group.id, member.member_id)

    record(organiser.id, "group.removed", group.id, member_id=member.member_id)


def _let_in(group_id: int, member_id: int, role: GroupRole) -> bool:
    """Under the group's lock, so that row and count agree."""
    new = insert_new(Membership, group_id=group_id, member_id=member_id, joined_at=clocks.now(), role=role)
    if new:
        _count_members(group_id, +1)
    return new


def _let_go(group_id: int, member_id: int) -> None:
    db.session.execute(delete(Membership).where(Membership.group_id == group_id, Membership.member_id == member_id))
    _count_members(group_id, -1)


def _count_members(group_id: int, change: int) -> None:
    counted = update(Group).where(Group.id == group_id).values(members_count=Group.members_count + change)
    db.session.execute(counted)


def _fold(name: str) -> str:
    """The form under which a name is held once; cut, because folding makes some letters two or three."""
    return name.casefold()[:NAME_LENGTH]


def _free_slug(name: str) -> str:
    """The name as an address; numbered when another group has it."""
    wanted = slugify(name, max_length=SLUG_LENGTH, word_boundary=True) or "group"
    wanted = f"{wanted}-group" if wanted in ("new",) else wanted
    taken = set(db.session.scalars(select(Group.slug).where(Group.slug.startswith(wanted, autoescape=True))))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
