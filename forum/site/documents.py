"""What the community says of itself: about, guidelines, terms, privacy, accessibility, help with formatting.

Each comes with the software and may be written anew by an admin; every version is kept. Some ask for consent.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from sqlalchemy import select

from forum import text
from forum.database import db
from forum.site.models import Document

NAMES = ("about", "guidelines", "terms", "privacy", "accessibility", "formatting")
AGREED = ("guidelines", "terms")
"""What members agree to."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it stands. `version` counts from 1, which is what came with the software."""

    name: str
    version: int
    source: str
    html: str
    published_at: datetime | None = None


def find_document(name: str) -> DocumentView:
    """The version in force."""
    query = select(Document.version, Document.source, Document.html, Document.published_at)
    row = db.session.execute(query.where(Document.name == name).order_by(Document.version.desc()).limit(1)).first()
    return DocumentView(name, *row) if row else shipped(name)


@cache
def shipped(name: str) -> DocumentView:
    """What came with the software."""
    source = files("forum.site").joinpath("pages", f"{name}.md").read_text(encoding="utf-8")
    return DocumentView(name, 1, source, text.fill(text.cook(source).template, {}))
