"""Whether somebody may act at all: who is suspended may not, and is told why and until when."""

from datetime import datetime

from forum.errors import ForumError
from forum.language import gettext as _
from forum.ports import clocks


class Suspended(ForumError):
    """The account is suspended until `until`, for `reason`."""

    status = 403

    def __init__(self, until: datetime, reason: str) -> None:
        super().__init__(_("This account is suspended."))
        self.until = until
        self.reason = reason


def refuse_suspended(until: datetime | None, reason: str | None) -> None:
    """Raise Suspended for a member of whom this is written, as long as it lasts."""
    if until and until > clocks.now():
        raise Suspended(until, reason or "")
