"""What groups need done in the background."""

from forum import prose
from forum.groups.models import Group
from forum.groups.operations import forget_departures
from forum.jobs import job


@job("recook_descriptions")
def recook_descriptions() -> None:
    prose.cook_again(Group, "description")


@job("departures")
def forget_old_departures() -> None:
    """Keep no trace of who left for longer than it can be taken back."""
    forget_departures()
