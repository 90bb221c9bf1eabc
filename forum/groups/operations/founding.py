"""Founding a group."""

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation, unique_or
from forum.errors import NotAllowed
from forum.groups import policy
from forum.groups.models import Group, GroupRole, fold_name
from forum.groups.operations.membership import let_in
from forum.groups.operations.naming import free_slug, require_free, taken
from forum.language import gettext as _
from forum.ports import clocks


@operation
def found(founder: Viewer, *, name: str, purpose: str, kind: str) -> Group:
    """Found a group, its founder being the first organiser; refuses Conflict when the name is taken."""
    if not policy.can_found_group(founder):
        raise NotAllowed(_("Please sign in to found a group."))
    require_free(name, kind)

    group = Group(slug=free_slug(name, kind), name=name, name_key=fold_name(name), purpose=purpose, kind=kind,
                  founded_at=clocks.now(), founder_id=founder.id)  # fmt: skip
    db.session.add(group)
    with unique_or(taken()):
        db.session.flush()
    let_in(group.id, founder.id, GroupRole.ORGANISER)

    record(founder.id, "group.founded", group.id)
    return group
