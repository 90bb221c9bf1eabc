"""How the site's staff get to read a group that they don't belong to: openly, for a reason, and for a day."""

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.errors import NotFound
from forum.groups import policy, queries
from forum.groups.models import StaffEntry
from forum.language import gettext as _
from forum.ports import clocks


@operation
def enter(staff: Viewer, group_id: int, reason: str) -> None:
    """Read the group for 24 hours; its organisers see who did, and why. Whoever may read it already leaves no entry.

    Refuses NotFound for everybody else: a hidden group is not there for them.
    """
    if not staff.is_staff:
        raise NotFound(_("There is no such group."))
    group = queries.lock_group(staff, group_id)
    if not policy.can_enter(staff, group):
        return

    now = clocks.now()
    db.session.add(StaffEntry(group_id=group.id, member_id=staff.id, reason=reason, at=now, until=now + policy.ENTRY))

    record(staff.id, "group.entered", group.id)
