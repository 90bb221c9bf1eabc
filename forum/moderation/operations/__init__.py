"""What moderators and organisers rule."""

from forum.moderation.operations.banning import ban, unban
from forum.moderation.operations.discussions import close, hide, pin, reopen, unhide, unpin
from forum.moderation.operations.suspending import lift, suspend

__all__ = [
    "ban",
    "close",
    "hide",
    "lift",
    "pin",
    "reopen",
    "suspend",
    "unban",
    "unhide",
    "unpin",
]
