"""Proving once more who sits at a browser: before what could take an account away from its owner."""

import logging

from sqlalchemy import select, update

from forum.accounts import passwords
from forum.accounts.models import BrowserSession, Member
from forum.accounts.operations.throttling import count_try, forgive, keys_for
from forum.accounts.queries import is_proved
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.ports import clocks

log = logging.getLogger(__name__)


class NotProved(NotAllowed):
    """It may be the member or somebody at their browser: that has to be proved first."""


def prove(member: Viewer, password: str, *, network_address: str) -> None:
    """Take the password as the proof, which lasts ten minutes at this browser; refuses NotAllowed and TooMany."""
    check_password(member, password, network_address=network_address)
    _note_proof(member)


def check_password(member: Viewer, password: str, *, network_address: str) -> str | None:
    """The hash of the member's password, if this is it; refuses NotAllowed and TooMany."""
    keys = keys_for(f"password:{member.id}", network_address)
    count_try(keys)
    password_hash = db.session.scalar(select(Member.password_hash).where(Member.id == member.id))
    if not passwords.matches(password, password_hash):
        log.info("password refused", extra={"member": member.id})
        raise NotAllowed(_("This is not your password."))
    forgive(keys)
    return password_hash


def require_proof(member: Viewer) -> None:
    """Refuse NotProved within a verb that only the member may perform."""
    if not is_proved(member):
        raise NotProved(_("Please say once more that it is you."))


@operation
def _note_proof(member: Viewer) -> None:
    held = update(BrowserSession).where(BrowserSession.id == member.session_id)
    db.session.execute(held.values(proved_at=clocks.now()))
