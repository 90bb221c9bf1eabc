"""Let posts and discussions move and be found again; lists lead to the newest post, which need not be the last one.

Columns are added one by one, never by rebuilding: SQLite would empty what refers to a table that is dropped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = (
    ("discussion", "split_from_id", "discussion", ""),
    ("discussion", "merged_into_id", "discussion", ""),
    ("ruling", "from_group_id", "group", " ON DELETE SET NULL"),
)


def upgrade() -> None:
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column, other, deleting in ADDED:
        name = f"fk_{table}_{column}_{other}"
        op.execute(
            f'ALTER TABLE {table} ADD COLUMN {column} {integer} CONSTRAINT {name} REFERENCES "{other}" (id){deleting}'
        )
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_table(
        "former_place",
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("post_id", number, nullable=False),
        sa.Column("to_id", number, nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name="fk_former_place_discussion_id_discussion"),
        sa.ForeignKeyConstraint(["to_id"], ["discussion.id"], name="fk_former_place_to_id_discussion"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_former_place_post_id_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("discussion_id", "number", name="pk_former_place"),
    )
    op.create_index("ix_former_place_post_id", "former_place", ["post_id"])
    op.create_index("ix_former_place_to_id", "former_place", ["to_id"])
    op.add_column("discussion", sa.Column("newest_number", number, server_default="0", nullable=False))
    op.execute(
        "UPDATE discussion SET newest_number = coalesce((SELECT number FROM post"
        " WHERE post.discussion_id = discussion.id AND deleted_at IS NULL AND hidden_at IS NULL"
        " ORDER BY written_at DESC, number DESC LIMIT 1), 0)"
    )
    op.execute(
        "UPDATE discussion SET"
        " last_posted_at = (SELECT written_at FROM post WHERE discussion_id = discussion.id AND number = newest_number),"
        " last_poster_id = (SELECT author_id FROM post WHERE discussion_id = discussion.id AND number = newest_number)"
        " WHERE newest_number > 0"
    )


def downgrade() -> None:
    op.drop_column("discussion", "newest_number")
    op.drop_table("former_place")
    for table, column, _other, _deleting in reversed(ADDED):
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.drop_column(table, column)
