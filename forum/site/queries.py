"""Reading what the community is called, and what its members agree to."""

from time import monotonic

from flask import current_app
from sqlalchemy import select

from forum.config import settings
from forum.database import db
from forum.site import guidelines
from forum.site.models import Site

NAME_KEPT = 60
"""Seconds for which a process believes the name it read."""


def site_name() -> str:
    """The community's name; every page shows it, so each process reads it once a minute."""
    return _read()[0]


def consent_version() -> str:
    """Which version of guidelines and terms members are to have agreed to; read with the name."""
    return _read()[1]


def forget_name() -> None:
    """Read name and consent again next time: they were changed here."""
    current_app.extensions.pop("roomful.site", None)


def _read() -> tuple[str, str]:
    kept: dict[str, tuple[float, tuple[str, str]]] = current_app.extensions.setdefault("roomful.site", {})
    read_at, read = kept.get("site", (0.0, ("", "")))
    if not read[0] or monotonic() - read_at > NAME_KEPT:
        row = db.session.execute(select(Site.name, Site.consent)).first()
        name, consent = row if row else ("", "")
        read = (name or settings().site_name, consent or guidelines.VERSION)
        kept["site"] = (monotonic(), read)
    return read
