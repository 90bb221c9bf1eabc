"""A new password for whoever can read the account's mail."""

from datetime import timedelta

from sqlalchemy import func, select, update

from forum.accounts import tokens
from forum.accounts.models import Member, Token
from forum.accounts.operations.sessions import end_all_sessions
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, StaleLink
from forum.database import db, operation
from forum.language import gettext as _
from forum.outbox.operations import put
from forum.ports import clocks

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


def _use_up_links(member_id: int) -> None:
    """Another link that was asked for must not undo the choice."""
    open_links = update(Token).where(Token.member_id == member_id, Token.purpose == Purpose.RESET)
    db.session.execute(open_links.where(Token.used_at.is_(None)).values(used_at=clocks.now()))


def _asked_today(member_id: int) -> int:
    recent = Token.created_at > clocks.now() - timedelta(days=1)
    asked = select(func.count()).select_from(Token).where(Token.member_id == member_id, recent)
    return db.session.scalar(asked.where(Token.purpose == Purpose.RESET)) or 0
