"""Reading members and their sessions."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase

import idna
from sqlalchemy import bindparam, select

from forum.accounts.models import BrowserSession, Member, Role
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import NotFound
from forum.language import gettext as _
from forum.ports import clocks

LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
VIEWER = (Member.id, Member.handle, Member.name, Member.role)

SIGNED_IN = (
    select(*VIEWER, BrowserSession.id)
    .join(BrowserSession, BrowserSession.member_id == Member.id)
    .where(BrowserSession.token_hash == bindparam("token_hash"), BrowserSession.expires_at > bindparam("now"))
)
"""Made once: every request of a member asks it."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    agent: str
    created_at: datetime
    is_this_one: bool


def fold_email(email: str) -> str:
    """The form under which an address is held once: no two addresses that mail can reach apart may share it.

    A-Z fold everywhere; a domain is written as it is looked up (IDNA 2008, where ß is not ss).
    """
    local, _at, domain = email.strip().rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        domain = domain.translate(LOWER)
    return f"{local.translate(LOWER)}@{domain}"


def fold_handle(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()


def hash_session_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def find_signed_in(token: str) -> Viewer | None:
    """The member whose browser holds this session token, if the session has not ended; one narrow query."""
    row = db.session.execute(SIGNED_IN, {"token_hash": hash_session_token(token), "now": clocks.now()}).first()
    return Viewer(*row) if row else None


def find_member(viewer: Viewer | None, handle: str) -> Viewer:  # noqa: ARG001  members are public in name
    """The member with this handle, or NotFound; someone who has not joined yet is not there."""
    row = db.session.execute(
        select(*VIEWER).where(Member.handle_key == fold_handle(handle), Member.joined_at.is_not(None))
    ).first()
    if row is None:
        raise NotFound(_("There is no member called “%(handle)s”.", handle=handle))
    return Viewer(*row)


def list_sessions(viewer: Viewer) -> list[SessionRow]:
    """The viewer's signed-in browsers, the newest first."""
    rows = db.session.execute(
        select(BrowserSession.id, BrowserSession.agent, BrowserSession.created_at)
        .where(BrowserSession.member_id == viewer.id, BrowserSession.expires_at > clocks.now())
        .order_by(BrowserSession.id.desc())
        .limit(100)
    )
    return [SessionRow(*row, is_this_one=row.id == viewer.session_id) for row in rows]


def has_admin() -> bool:
    """Whether somebody can look after the site."""
    query = select(Member.id).where(Member.role == Role.ADMIN, Member.joined_at.is_not(None)).limit(1)
    return db.session.scalar(query) is not None
