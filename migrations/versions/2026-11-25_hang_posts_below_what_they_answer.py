"""Hang posts below what they answer, by a path that sorts; filled in batches of discussions."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

path = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
DIGITS, ABOVE = 8, 32
AT_ONCE = 50


def upgrade() -> None:
    op.add_column("post", sa.Column("path", path, server_default="", nullable=False))
    for rows in _paths():
        op.get_bind().execute(sa.text("UPDATE post SET path = :path WHERE id = :id"), rows)
    op.create_index("ix_post_path", "post", ["discussion_id", "path"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_post_path", table_name="post")
    op.drop_column("post", "path")


def _paths() -> Iterator[list[dict[str, Any]]]:
    """The path of every post; what is answered was written before, so that by id it comes first."""
    connection, done = op.get_bind(), 0
    some = sa.text("SELECT id FROM discussion WHERE id > :done ORDER BY id LIMIT :at_once")
    posts = sa.text(
        "SELECT id, discussion_id, number, answering_id FROM post"
        " WHERE discussion_id > :done AND discussion_id <= :last ORDER BY id"
    )
    while ids := connection.execute(some, {"done": done, "at_once": AT_ONCE}).scalars().all():
        hung: dict[int, str] = {}
        for id, _discussion_id, number, answering_id in connection.execute(posts, {"done": done, "last": ids[-1]}):
            above = hung.get(answering_id, "")
            hung[id] = (above[:ABOVE] if int(above or 1) > 1 else "") + str(number).zfill(DIGITS)
        if hung:
            yield [{"id": id, "path": made} for id, made in hung.items()]
        done = ids[-1]
