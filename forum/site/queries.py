"""Reading what the community is called."""

from time import monotonic

from flask import current_app
from sqlalchemy import select

from forum.config import settings
from forum.database import db
from forum.site.models import Site

NAME_KEPT = 60
"""Seconds for which a process believes the name it read."""


def site_name() -> str:
    """The community's name; every page shows it, so each process reads it once a minute."""
    kept: dict[str, tuple[float, str]] = current_app.extensions.setdefault("roomful.site", {})
    read_at, name = kept.get("name", (0.0, ""))
    if not name or monotonic() - read_at > NAME_KEPT:
        name = db.session.scalar(select(Site.name)) or settings().site_name
        kept["name"] = (monotonic(), name)
    return name


def forget_name() -> None:
    """Read the name again next time: it was changed here."""
    current_app.extensions.pop("roomful.site", None)
