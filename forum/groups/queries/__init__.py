"""Reading groups, their members, who asks to join, and which of the staff entered."""

from forum.groups.queries.bans import is_banned, list_bans
from forum.groups.queries.directory import (
    SEARCH_LIMIT,
    list_closed,
    list_groups,
    list_groups_of,
    list_home_groups,
    list_taking,
)
from forum.groups.queries.finding import (
    COLUMNS,
    find_closed,
    find_description,
    find_door,
    find_group,
    find_group_by_id,
    find_left,
    lock_group,
    view,
    with_role,
)
from forum.groups.queries.invitations import find_invitation, list_invitations, list_own_invitations
from forum.groups.queries.members import count_organisers, find_in_group, find_member_of, list_members
from forum.groups.queries.requests import find_own_request, list_entries, list_requests
from forum.groups.queries.shapes import BanRow, EntryRow, GroupView, InvitationRow, Invited, MemberRow, RequestRow

__all__ = [
    "COLUMNS",
    "SEARCH_LIMIT",
    "BanRow",
    "EntryRow",
    "GroupView",
    "InvitationRow",
    "Invited",
    "MemberRow",
    "RequestRow",
    "count_organisers",
    "find_closed",
    "find_description",
    "find_door",
    "find_group",
    "find_group_by_id",
    "find_in_group",
    "find_invitation",
    "find_left",
    "find_member_of",
    "find_own_request",
    "is_banned",
    "list_bans",
    "list_closed",
    "list_entries",
    "list_groups",
    "list_groups_of",
    "list_home_groups",
    "list_invitations",
    "list_members",
    "list_own_invitations",
    "list_requests",
    "list_taking",
    "lock_group",
    "view",
    "with_role",
]
