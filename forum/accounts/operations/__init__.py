"""What people do with accounts: join, sign in and out, choose a new password, have another address."""

from forum.accounts.operations.changing_address import ask_for_address, stop_address, take_address
from forum.accounts.operations.choosing import choose_view
from forum.accounts.operations.consenting import agree
from forum.accounts.operations.following import follow_usually, touch_own_pages
from forum.accounts.operations.joining import confirm, set_up, sign_up
from forum.accounts.operations.languages import choose_language
from forum.accounts.operations.passwords import ask_for_reset, change_password, reset_password
from forum.accounts.operations.profiles import Details, change_profile
from forum.accounts.operations.proving import prove
from forum.accounts.operations.sessions import (
    SEEN_EVERY,
    end_other_sessions,
    end_session,
    end_session_of,
    purge,
    see_sessions,
    start_session,
)
from forum.accounts.operations.signing_in import ask_for_link, demo_sign_in, sign_in, sign_in_by_link

__all__ = [
    "SEEN_EVERY",
    "Details",
    "agree",
    "ask_for_address",
    "ask_for_link",
    "ask_for_reset",
    "change_password",
    "change_profile",
    "choose_language",
    "choose_view",
    "confirm",
    "demo_sign_in",
    "end_other_sessions",
    "end_session",
    "end_session_of",
    "follow_usually",
    "prove",
    "purge",
    "reset_password",
    "see_sessions",
    "set_up",
    "sign_in",
    "sign_in_by_link",
    "sign_up",
    "start_session",
    "stop_address",
    "take_address",
    "touch_own_pages",
]
