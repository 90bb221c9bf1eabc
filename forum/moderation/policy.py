"""Who may read the record of rulings."""

from forum.accounts.viewers import Viewer
from forum.groups import policy as groups
from forum.groups.queries import GroupView


def can_read_rulings(viewer: Viewer | None, group: GroupView) -> bool:
    """Those of a group: who moderates there."""
    return groups.can_moderate(viewer, group)


def can_read_all_rulings(viewer: Viewer | None) -> bool:
    """Those of the whole site, as far as one may read what they are about: staff."""
    return viewer is not None and viewer.is_staff
