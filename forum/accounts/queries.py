"""Reading members and their sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import idna
from markupsafe import Markup
from sqlalchemy import ColumnElement, bindparam, func, select, tuple_

from forum.accounts.handles import fold_handle
from forum.accounts.models import BrowserSession, Member, Profile, Role, Sector, fold_words
from forum.accounts.standing import refuse_suspended
from forum.accounts.statements import rows
from forum.accounts.viewers import PERSON, Author, Viewer, author
from forum.database import db
from forum.errors import NotFound
from forum.language import gettext as _
from forum.ports import clocks

LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
VIEWER = (Member.id, Member.handle, Member.name, Member.role)
PROOF_LASTS = timedelta(minutes=10)
DIRECTORY_SIZE = 48
WORDS_LIMIT = 5
"""Words of a search that count."""

STANDING = (Member.suspended_until, Member.suspended_reason)
SHOWN = (
    Member.photo, Member.language, func.coalesce(Profile.time_zone, "UTC"), Member.guidelines_version,
    Member.discussion_view, Member.pages_version,
)  # fmt: skip
SIGNED_IN = (
    select(*VIEWER, BrowserSession.id, *SHOWN, *STANDING)
    .join(BrowserSession, BrowserSession.member_id == Member.id)
    .outerjoin(Profile, Profile.member_id == Member.id)
    .where(BrowserSession.token_hash == bindparam("token_hash"), BrowserSession.expires_at > bindparam("now"))
    .where(Member.joined_at.is_not(None))
)
"""Made once: every request of a member asks it."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    agent: str
    created_at: datetime
    seen_at: datetime | None
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A member as their page shows them. One who has not joined yet is known by their imported writing only.

    Only staff know who is suspended.
    """

    author: Author
    handle: str
    role: str
    joined_at: datetime | None
    organisation: str
    sector: str
    place: str
    about: str
    about_html: Markup
    links: tuple[str, ...]
    time_zone: str
    suspended_until: datetime | None
    suspended_reason: str | None

    @property
    def id(self) -> int:
        return self.author.id or 0

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > clocks.now()


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the directory shows them."""

    author: Author
    organisation: str
    sector: str
    place: str


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


def hash_session_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def find_signed_in(token: str) -> Viewer | None:
    """The member whose browser holds this session token, if the session has not ended; one narrow query.

    Raises Suspended.
    """
    row = rows(SIGNED_IN, {"token_hash": hash_session_token(token), "now": clocks.now()}).first()
    if row is None:
        return None
    values: tuple[Any, ...] = tuple(row)
    refuse_suspended(*values[-len(STANDING) :])
    return Viewer(*values[: -len(STANDING)])


def find_member(viewer: Viewer | None, handle: str) -> Viewer:  # noqa: ARG001  members are public in name
    """The member with this handle, or NotFound; someone who has not joined yet is not there."""
    row = db.session.execute(
        select(*VIEWER).where(Member.handle_key == fold_handle(handle), Member.joined_at.is_not(None))
    ).first()
    if row is None:
        raise NotFound(_("There is no member called “%(handle)s”.", handle=handle))
    return Viewer(*row)


