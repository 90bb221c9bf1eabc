"""Lists of groups."""

from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from forum.accounts.statements import prepared
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import NotFound
from forum.groups import policy
from forum.groups.models import PUBLIC_KINDS, Group, Membership, fold_name
from forum.groups.queries.finding import COLUMNS, view, with_role
from forum.groups.queries.shapes import GroupView
from forum.language import gettext as _
from forum.paging import Cursor

DIRECTORY_SIZE = 30
SEARCH_LIMIT = 80


def list_groups(
    viewer: Viewer | None, before: str | None = None, *, search: str = "", own: bool = False
) -> tuple[list[GroupView], Cursor | None]:
    """The directory, the newest groups first, and where to go on: all, or those whose names hold `search`, or the
    viewer's own. A private group shows no more than its door, and a hidden one nothing."""
    cursor = Cursor.parse(before)
    query = with_role(viewer, *COLUMNS).where(policy.named_to(viewer))
    query = query.order_by(Group.founded_at.desc(), Group.id.desc())
    if search:
        query = query.where(Group.name_key.contains(fold_name(search), autoescape=True))
    if own and viewer:
        query = query.where(Membership.role.is_not(None))
    if cursor:
        query = query.where(tuple_(Group.founded_at, Group.id) < tuple_(cursor.at, cursor.id))
    groups = [view(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = groups[:DIRECTORY_SIZE]
    more = len(groups) > DIRECTORY_SIZE
    return shown, Cursor(shown[-1].founded_at, shown[-1].id) if more else None


def list_taking(viewer: Viewer, search: str = "") -> list[GroupView]:
    """The groups to which the viewer may bring discussions from elsewhere, by name, those whose names hold `search`."""
    query = with_role(viewer, *COLUMNS).where(policy.moderated_by(viewer), Group.archived_at.is_(None))
    if search:
        query = query.where(Group.name_key.contains(fold_name(search), autoescape=True))
    return [view(row) for row in db.session.execute(query.order_by(Group.name_key, Group.id).limit(DIRECTORY_SIZE))]


def list_closed(viewer: Viewer, after: int = 0) -> tuple[list[GroupView], int | None]:
    """Private and hidden groups by name alone, for staff, who may enter them, and where to go on; NotFound."""
    if not viewer.is_staff:
        raise NotFound(_("There is nothing here."))
    query = with_role(viewer, *COLUMNS).where(Group.kind.not_in(PUBLIC_KINDS), Group.id > after).order_by(Group.id)
    groups = [view(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = groups[:DIRECTORY_SIZE]
    return shown, shown[-1].id if len(groups) > DIRECTORY_SIZE else None


def list_home_groups(viewer: Viewer | None, limit: int = 8) -> list[GroupView]:
    """The viewer's own groups; for a visitor the largest ones."""
    return [view(row) for row in _home_groups(viewer, most=limit)]


def list_groups_of(viewer: Viewer | None, member_id: int, limit: int = 50) -> list[GroupView]:
    """The groups of a member of which the viewer may know who belongs to them, by name."""
    return [view(row) for row in _groups_of(viewer, member=member_id, most=limit)]


@prepared
def _home_groups(viewer: Viewer | None) -> Select[Any]:
    query = with_role(viewer, *COLUMNS).where(policy.visible_to(viewer))
    query = query.where(Membership.role.is_not(None)) if viewer else query
    return query.order_by(Group.members_count.desc(), Group.id).limit(bindparam("most"))


@prepared
def _groups_of(viewer: Viewer | None) -> Select[Any]:
    belonging = select(Membership.group_id).where(Membership.member_id == bindparam("member"))
    query = with_role(viewer, *COLUMNS).where(Group.id.in_(belonging), policy.members_visible_to(viewer))
    return query.order_by(Group.name_key).limit(bindparam("most"))
