"""What somebody wrote, as far as the viewer may read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from forum import text
from forum.accounts.statements import ONWARDS, onwards, prepared
from forum.accounts.viewers import Viewer
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.queries.shapes import WrittenRow
from forum.groups.models import Group
from forum.paging import Cursor

WRITTEN_SIZE = 30
WRITTEN: tuple[Any, ...] = (
    Discussion.id, Discussion.title, Post.number, Post.written_at, Group.slug, Group.name, Group.kind, Post.html,
    Post.id,
)  # fmt: skip


def list_posts_of(
    viewer: Viewer | None, member_id: int, before: str | None = None, *, limit: int = WRITTEN_SIZE
) -> tuple[list[WrittenRow], Cursor | None]:
    """What a member wrote where the viewer may read it, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    rows = _written_by(viewer, cursor is not None, member=member_id, most=limit + 1, **onwards(cursor)).all()
    shown = rows[:limit]
    more = Cursor(shown[-1].written_at, shown[-1][-1]) if len(rows) > limit else None
    return [_written(tuple(row)) for row in shown], more


@prepared
def _written_by(viewer: Viewer | None, goes_on: bool) -> Select[Any]:
    query = (
        select(*WRITTEN)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Post.author_id == bindparam("member"), policy.is_shown(), policy.visible_to(viewer))
        .order_by(Post.written_at.desc(), Post.id.desc())
        .limit(bindparam("most"))
    )
    return query.where(tuple_(Post.written_at, Post.id) < ONWARDS) if goes_on else query


def _written(values: Sequence[Any]) -> WrittenRow:
    *facts, html, _id = values
    return WrittenRow(*[*facts, text.excerpt(html)])
