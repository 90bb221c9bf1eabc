"""Signing in, by password or by one of the demo's links."""

import logging

from sqlalchemy import or_, select, update

from forum.accounts import passwords, tokens
from forum.accounts.devices import device_of
from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.operations.sessions import start_session
from forum.accounts.operations.throttling import count_try, forgive, keys_for, keys_of_device
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, StaleLink
from forum.database import db, operation
from forum.errors import NotAllowed, TooMany
from forum.language import gettext as _

log = logging.getLogger(__name__)


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
def demo_sign_in(written: str, agent: str) -> str:
    """Sign in by a link that `make demo` printed; raises StaleLink."""
    token = tokens.use(written, Purpose.DEMO)
    if token.member_id is None:
        raise StaleLink(_("This link has been used, has expired or is incomplete."))
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
