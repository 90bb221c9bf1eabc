"""What somebody wrote, as far as the viewer may read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, tuple_

from forum import text
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.queries.shapes import WrittenRow
from forum.groups.models import Group
from forum.paging import Cursor

WRITTEN_SIZE = 30


def list_posts_of(
    viewer: Viewer | None, member_id: int, before: str | None = None, *, limit: int = WRITTEN_SIZE
) -> tuple[list[WrittenRow], Cursor | None]:
    """What a member wrote where the viewer may read it, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    query = (
        select(Discussion.id, Discussion.title, Post.number, Post.written_at, Group.slug, Group.name, Group.kind,
               Post.html, Post.id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Post.author_id == member_id, policy.is_shown(), policy.visible_to(viewer))
        .order_by(Post.written_at.desc(), Post.id.desc())
    )  # fmt: skip
    if cursor:
        query = query.where(tuple_(Post.written_at, Post.id) < tuple_(cursor.at, cursor.id))
    rows = db.session.execute(query.limit(limit + 1)).all()
    shown = rows[:limit]
    more = Cursor(shown[-1].written_at, shown[-1][-1]) if len(rows) > limit else None
    return [_written(tuple(row)) for row in shown], more


def _written(values: Sequence[Any]) -> WrittenRow:
    *facts, html, _id = values
    return WrittenRow(*[*facts, text.excerpt(html)])
