"""What accounts need done in the background."""

from forum import prose
from forum.accounts import operations
from forum.accounts.models import Profile
from forum.jobs import job
from forum.outbox.operations import forget_ended


@job("purge")
def purge() -> None:
    operations.purge()
    forget_ended("account.closed")


@job("recook_profiles")
def recook_profiles() -> None:
    prose.cook_again(Profile, "about")
