"""What people do with groups: found and set up, join or ask to, let in and take out, appoint, archive, enter."""

from forum.groups.operations.accepting import accept, accept_own, confirm, decline, sign_up
from forum.groups.operations.archiving import archive, reopen
from forum.groups.operations.banning import ban, unban
from forum.groups.operations.entering import enter
from forum.groups.operations.founding import found
from forum.groups.operations.handing_over import decline_to_take_over, hand_over, keep, take_over
from forum.groups.operations.inviting import invite_address, invite_member, make_link, revoke
from forum.groups.operations.membership import add, join, leave, remove
from forum.groups.operations.picturing import change_picture, remove_picture
from forum.groups.operations.requesting import admit, ask, deny, withdraw
from forum.groups.operations.returning import bring_back, come_back, forget_departures
from forum.groups.operations.roles import appoint, step_down
from forum.groups.operations.settings import change_settings, set_kind

__all__ = [
    "accept",
    "accept_own",
    "add",
    "admit",
    "appoint",
    "archive",
    "ask",
    "ban",
    "bring_back",
    "change_picture",
    "change_settings",
    "come_back",
    "confirm",
    "decline",
    "decline_to_take_over",
    "deny",
    "enter",
    "forget_departures",
    "found",
    "hand_over",
    "invite_address",
    "invite_member",
    "join",
    "keep",
    "leave",
    "make_link",
    "remove",
    "remove_picture",
    "reopen",
    "revoke",
    "set_kind",
    "sign_up",
    "step_down",
    "take_over",
    "unban",
    "withdraw",
]
