"""What moderators and organisers rule."""

from forum.moderation.operations.discussions import close, hide, pin, reopen, unhide, unpin
from forum.moderation.operations.suspending import lift, suspend

__all__ = [
    "close",
    "hide",
    "lift",
    "pin",
    "reopen",
    "suspend",
    "unhide",
    "unpin",
]