def find_profile(viewer: Viewer | None, handle: str) -> ProfileView:
    """What the member or unclaimed author with this handle says about themselves; NotFound."""
    query = (
        select(*PERSON, Member.joined_at, *PROFILE, *STANDING)
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.handle_key == fold_handle(handle), Member.closed_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no member called “%(handle)s”.", handle=handle))
    return _profile(row, by_staff=viewer is not None and viewer.is_staff)


def find_joined(viewer: Viewer | None, handle: str) -> ProfileView:
    """The same for members only: NotFound for an unclaimed author, whom not everybody knows of."""
    profile = find_profile(viewer, handle)
    if profile.joined_at is None:
        raise NotFound(_("There is no member called “%(handle)s”.", handle=handle))
    return profile


def holds_photo(handle: str, photo: str) -> bool:
    """Whether this is the photo of the member with this handle."""
    held = select(Member.id).where(Member.handle_key == fold_handle(handle), Member.photo == photo)
    return db.session.scalar(held) is not None


def list_directory(
    viewer: Viewer | None,  # noqa: ARG001  members are public in name
    words: str = "",
    sector: str | None = None,
    after: int | None = None,
) -> tuple[list[MemberCard], int | None]:
    """Members by name, those whose name, handle or organisation has all of the words, and after whom to go on."""
    query = (
        select(*PERSON, *PROFILE[:3])
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.joined_at.is_not(None), *_having(words))
        .order_by(Member.search_key, Member.id)
    )
    if sector:
        query = query.where(Profile.sector == sector)
    if after:
        query = query.where(*_following(after))
    cards = [_card(row) for row in db.session.execute(query.limit(DIRECTORY_SIZE + 1))]
    shown = cards[:DIRECTORY_SIZE]
    return shown, shown[-1].author.id if len(cards) > DIRECTORY_SIZE else None


def find_email(viewer: Viewer) -> str | None:
    """The viewer's own address."""
    return db.session.scalar(select(Member.email).where(Member.id == viewer.id))


def is_proved(viewer: Viewer) -> bool:
    """Whether whoever sits at the viewer's browser proved lately who they are: by signing in or once more."""
    held = select(BrowserSession.proved_at).where(BrowserSession.id == viewer.session_id)
    proved_at = db.session.scalar(held) if viewer.session_id else None
    return proved_at is not None and proved_at > clocks.now() - PROOF_LASTS


def list_sessions(viewer: Viewer) -> list[SessionRow]:
    """The viewer's signed-in browsers, the newest first."""
    rows = db.session.execute(
        select(BrowserSession.id, BrowserSession.agent, BrowserSession.created_at, BrowserSession.seen_at)
        .where(BrowserSession.member_id == viewer.id, BrowserSession.expires_at > clocks.now())
        .order_by(BrowserSession.id.desc())
        .limit(100)
    )
    return [SessionRow(*row, is_this_one=row.id == viewer.session_id) for row in rows]


PROFILE = (
    Profile.organisation, Profile.sector, Profile.place, Profile.about, Profile.about_html, Profile.links,
    Profile.time_zone,
)  # fmt: skip


def _profile(row: Any, *, by_staff: bool) -> ProfileView:
    return ProfileView(
        author=author(row.id, row.handle, row.name, row.role, row.photo),
        handle=row.handle,
        role=row.role,
        joined_at=row.joined_at,
        organisation=row.organisation or "",
        sector=row.sector or Sector.UNSAID,
        place=row.place or "",
        about=row.about or "",
        about_html=Markup(row.about_html or ""),  # noqa: S704  made safe by text, when it was written
        links=tuple(row.links or ()),
        time_zone=row.time_zone or "UTC",
        suspended_until=row.suspended_until if by_staff else None,
        suspended_reason=row.suspended_reason if by_staff else None,
    )


def _card(row: Sequence[Any]) -> MemberCard:
    *person, organisation, sector, place = row
    return MemberCard(author(*person), organisation or "", sector or Sector.UNSAID, place or "")


def _having(words: str) -> list[ColumnElement[bool]]:
    sought = fold_words(words).removeprefix("@").split()[:WORDS_LIMIT]
    return [Member.search_key.contains(word, autoescape=True) for word in sought]


def _following(after: int) -> list[ColumnElement[bool]]:
    """Those who come after this member; all of them if there is no such one."""
    key = db.session.scalar(select(Member.search_key).where(Member.id == after))
    return [tuple_(Member.search_key, Member.id) > tuple_(key, after)] if key else []


def has_admin() -> bool:
    """Whether somebody can look after the site."""
    query = select(Member.id).where(Member.role == Role.ADMIN, Member.joined_at.is_not(None)).limit(1)
    return db.session.scalar(query) is not None
