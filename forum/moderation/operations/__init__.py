"""What moderators and organisers rule."""

from forum.moderation.operations.discussions import close, hide, pin, reopen, unhide, unpin

__all__ = [
    "close",
    "hide",
    "pin",
    "reopen",
    "unhide",
    "unpin",
]
