"""Links that prove something once: made from a row and the secret key, so that a copy of the table opens nothing."""

from datetime import timedelta
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import select, update

from forum.accounts import signatures
from forum.accounts.models import Token
from forum.database import db
from forum.errors import ForumError
from forum.language import gettext as _
from forum.paging import MAX_ID
from forum.ports import clocks

USE = "roomful link"


class Purpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    SIGN_IN = "sign-in"
    NEW_ADDRESS = "new-address"
    OLD_ADDRESS = "old-address"
    SET_UP = "set-up"
    DEMO = "demo"


LIFETIME = {
    Purpose.CONFIRM: timedelta(hours=48),
    Purpose.RESET: timedelta(hours=2),
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.NEW_ADDRESS: timedelta(hours=48),
    Purpose.OLD_ADDRESS: timedelta(days=7),
    Purpose.SET_UP: timedelta(days=7),
    Purpose.DEMO: timedelta(days=30),
}


class StaleLink(ForumError):
    """The link was used, has expired, or never was one: which of them is not said."""

    status = 410


def issue(
    purpose: Purpose,
    *,
    member_id: int | None = None,
    sign_up_id: int | None = None,
    address_change_id: int | None = None,
    submission: str | None = None,
) -> Token:
    """A new link, within the running verb; `submission` names the form that asks for it."""
    now = clocks.now()
    token = Token(
        purpose=purpose,
        salt=token_hex(16),
        created_at=now,
        expires_at=now + LIFETIME[purpose],
        member_id=member_id,
        sign_up_id=sign_up_id,
        address_change_id=address_change_id,
        submission=submission,
    )
    db.session.add(token)
    db.session.flush()
    return token


def is_issued(submission: str | None) -> bool:
    """Whether this form asked for its link before."""
    issued = select(Token.id).where(Token.submission == submission)
    return submission is not None and db.session.scalar(issued) is not None


def write(token: Token) -> str:
    """What stands in the link."""
    return f"{token.id}.{signatures.sign(USE, _signed(token))}"


def read(written: str, purpose: Purpose) -> Token:
    """The row behind a link that may still be used; raises StaleLink."""
    number, _dot, mac = written.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    if not (is_number and mac.isascii()) or not 0 < int(number) <= MAX_ID:
        raise stale()
    token = db.session.scalar(select(Token).where(Token.id == int(number)))
    if token is None or not signatures.is_signed(USE, _signed(token), mac):
        raise stale()
    if token.purpose != purpose or token.used_at or token.expires_at <= clocks.now():
        raise stale()
    return token


def use(written: str, purpose: Purpose) -> Token:
    """Use the link up, within the running verb: of two that try, one gets StaleLink."""
    token = read(written, purpose)
    unused = update(Token).where(Token.id == token.id, Token.used_at.is_(None)).values(used_at=clocks.now())
    if db.session.execute(unused.returning(Token.id)).first() is None:
        raise stale()
    return token


def use_up(member_id: int, *purposes: Purpose) -> None:
    """Let none of the member's open links for these purposes be used any more, within the running verb."""
    open_links = update(Token).where(Token.member_id == member_id, Token.purpose.in_(purposes))
    db.session.execute(open_links.where(Token.used_at.is_(None)).values(used_at=clocks.now()))


def stale() -> StaleLink:
    return StaleLink(_("This link has been used, has expired or is incomplete."))


def _signed(token: Token) -> str:
    return f"{token.purpose}:{token.id}:{token.salt}"
