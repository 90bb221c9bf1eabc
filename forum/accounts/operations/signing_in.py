"""Signing in: by password, by a link that was mailed, or by one of the demo's."""

import logging

from sqlalchemy import or_, select, update

from forum.accounts import passwords, tokens
from forum.accounts.devices import device_of
from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.operations.mailing_links import mail_link
from forum.accounts.operations.sessions import start_session
from forum.accounts.operations.throttling import count_try, forgive, keys_for, keys_of_device
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, stale
from forum.database import db, operation
from forum.errors import NotAllowed, TooMany
from forum.language import gettext as _

log = logging.getLogger(__name__)

LINKS_A_DAY = 10
"""Links to sign in by that one member gets in 24 hours, however often somebody asks."""


def sign_in(
    identifier: str, password: str, *, network_address: str, agent: str, known_device: str | None = None
) -> str:
    """Check handle or email address and password, and start a session; the token for the cookie.

    Refuses NotAllowed, in the same words and time whether or not the account exists, and TooMany. A browser that
    keeps what `devices.issue` gave it is not slowed down by what others try. Hashing takes place between two
    transactions, not within one.
    """
    member_id, password_hash = _find_credentials(identifier)
    device = device_of(member_id, known_device)
    keys = keys_of_device(device) if device else keys_for(fold_handle(identifier), network_address)
    try:
        count_try(keys)
    except TooMany:
        log.info("sign-in slowed down", extra={"member": member_id})
        raise
    if not passwords.matches(password, password_hash) or member_id is None or password_hash is None:
        log.info("sign-in refused", extra={"member": member_id})
        raise NotAllowed(_("This name or address and this password don’t belong together."))
    newer = passwords.make_hash(password) if passwords.is_outdated(password_hash) else None
    forgive(keys)
    log.info("signed in", extra={"member": member_id})
    return _start(member_id, newer, agent)


@operation
def ask_for_link(email: str, *, next: str = "/", submission: str | None = None) -> None:
    """Mail the owner of this address a link to sign in by, which leads on to the page `next`.

    Does the same work when there is no owner.
    """
    mail_link(Purpose.SIGN_IN, "account.sign_in", email, most_a_day=LINKS_A_DAY, submission=submission, next=next)


@operation
def sign_in_by_link(written: str, agent: str) -> str:
    """Sign in by a link that was mailed, on whatever browser it was opened; the others that were mailed end with it.

    Raises StaleLink.
    """
    session_token = _use_link(written, Purpose.SIGN_IN, agent)
    log.info("signed in by link")
    return session_token


@operation
def demo_sign_in(written: str, agent: str) -> str:
    """Sign in by a link that `make demo` printed; raises StaleLink."""
    return _use_link(written, Purpose.DEMO, agent)


def _use_link(written: str, purpose: Purpose, agent: str) -> str:
    token = tokens.use(written, purpose)
    if token.member_id is None:
        raise stale()
    tokens.use_up(token.member_id, purpose)
    return start_session(token.member_id, agent)


@operation
def _start(member_id: int, newer_hash: str | None, agent: str) -> str:
    if newer_hash:
        db.session.execute(update(Member).where(Member.id == member_id).values(password_hash=newer_hash))
    return start_session(member_id, agent)


def _find_credentials(identifier: str) -> tuple[int | None, str | None]:
    named = or_(Member.email_key == fold_email(identifier), Member.handle_key == fold_handle(identifier))
    row = db.session.execute(
        select(Member.id, Member.password_hash).where(named, Member.joined_at.is_not(None))
    ).first()
    return (row.id, row.password_hash) if row else (None, None)
