"""What a post said before it was edited, and what changed: for whoever may see the post."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum import text
from forum.database import db
from forum.discussions.models import Post, Revision
from forum.discussions.queries import PostView
from forum.discussions.sources import veiled
from forum.errors import NotFound
from forum.language import gettext as _

MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a post: its revision, its place among those that are kept, and since when it stood there."""

    revision: int
    place: int
    since: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a post, the newest first; and what changed from the one `earlier` to the one `chosen`."""

    versions: list[Version]
    chosen: Version
    earlier: Version | None
    changes: list[text.Change]


def read_history(post: PostView, chosen: int | None = None, earlier: int | None = None) -> History:
    """The history of a post that was found for a viewer; NotFound for one that is down and for no such revision.

    The newest version and the one before it are compared unless others are asked for. What quotes say in any of
    them is shown only where it may be shown now.
    """
    if not post.is_shown:
        raise NotFound(_("There is no such post."))
    versions = _versions(post)
    shown = _find(versions, chosen) if chosen else versions[0]
    before = _find(versions, earlier) if earlier else next((old for old in versions if old.place < shown.place), None)
    old = _source(post, before) if before else _source(post, shown)
    return History(versions, shown, before, text.changes(old, _source(post, shown)))


def _versions(post: PostView) -> list[Version]:
    """What was edited within its first minutes left no version behind, so revisions may leave numbers out."""
    kept = select(Revision.number, Revision.ended_at).where(Revision.post_id == post.id).order_by(Revision.number)
    ended = db.session.execute(kept).all()
    begins = [post.written_at, *(row.ended_at for row in ended)]
    revisions = [*(row.number for row in ended), post.revision]
    versions = [Version(*facts) for facts in zip(revisions, range(1, len(revisions) + 1), begins, strict=True)]
    return versions[::-1][:MOST_VERSIONS]


def _find(versions: list[Version], revision: int) -> Version:
    for version in versions:
        if version.revision == revision:
            return version
    raise NotFound(_("There is no such version of this post."))


def _source(post: PostView, version: Version) -> str:
    query = select(Post.source, Post.source_format, Post.words).where(Post.id == post.id)
    if version.revision != post.revision:
        query = select(Revision.source, Revision.source_format, Revision.words).where(
            Revision.post_id == post.id, Revision.number == version.revision
        )
    source, source_format, words = db.session.execute(query).one()
    return veiled(post, source, source_format, words)
