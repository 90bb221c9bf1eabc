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
    SET_UP = "set-up"
    DEMO = "demo"


LIFETIME = {
    Purpose.CONFIRM: timedelta(hours=48),
    Purpose.RESET: timedelta(hours=2),
    Purpose.SET_UP: timedelta(days=7),
    Purpose.DEMO: timedelta(days=30),
}


class StaleLink(ForumError):
    """The link was used, has expired, or never was one: which of them is not said."""

    status = 410


def issue(purpose: Purpose, *, member_id: int | None = None, sign_up_id: int | None = None) -> Token:
    """A new link, within the running verb."""
    now = clocks.now()
    token = Token(
        purpose=purpose,
        salt=token_hex(16),
        created_at=now,
        expires_at=now + LIFETIME[purpose],
        member_id=member_id,
        sign_up_id=sign_up_id,
    )
    db.session.add(token)
    db.session.flush()
    return token


def write(token: Token) -> str:
    """What stands in the link."""
    return f"{token.id}.{signatures.sign(USE, _signed(token))}"


def read(written: str, purpose: Purpose) -> Token:
    """The row behind a link that may still be used; raises StaleLink."""
    number, _dot, mac = written.partition(".")
    stale = StaleLink(_("This link has been used, has expired or is incomplete."))
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    if not (is_number and mac.isascii()) or not 0 < int(number) <= MAX_ID:
        raise stale
    token = db.session.scalar(select(Token).where(Token.id == int(number)))
    if token is None or not signatures.is_signed(USE, _signed(token), mac):
        raise stale
    if token.purpose != purpose or token.used_at or token.expires_at <= clocks.now():
        raise stale
    return token


def use(written: str, purpose: Purpose) -> Token:
    """Use the link up, within the running verb: of two that try, one gets StaleLink."""
    token = read(written, purpose)
    unused = update(Token).where(Token.id == token.id, Token.used_at.is_(None)).values(used_at=clocks.now())
    if db.session.execute(unused.returning(Token.id)).first() is None:
        raise StaleLink(_("This link has been used, has expired or is incomplete."))
    return token


def _signed(token: Token) -> str:
    return f"{token.purpose}:{token.id}:{token.salt}"
