"""What the outbox needs done in the background."""

from forum.jobs import job
from forum.outbox import operations


@job("deliveries")
def send_deliveries() -> None:
    operations.send_due()
