"""Remember how far people have read, and count how often a discussion is looked at.

What came from an archive is news to nobody: it has no moment at which it appeared. Columns are added one by one,
never by rebuilding: SQLite would empty what refers to the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)
SHOWN = "deleted_at IS NULL AND hidden_at IS NULL"

APPEARED = """
UPDATE post SET appeared_at = written_at
WHERE id NOT IN (SELECT row_id FROM imported WHERE kind = 'comment')
AND NOT (
    number = 1
    AND discussion_id IN (SELECT row_id FROM imported WHERE kind IN ('discussion', 'blog', 'page', 'event'))
)
"""


def upgrade() -> None:
    op.add_column("member", sa.Column("read_until", instant, nullable=True))
    op.add_column("membership", sa.Column("read_until", instant, nullable=True))
    op.add_column("post", sa.Column("appeared_at", instant, nullable=True))
    op.execute(APPEARED)
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE discussion ADD COLUMN views_count {integer} DEFAULT '0' NOT NULL "
        "CONSTRAINT ck_discussion_views_count CHECK (views_count >= 0)"
    )
    op.create_index("ix_discussion_started", "discussion", ["started_at", "id"])
    op.create_index("ix_post_written", "post", ["written_at"])
    op.create_index(
        "ix_post_shown",
        "post",
        ["discussion_id", "number", "author_id", "appeared_at"],
        sqlite_where=sa.text(SHOWN),
        postgresql_where=sa.text(SHOWN),
    )
    op.create_table(
        "reading",
        sa.Column("member_id", number, nullable=False),
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("number_before", number, nullable=False),
        sa.Column("at_before", instant, nullable=True),
        sa.CheckConstraint("number_before >= 0 AND number_before <= number", name="ck_reading_number"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_reading_discussion_id_discussion", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_reading_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "discussion_id", name="pk_reading"),
    )
    op.create_index("ix_reading_discussion_id", "reading", ["discussion_id"])
    op.create_index("ix_reading_lately", "reading", ["member_id", "at"])
    op.create_table(
        "viewing",
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_viewing_discussion_id_discussion", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("discussion_id", "reader", name="pk_viewing"),
    )
    op.create_index("ix_viewing_at", "viewing", ["at"])


def downgrade() -> None:
    op.drop_table("viewing")
    op.drop_table("reading")
    for name, table in (
        ("ix_post_shown", "post"),
        ("ix_post_written", "post"),
        ("ix_discussion_started", "discussion"),
    ):
        op.drop_index(name, table_name=table)
    op.drop_column("discussion", "views_count")
    op.drop_column("post", "appeared_at")
    for table in ("membership", "member"):
        op.drop_column(table, "read_until")
