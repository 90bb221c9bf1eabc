"""One group, as far as the viewer may know of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Result, Select, and_, bindparam, func, null, or_, select

from forum.accounts.statements import ago, prepared
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import NotFound
from forum.groups import policy
from forum.groups.models import Ban, Departure, Group, GroupRole, Membership, StaffEntry
from forum.groups.queries.shapes import GroupView
from forum.language import gettext as _

COLUMNS = (
    Group.id, Group.slug, Group.name, Group.purpose, Group.kind, Group.founded_at, Group.members_count,
    Group.discussions_count, Group.requests_count, Group.tint, Group.starts, Group.layout, Group.roster,
    Group.question, Group.archived_at, Group.roles_version, Group.picture,
)  # fmt: skip

DESCRIPTION: tuple[Any, ...] = (Group.description, Group.description_html)


def with_role(viewer: Viewer | None, *columns: Any) -> Select[Any]:
    """Select `columns` from Group and, as the last five, the viewer's role in it, until when they entered it, why and
    until when they are banned from it, and who asks them to take it over."""
    if viewer is None:
        nothing = (null().label(name) for name in ("role", "entered_until", "ban_reason", "banned_until", "heir_of_id"))
        return select(*columns, *nothing).select_from(Group)
    own = and_(Membership.group_id == Group.id, Membership.member_id == viewer.id)
    ban = and_(Ban.group_id == Group.id, Ban.member_id == viewer.id, policy.is_in_force())
    entered = _entered_until(viewer) if viewer.is_staff else null().label("entered_until")
    query = select(*columns, Membership.role, entered, Ban.reason.label("ban_reason"), Ban.until.label("banned_until"))
    query = query.add_columns(Membership.heir_of_id)
    return query.select_from(Group).outerjoin(Membership, own).outerjoin(Ban, ban)


def find_door(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug as everybody who may know of it does: name, purpose and how one gets in; NotFound."""
    return _one(_named(viewer, slug=slug))


def find_left(member: Viewer, slug: str) -> GroupView:
    """The group with this slug for somebody who may read it, or left it a moment ago; NotFound."""
    return _one(_left(member, slug=slug))


def find_closed(viewer: Viewer, slug: str) -> GroupView:
    """The group with this slug for staff, who may know of hidden ones, too; NotFound for anybody else."""
    if not viewer.is_staff:
        raise NotFound(_("There is no such group."))
    return _one(_any(viewer, slug=slug))


def find_group(viewer: Viewer | None, slug: str) -> GroupView:
    """The group with this slug if the viewer may read what is in it; NotFound."""
    return _one(_readable(viewer, slug=slug))


def find_group_by_id(viewer: Viewer | None, group_id: int) -> GroupView:
    """The same by its number; NotFound."""
    query = with_role(viewer, *COLUMNS).where(Group.id == group_id, policy.visible_to(viewer))
    return _one(db.session.execute(query))


def lock_group(viewer: Viewer | None, group_id: int, *conditions: ColumnElement[bool]) -> GroupView:
    """The group, locked until the running verb ends; NotFound."""
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    return _one(db.session.execute(with_role(viewer, *COLUMNS).where(Group.id == group_id, *conditions)))


def find_description(viewer: Viewer | None, group: GroupView) -> tuple[str, Markup]:
    """What the group says of itself at length, as Markdown and as HTML, for whoever may read the group."""
    row = _description(viewer, group=group.id).first()
    source, html = tuple(row) if row else ("", "")
    return source, Markup(html)  # noqa: S704  made safe by text, when it was written


@prepared
def _left(member: Viewer) -> Select[Any]:
    left = select(Departure.group_id).where(
        Departure.member_id == member.id, Departure.by_id == member.id, Departure.at > ago(policy.UNDO)
    )
    readable = or_(policy.visible_to(member), Group.id.in_(left))
    return with_role(member, *COLUMNS).where(Group.slug == bindparam("slug"), readable)


def view(row: Sequence[Any]) -> GroupView:
    """A group from COLUMNS as `with_role` selects them, without what the viewer may not know."""
    group = GroupView(*row)
    if group.role != GroupRole.ORGANISER:
        group = replace(group, requests_count=None)
    if policy.is_readable(group):
        return group
    picture = group.picture if policy.is_named(group) else None
    return replace(group, members_count=None, discussions_count=None, picture=picture)


def _entered_until(viewer: Viewer) -> Any:
    last = select(func.max(StaffEntry.until)).where(StaffEntry.group_id == Group.id, policy.is_entered_by(viewer))
    return last.correlate(Group).scalar_subquery()


@prepared
def _named(viewer: Viewer | None) -> Select[Any]:
    return _any_group(viewer).where(policy.named_to(viewer))


@prepared
def _readable(viewer: Viewer | None) -> Select[Any]:
    return _any_group(viewer).where(policy.visible_to(viewer))


@prepared
def _any(viewer: Viewer | None) -> Select[Any]:
    return _any_group(viewer)


def _any_group(viewer: Viewer | None) -> Select[Any]:
    return with_role(viewer, *COLUMNS).where(Group.slug == bindparam("slug"))


@prepared
def _description(viewer: Viewer | None) -> Select[Any]:
    said: Select[Any] = select(*DESCRIPTION)
    return said.where(Group.id == bindparam("group"), policy.visible_to(viewer))


def _one(found: Result[Any]) -> GroupView:
    row = found.first()
    if row is None:
        raise NotFound(_("There is no such group."))
    return view(row)
