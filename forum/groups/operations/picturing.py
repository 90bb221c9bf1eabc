"""A group's picture, in the place of its letter."""

from collections.abc import Mapping

from sqlalchemy import update

from forum import pictures
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.groups.models import Group
from forum.groups.operations.settings import lock_for_organiser


def change_picture(organiser: Viewer, group_id: int, sizes: Mapping[int, bytes]) -> None:
    """Show this picture of the group, in the sizes given. Refuses NotAllowed."""
    pictures.hang(sizes, lambda picture: _show(organiser, group_id, picture))


def remove_picture(organiser: Viewer, group_id: int) -> None:
    """Show the letter again. Refuses NotAllowed."""
    _show(organiser, group_id, None)


@operation
def _show(organiser: Viewer, group_id: int, picture: str | None) -> None:
    group = lock_for_organiser(organiser, group_id)
    if group.picture == picture:
        return

    pictures.take_down(group.picture)
    db.session.execute(update(Group).where(Group.id == group.id).values(picture=picture))

    record(organiser.id, "group.changed", group.id)
