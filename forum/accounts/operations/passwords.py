"""A new password, for whoever can read the account's mail or knows the old one."""

import logging
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select, update

from forum.accounts import passwords, tokens
from forum.accounts.models import Member, Token
from forum.accounts.operations.sessions import end_all_sessions, end_other_sessions
from forum.accounts.operations.throttling import count_try, forgive, keys_for
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, StaleLink
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.outbox.operations import put
from forum.ports import clocks

log = logging.getLogger(__name__)

ASKED_A_DAY = 5
"""Reset mails that one member gets in 24 hours, however often somebody asks."""


@operation
def ask_for_reset(email: str) -> None:
    """Mail the owner of this address a link to choose a new password: at the address that they proved.

    Does the same work when there is no owner, so that nobody can tell; that mail is cancelled when it is due.
    """
    member = db.session.execute(
        select(Member.id, Member.email).where(Member.email_key == fold_email(email), Member.joined_at.is_not(None))
    ).first()
    member_id, address = (member.id, member.email) if member else (None, email)
    if member_id and _asked_today(member_id) >= ASKED_A_DAY:
        return
    token = tokens.issue(Purpose.RESET, member_id=member_id)
    put("account.reset", f"account.reset:{token.id}", address, {"token_id": token.id, "member_id": member_id})


@operation
def reset_password(written: str, password_hash: str) -> None:
    """Take the new password, sign the member out everywhere and tell them by mail; raises StaleLink."""
    token = tokens.use(written, Purpose.RESET)
    member = db.session.get(Member, token.member_id) if token.member_id else None
    if member is None or member.email is None:
        raise StaleLink(_("This link has been used, has expired or is incomplete."))
    member.password_hash = password_hash
    _use_up_links(member.id)
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
    keys = keys_for(f"password:{member.id}", network_address)
    count_try(keys)
    old_hash = db.session.scalar(select(Member.password_hash).where(Member.id == member.id))
    if not passwords.matches(old, old_hash):
        log.info("password change refused", extra={"member": member.id})
        raise NotAllowed(_("This is not your password."))
    forgive(keys)
    _take_password(member, old_hash, passwords.make_hash(new))
    log.info("password changed", extra={"member": member.id})


@operation
def _take_password(member: Viewer, old_hash: str | None, new_hash: str) -> None:
    """Unless it was changed meanwhile by somebody else who knew it."""
    unchanged = update(Member).where(Member.id == member.id, Member.password_hash == old_hash)
    row = db.session.execute(unchanged.values(password_hash=new_hash).returning(Member.email)).first()
    if row is None:
        raise NotAllowed(_("This is not your password."))
    _use_up_links(member.id)
    end_other_sessions(member)
    if row.email:
        put("account.password_changed", f"account.password_changed:{uuid4()}", row.email, {"member_id": member.id})


def _use_up_links(member_id: int) -> None:
    """Another link that was asked for must not undo the choice."""
    open_links = update(Token).where(Token.member_id == member_id, Token.purpose == Purpose.RESET)
    db.session.execute(open_links.where(Token.used_at.is_(None)).values(used_at=clocks.now()))


def _asked_today(member_id: int) -> int:
    recent = Token.created_at > clocks.now() - timedelta(days=1)
    asked = select(func.count()).select_from(Token).where(Token.member_id == member_id, recent)
    return db.session.scalar(asked.where(Token.purpose == Purpose.RESET)) or 0
