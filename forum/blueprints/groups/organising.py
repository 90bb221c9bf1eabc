"""Finding the group of an address for those who look after it."""

from forum.blueprints.pages import can
from forum.blueprints.signed_in import member
from forum.errors import NotAllowed
from forum.groups.queries import GroupView, find_group
from forum.language import gettext as _


def find_organised(slug: str) -> GroupView:
    """The group, if the viewer is one of its organisers; NotFound, NotAllowed."""
    group = find_group(member(), slug)
    if not can("organise", group):
        raise NotAllowed(_("Only organisers look after the group."))
    return group
