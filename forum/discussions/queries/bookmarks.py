"""A member's own bookmarks: of a post that they may not read any more there is their note, and nothing else."""

from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, select, tuple_

from forum import text
from forum.accounts.models import Member
from forum.accounts.viewers import PERSON, Viewer, author
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Bookmark, Discussion, Post
from forum.discussions.queries.shapes import BookmarkRow, PostView, WrittenRow
from forum.groups.models import Group
from forum.paging import Cursor

BOOKMARKS_SIZE = 30

WRITTEN = (
    Discussion.id, Discussion.title, Post.number, Post.written_at, Group.slug, Group.name, Group.kind, Post.html,
)  # fmt: skip


def list_bookmarks(
    viewer: Viewer, before: str | None = None, limit: int = BOOKMARKS_SIZE
) -> tuple[list[BookmarkRow], Cursor | None]:
    """The newest first, and where to go on."""
    query = _select(viewer).order_by(Bookmark.at.desc(), Bookmark.id.desc())
    if cursor := Cursor.parse(before):
        query = query.where(tuple_(Bookmark.at, Bookmark.id) < tuple_(cursor.at, cursor.id))
    rows = [_row(*row) for row in db.session.execute(query.limit(limit + 1))]
    shown = rows[:limit]
    return shown, Cursor(shown[-1].at, shown[-1].id) if len(rows) > limit else None


def find_bookmark(viewer: Viewer, post: PostView) -> tuple[int, str] | None:
    """Id and note of the viewer's bookmark of a post that was found for them."""
    own = select(Bookmark.id, Bookmark.note).where(Bookmark.member_id == viewer.id, Bookmark.post_id == post.id)
    row = db.session.execute(own).first()
    return (row.id, row.note) if row else None


def _select(viewer: Viewer) -> Select[Any]:
    here = (Post.discussion_id == Discussion.id, Discussion.group_id == Group.id)
    seen = select(Post.id).where(*here, Post.id == Bookmark.post_id, policy.is_shown(), policy.visible_to(viewer))
    columns: tuple[Any, ...] = (Bookmark.id, Bookmark.note, Bookmark.at, *WRITTEN, *PERSON)
    return (
        select(*columns)
        .select_from(Bookmark)
        .outerjoin(Post, and_(Post.id == Bookmark.post_id, seen.correlate(Bookmark).exists()))
        .outerjoin(Discussion, Discussion.id == Post.discussion_id)
        .outerjoin(Group, Group.id == Discussion.group_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Bookmark.member_id == viewer.id)
    )


def _row(id: int, note: str, at: Any, *values: Any) -> BookmarkRow:
    *facts, html = values[: len(WRITTEN)]
    if facts[0] is None:
        return BookmarkRow(id, note, at, None, None)
    excerpt = text.excerpt(Markup(html))  # noqa: S704  made safe by text, when it was written
    return BookmarkRow(id, note, at, WrittenRow(*[*facts, excerpt]), author(*values[len(WRITTEN) :]))
