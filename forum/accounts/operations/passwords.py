"""A new password, for whoever can read the account's mail or knows the old one."""

import logging
from uuid import uuid4

from sqlalchemy import update

from forum.accounts import passwords, tokens
from forum.accounts.models import Member
from forum.accounts.operations.mailing_links import mail_link
from forum.accounts.operations.proving import check_password
from forum.accounts.operations.sessions import end_all_sessions, end_other_sessions
from forum.accounts.tokens import Purpose, stale
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.outbox.operations import put

log = logging.getLogger(__name__)

ASKED_A_DAY = 5
"""Reset mails that one member gets in 24 hours, however often somebody asks."""

OPENING = (Purpose.RESET, Purpose.SIGN_IN, Purpose.NEW_ADDRESS)
"""Links that let somebody in, or on: they end when the owner says who may."""


@operation
def ask_for_reset(email: str, *, submission: str | None = None) -> None:
    """Mail the owner of this address a link to choose a new password; the same work when there is no owner."""
    mail_link(Purpose.RESET, "account.reset", email, most_a_day=ASKED_A_DAY, submission=submission)


@operation
def reset_password(written: str, password_hash: str) -> None:
    """Take the new password, sign the member out everywhere and tell them by mail; raises StaleLink."""
    token = tokens.use(written, Purpose.RESET)
    member = db.session.get(Member, token.member_id) if token.member_id else None
    if member is None or member.email is None:
        raise stale()
    member.password_hash = password_hash
    tokens.use_up(member.id, *OPENING)
    end_all_sessions(member.id)
    put(
        "account.password_changed",
        f"account.password_changed:{token.id}",
        member.email,
        {"member_id": member.id},
    )


def change_password(member: Viewer, old: str, new: str, *, network_address: str) -> None:
    """Take the new password of a member who knows the old one; refuses NotAllowed and TooMany.

    Ends every other session and tells the member by mail. Hashing takes place between two transactions.
    """
    old_hash = check_password(member, old, network_address=network_address)
    _take_password(member, old_hash, passwords.make_hash(new))
    log.info("password changed", extra={"member": member.id})


@operation
def _take_password(member: Viewer, old_hash: str | None, new_hash: str) -> None:
    """Unless it was changed meanwhile by somebody else who knew it."""
    unchanged = update(Member).where(Member.id == member.id, Member.password_hash == old_hash)
    row = db.session.execute(unchanged.values(password_hash=new_hash).returning(Member.email)).first()
    if row is None:
        raise NotAllowed(_("This is not your password."))
    tokens.use_up(member.id, *OPENING)
    end_other_sessions(member)
    if row.email:
        put("account.password_changed", f"account.password_changed:{uuid4()}", row.email, {"member_id": member.id})
