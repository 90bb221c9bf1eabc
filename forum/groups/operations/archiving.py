"""Making a group read-only, and taking it up again."""

from datetime import datetime

from sqlalchemy import update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.errors import NotAllowed
from forum.groups import policy, queries
from forum.groups.models import Group, Outcome
from forum.groups.operations.deciding import close_requests
from forum.language import gettext as _
from forum.ports import clocks


@operation
def archive(organiser: Viewer, group_id: int) -> None:
    """Let nobody start, reply, edit or join any more; requests lapse. Refuses NotAllowed."""
    if _set_archived(organiser, group_id, clocks.now()):
        close_requests(group_id, Outcome.LAPSED, by=organiser.id)
        record(organiser.id, "group.archived", group_id)


@operation
def reopen(organiser: Viewer, group_id: int) -> None:
    """Go on where the group was archived; refuses NotAllowed."""
    if _set_archived(organiser, group_id, None):
        record(organiser.id, "group.reopened", group_id)


def _set_archived(organiser: Viewer, group_id: int, at: datetime | None) -> bool:
    """Whether that was a change."""
    group = queries.lock_group(organiser, group_id, policy.visible_to(organiser))
    if not policy.can_organise(organiser, group):
        raise NotAllowed(_("Only organisers archive a group and take it up again."))
    if group.is_archived == (at is not None):
        return False
    db.session.execute(update(Group).where(Group.id == group.id).values(archived_at=at))
    return True
