"""Members, what they are on the way to becoming one, and their signed-in browsers."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


STAFF = (Role.MODERATOR, Role.ADMIN)


class View(StrEnum):
    """How somebody reads a discussion: the newest last, or each post below what it answers."""

    FLAT = "flat"
    THREADED = "threaded"


class Follow(StrEnum):
    """What somebody wants to hear of: every post, answers to them and mentions of them, or nothing at all."""

    EVERYTHING = "everything"
    REPLIES = "replies"
    NOTHING = "nothing"


class Sector(StrEnum):
    """Where somebody works, as far as they say."""

    PUBLIC = "public"
    SOCIAL_ENTERPRISE = "social"
    COMMUNITY = "community"
    OTHER = "other"
    UNSAID = "unsaid"


def search_key(name: str, handle: str, organisation: str = "") -> str:
    """What a member is found by and sorted by in the directory: folded, so that both databases find the same."""
    pieces = (fold_words(name)[:100], fold_words(handle)[:30], fold_words(organisation)[:100])
    return " ".join(pieces).rstrip()


def fold_words(words: str) -> str:
    """Words as a search compares them: without case, accents or width."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if unicodedata.category(c) != "Mn")
    return " ".join(plain.casefold().split())


def _first_search_key(context: Any) -> str:
    values = context.get_current_parameters()
    return search_key(values["name"], values["handle"])


class Member(Model):
    """A person with an account, or the author of imported writing who may claim theirs by `email_key`.

    `handle_key` and `email_key` are the folded forms under which a name or an address can be held only once.
    A row without `joined_at` is unclaimed: nobody can sign in to it. `photo` is the random name under which the
    store keeps the member's photo. Nobody acts in the name of a member before `suspended_until`. Nothing that was said
    until `read_until` is unread to them; without one, nothing that was said until they joined. A `discussion_view` of
    None is the site's. One who closed their account has neither name nor address left, and is a former member: the row
    keeps what they wrote together. `follows` is what they hear of where they chose no other word. `pages_version` grows
    with every change of what pages show to them alone.
    """

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'moderator', 'admin')", name="role"),
        CheckConstraint("(suspended_until IS NULL) = (suspended_reason IS NULL)", name="suspended"),
        CheckConstraint("discussion_view IN ('flat', 'threaded')", name="discussion_view"),
        CheckConstraint("follows IN ('everything', 'replies', 'nothing')", name="follows"),
        Index("ix_member_search", "search_key", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    handle_key: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True, default=None)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    role: Mapped[str] = mapped_column(String(10), default=Role.MEMBER)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    guidelines_version: Mapped[str | None] = mapped_column(String(10), default=None)
    guidelines_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    photo: Mapped[str | None] = mapped_column(String(32), default=None)
    language: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    suspended_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    read_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    discussion_view: Mapped[str | None] = mapped_column(String(10), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    follows: Mapped[str] = mapped_column(String(10), default=Follow.REPLIES, server_default=Follow.REPLIES)
    pages_version: Mapped[int] = mapped_column(default=0, server_default="0")
    search_key: Mapped[str | None] = mapped_column(String(240), init=False, insert_default=_first_search_key)


class RetiredHandle(Model):
    """That nobody may have a handle yet that somebody gave up with their account: known by a signature, not by name."""

    __tablename__ = "retired_handle"

    signature: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Profile(Model):
    """What a member says about themselves; there is none until they do; `about` is prose."""

    __tablename__ = "profile"
    __table_args__ = (CheckConstraint("sector IN ('public', 'social', 'community', 'other', 'unsaid')", name="sector"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(120), default="")
    sector: Mapped[str] = mapped_column(String(10), default=Sector.UNSAID)
    place: Mapped[str] = mapped_column(String(120), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    about_pipeline: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    links: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")


class SignUp(Model):
    """Someone's wish to join, until they prove that the address is theirs: only then is there a member."""

    __tablename__ = "sign_up"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(200))
    guidelines_version: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Token(Model):
    """A link that proves something once: who has it may act for `purpose` until it expires or is used.

    The link is computed from the row and the secret key (`accounts.tokens`); a copy of the table opens nothing.
    `submission` names the form that asked for it, so that two clicks bring one mail.
    """

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    salt: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True, default=None)
    sign_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), index=True, default=None
    )
    address_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("address_change.id", ondelete="CASCADE"), index=True, default=None
    )
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    submission: Mapped[str | None] = mapped_column(String(36), default=None, index=True, unique=True)


class AddressChange(Model):
    """That a member asks to have another email address: once it is proved, until whoever has the old one stops it."""

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    before: Mapped[str | None] = mapped_column(String(254))
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class BrowserSession(Model):
    """One signed-in browser; the cookie holds a random token of which only the digest is kept.

    `proved_at` is when whoever sits there last proved who they are, and `seen_at` when they were last here, to some
    minutes.
    """

    __tablename__ = "browser_session"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Throttle(Model):
    """How often signing in failed lately, for one account or one network; `blocked_until` grows with each."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
