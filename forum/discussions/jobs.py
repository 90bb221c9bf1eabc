"""What discussions need done in the background."""

from forum import text
from forum.discussions.operations import refill
from forum.discussions.sources import list_posts_to_refill
from forum.jobs import job


@job("refill")
def refill_posts() -> None:
    """Cook outside the transaction, then put the quotes back under its locks."""
    for post_id, source, source_format, revision in list_posts_to_refill():
        refill(post_id, text.cook(source, source_format), revision=revision)
