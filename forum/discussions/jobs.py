"""What discussions need done in the background."""

import time

from forum import text
from forum.discussions.operations import forget_drafts, forget_viewings, leave_as_cooked, refill
from forum.discussions.sources import list_posts_to_recook, list_posts_to_refill
from forum.jobs import job

RECOOKING = 20.0
"""Seconds after which the rest is left to the next sweep, so that other jobs have their turn."""


@job("refill")
def refill_posts() -> None:
    """Cook outside the transaction, then put the quotes back under its locks."""
    for post_id, source, source_format, revision in list_posts_to_refill():
        refill(post_id, text.cook(source, source_format), revision=revision)


@job("recook")
def recook_posts() -> None:
    """Cook again, in batches, what an older pipeline cooked."""
    began = time.monotonic()
    while posts := list_posts_to_recook():
        for post_id, source, source_format, revision in posts:
            try:
                refill(post_id, text.cook(source, source_format), revision=revision)
            except text.Refused:
                leave_as_cooked(post_id, pipeline=text.PIPELINE)
        if time.monotonic() - began > RECOOKING:
            return


@job("drafts")
def forget_old_drafts() -> None:
    """Drop the drafts that nobody comes back to."""
    forget_drafts()


@job("viewings")
def forget_old_viewings() -> None:
    """Keep nobody's trace for longer than it counts."""
    forget_viewings()
