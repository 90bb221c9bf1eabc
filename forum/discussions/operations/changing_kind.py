"""Changing who reads a group, and what becomes of the quotes of its posts elsewhere."""

from forum.accounts.viewers import Viewer
from forum.database import operation
from forum.discussions.operations.locking import lock_discussions
from forum.discussions.operations.withdrawing import (
    quoting_discussions_elsewhere,
    reconsider_quotes_elsewhere,
    withdraw_quotes_elsewhere,
)
from forum.errors import Conflict
from forum.groups.models import PUBLIC_KINDS
from forum.groups.operations import set_kind
from forum.groups.operations.settings import lock_for_organiser
from forum.language import gettext as _


@operation
def change_kind(organiser: Viewer, group_id: int, kind: str, *, was: str) -> str:
    """Make the group open, by request, private or hidden; the slug after it. `was` is the kind that the organiser saw.

    When the public is shut out, no word of the group's posts is shown in another group from the commit on; when it is
    let in, a job puts back the quotes that were taken away. Refuses NotFound, NotAllowed, and Conflict when the kind
    was changed meanwhile or the name is taken.
    """
    group = lock_for_organiser(organiser, group_id)
    if group.kind == kind:
        return group.slug
    if group.kind != was:
        raise Conflict(_("Another organiser changed this meanwhile. Please look again before you decide."))

    slug = set_kind(organiser, group.id, kind)
    will_be_public = kind in PUBLIC_KINDS
    if group.is_public != will_be_public:
        lock_discussions(quoting_discussions_elsewhere(group.id))
        change_quotes = reconsider_quotes_elsewhere if will_be_public else withdraw_quotes_elsewhere
        change_quotes(group.id)
    return slug
