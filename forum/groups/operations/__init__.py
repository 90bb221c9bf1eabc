"""What people do with groups: found and set up, join or ask to, let in and take out, appoint, archive, enter."""

from forum.groups.operations.archiving import archive, reopen
from forum.groups.operations.banning import ban, unban
from forum.groups.operations.entering import enter
from forum.groups.operations.founding import found
from forum.groups.operations.membership import add, join, leave, remove
from forum.groups.operations.picturing import change_picture, remove_picture
from forum.groups.operations.requesting import admit, ask, deny, withdraw
from forum.groups.operations.roles import appoint, step_down
from forum.groups.operations.settings import change_settings, set_kind

__all__ = [
    "add",
    "admit",
    "appoint",
    "archive",
    "ask",
    "ban",
    "change_picture",
    "change_settings",
    "deny",
    "enter",
    "found",
    "join",
    "leave",
    "remove",
    "remove_picture",
    "reopen",
    "set_kind",
    "step_down",
    "unban",
    "withdraw",
]
