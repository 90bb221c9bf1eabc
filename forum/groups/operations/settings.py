"""How a group presents itself, and what its members may do in it."""

from sqlalchemy import or_, update

from forum import prose, text
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation, unique_or
from forum.errors import NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Group, Kind, Outcome, fold_name
from forum.groups.operations.deciding import close_requests
from forum.groups.operations.naming import free_slug, require_free, taken
from forum.groups.queries import GroupView
from forum.language import gettext as _


@operation
def change_settings(
    organiser: Viewer,
    group_id: int,
    *,
    name: str,
    purpose: str,
    description: text.Body | None,
    tint: int,
    starts: str,
    layout: str,
    roster: str,
    question: str,
) -> None:
    """Change all settings but the kind; the address stays. Refuses NotAllowed, and Conflict when the name is taken."""
    group = lock_for_organiser(organiser, group_id)
    require_free(name, group.kind, group.id)

    values = {
        "name": name, "name_key": fold_name(name), "purpose": purpose, "tint": tint, "starts": starts,
        "layout": layout, "roster": roster, "question": question, **prose.written("description", description),
    }  # fmt: skip
    is_another = or_(*(getattr(Group, name).is_distinct_from(value) for name, value in values.items()))
    changed = update(Group).where(Group.id == group.id, is_another).values(values).returning(Group.id)
    with unique_or(taken()):
        is_changed = db.session.scalar(changed) is not None

    if is_changed:
        record(organiser.id, "group.changed", group.id)


@operation
def set_kind(organiser: Viewer, group_id: int, kind: str) -> str:
    """Within the verb that knows what hangs on it: change who reads and who gets in; the address after it.

    What was hidden takes an address from its name, what becomes hidden one that says nothing. Requests lapse where
    none are taken. Refuses NotAllowed, and Conflict when the name is taken.
    """
    group = lock_for_organiser(organiser, group_id)
    require_free(group.name, kind, group.id)
    if kind != Kind.REQUEST:
        close_requests(group.id, Outcome.LAPSED, by=organiser.id)

    slug = free_slug(group.name, kind) if Kind.HIDDEN in (group.kind, kind) else group.slug
    with unique_or(taken()):
        db.session.execute(update(Group).where(Group.id == group.id).values(kind=kind, slug=slug))

    record(organiser.id, "group.kind_changed", group.id, before=group.kind, after=kind)
    return slug


def lock_for_organiser(organiser: Viewer, group_id: int) -> GroupView:
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_organise(organiser, group):
        raise NotAllowed(_("Only organisers change how the group is set up."))
    return group
