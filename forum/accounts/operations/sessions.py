"""Signed-in browsers: a row each, so that any of them can be ended at once."""

from collections.abc import Collection
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, or_, update

from forum.accounts.models import AddressChange, BrowserSession, RetiredHandle, SignUp, Throttle, Token
from forum.accounts.operations.standing import require_good_standing
from forum.accounts.queries import hash_session_token
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.ports import clocks

LIFETIME = timedelta(days=60)
SEEN_EVERY = timedelta(minutes=5)
"""How closely it is known when a browser was last used."""

SIGN_UP_KEPT = timedelta(days=14)
ADDRESS_CHANGE_KEPT = timedelta(days=30)
THROTTLE_KEPT = timedelta(days=1)


@operation
def start_session(member_id: int, agent: str) -> str:
    """Sign the member in on one more browser; the token for its cookie, shown this once. Raises Suspended."""
    require_good_standing(member_id)
    now = clocks.now()
    token = token_urlsafe(32)
    db.session.add(
        BrowserSession(
            member_id=member_id,
            token_hash=hash_session_token(token),
            agent=agent[:80],
            created_at=now,
            expires_at=now + LIFETIME,
            proved_at=now,
        )
    )
    return token


@operation
def see_sessions(session_ids: Collection[int]) -> None:
    """Remember that whoever sits at these browsers was here just now."""
    lately = clocks.now() - SEEN_EVERY
    outdated = or_(BrowserSession.seen_at.is_(None), BrowserSession.seen_at <= lately)
    seen = update(BrowserSession).where(BrowserSession.id.in_(session_ids), outdated)
    db.session.execute(seen.values(seen_at=clocks.now()))


@operation
def end_session(member: Viewer, session_id: int) -> None:
    """Sign one of the member's browsers out; ending one that is gone, or another's, does nothing."""
    own = BrowserSession.member_id == member.id
    db.session.execute(delete(BrowserSession).where(BrowserSession.id == session_id, own))


@operation
def end_session_of(token: str) -> None:
    """Sign out the browser that holds this token, whatever its member may do otherwise."""
    db.session.execute(delete(BrowserSession).where(BrowserSession.token_hash == hash_session_token(token)))


@operation
def end_other_sessions(member: Viewer) -> None:
    """Sign the member out everywhere but on the browser that asks."""
    others = BrowserSession.id != member.session_id
    db.session.execute(delete(BrowserSession).where(BrowserSession.member_id == member.id, others))


def end_all_sessions(member_id: int) -> None:
    """Sign the member out everywhere, within the running verb."""
    db.session.execute(delete(BrowserSession).where(BrowserSession.member_id == member_id))


@operation
def purge() -> None:
    """Drop what has run out: sessions, links, wishes to join that were never confirmed, old addresses and failures."""
    now = clocks.now()
    db.session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now))
    db.session.execute(delete(Token).where(Token.expires_at <= now - SIGN_UP_KEPT))
    db.session.execute(delete(SignUp).where(SignUp.created_at <= now - SIGN_UP_KEPT))
    db.session.execute(delete(AddressChange).where(AddressChange.asked_at <= now - ADDRESS_CHANGE_KEPT))
    db.session.execute(delete(RetiredHandle).where(RetiredHandle.until <= now))
    db.session.execute(delete(Throttle).where(Throttle.last_at <= now - THROTTLE_KEPT))
