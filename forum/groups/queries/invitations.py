"""Invitations: those that one may take back, and those that one has got."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Viewer, author, person
from forum.database import db
from forum.groups import links, policy
from forum.groups.models import Group, Invitation
from forum.groups.queries.finding import COLUMNS, view, with_role
from forum.groups.queries.shapes import GroupView, InvitationRow, Invited

INVITATIONS_SIZE = 48

Inviter = aliased(Member)

FACTS: tuple[Any, ...] = (
    Invitation.id, Invitation.email, Invitation.salt, Invitation.uses, Invitation.most_uses, Invitation.at,
    Invitation.expires_at,
)  # fmt: skip


def list_invitations(viewer: Viewer, group: GroupView, before: int = 0) -> tuple[list[InvitationRow], int | None]:
    """The invitations to the group that were not taken back, the newest first: all for its organisers, else one's
    own; and where to go on."""
    query = (
        select(*FACTS, policy.is_open().label("open"), *person(Inviter), *person(Member))
        .select_from(Invitation)
        .join(Group, Group.id == Invitation.group_id)
        .join(Inviter, Inviter.id == Invitation.inviter_id)
        .outerjoin(Member, Member.id == Invitation.member_id)
        .where(Group.id == group.id, policy.visible_to(viewer), Invitation.ended_at.is_(None))
        .order_by(Invitation.id.desc())
    )
    if not policy.can_organise(viewer, group):
        query = query.where(Invitation.inviter_id == viewer.id)
    if before:
        query = query.where(Invitation.id < before)
    rows = [_row(tuple(row)) for row in db.session.execute(query.limit(INVITATIONS_SIZE + 1))]
    shown = rows[:INVITATIONS_SIZE]
    return shown, shown[-1].id if len(rows) > INVITATIONS_SIZE else None


def find_invitation(viewer: Viewer | None, written: str) -> Invited:
    """What the link invites to, as far as its holder may know; raises StaleLink when it does not count any more."""
    invited = _invited(viewer, Invitation.id == links.read(written))
    if not invited:
        raise links.stale()
    return invited[0]


def list_own_invitations(member: Viewer, *, group_id: int | None = None) -> list[Invited]:
    """The groups, or the one, that the member is invited to by name, the newest invitation first."""
    own = Invitation.member_id == member.id
    rows = _invited(member, own if group_id is None else own & (Invitation.group_id == group_id))
    return [row for row in rows if policy.can_accept(member, row.group)]


def _invited(viewer: Viewer | None, which: ColumnElement[bool]) -> list[Invited]:
    query = (
        with_role(viewer, Invitation.id, Invitation.expires_at, *person(Inviter), *COLUMNS)
        .join(Invitation, Invitation.group_id == Group.id)
        .join(Inviter, Inviter.id == Invitation.inviter_id)
        .where(which, policy.is_open())
        .order_by(Invitation.id.desc())
        .limit(INVITATIONS_SIZE)
    )
    return [_one(tuple(row)) for row in db.session.execute(query)]


def _one(values: Sequence[Any]) -> Invited:
    id, expires_at, *rest = values
    return Invited(id, view(rest[PERSON_SIZE:]), author(*rest[:PERSON_SIZE]), expires_at)


def _row(values: Sequence[Any]) -> InvitationRow:
    id, email, salt, uses, most_uses, at, expires_at, is_open, *people = values
    inviter, invited = author(*people[:PERSON_SIZE]), people[PERSON_SIZE:]
    member = author(*invited) if invited[0] is not None else None
    link = links.write(id, salt) if member is None and email is None else None
    return InvitationRow(id, inviter, member, email, link, uses, most_uses, at, expires_at, bool(is_open))
