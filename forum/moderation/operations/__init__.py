"""What moderators and organisers rule, what people report to them, and what admins publish."""

from forum.moderation.operations.banning import ban, unban
from forum.moderation.operations.closing_accounts import close_account
from forum.moderation.operations.discussions import close, hide, pin, reopen, unhide, unpin
from forum.moderation.operations.publishing import publish
from forum.moderation.operations.reporting import (
    Report,
    report_group,
    report_member,
    report_post,
    report_site,
    settle_report,
)
from forum.moderation.operations.suspending import lift, suspend
from forum.moderation.operations.tidying import merge, move, move_back, part, rejoin, split

__all__ = [
    "Report",
    "ban",
    "close",
    "close_account",
    "hide",
    "lift",
    "merge",
    "move",
    "move_back",
    "part",
    "pin",
    "publish",
    "rejoin",
    "reopen",
    "report_group",
    "report_member",
    "report_post",
    "report_site",
    "settle_report",
    "split",
    "suspend",
    "unban",
    "unhide",
    "unpin",
]
