"""What accounts need done in the background."""

from forum.accounts import operations
from forum.jobs import job


@job("purge")
def purge() -> None:
    operations.purge()
