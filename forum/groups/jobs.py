"""What groups need done in the background."""

from forum import prose
from forum.groups.models import Group
from forum.jobs import job


@job("recook_descriptions")
def recook_descriptions() -> None:
    prose.cook_again(Group, "description")
