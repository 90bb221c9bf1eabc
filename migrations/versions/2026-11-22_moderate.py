"""Moderate: close, pin and hide, with rulings; mentions; who takes part; posts to be cooked again.

Columns are added one by one, never by rebuilding: SQLite would empty `quote` and `revision` when `post` is dropped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column in ("closed_at", "pinned_at"):
        op.add_column("discussion", sa.Column(column, instant, nullable=True))
    op.add_column("post", sa.Column("hidden_at", instant, nullable=True))
    for table, column in (("discussion", "closed_by_id"), ("discussion", "pinned_by_id"), ("post", "hidden_by_id")):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {integer} "
            f"CONSTRAINT fk_{table}_{column}_member REFERENCES member (id) ON DELETE SET NULL"
        )
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.execute(
        "ALTER TABLE post ADD COLUMN hidden_reason VARCHAR(500) "
        "CONSTRAINT ck_post_hidden CHECK ((hidden_at IS NULL) = (hidden_reason IS NULL))"
    )
    op.add_column("discussion", sa.Column("participants_count", number, server_default="0", nullable=False))
    op.execute(
        "UPDATE discussion SET participants_count = (SELECT count(DISTINCT author_id) FROM post "
        "WHERE post.discussion_id = discussion.id AND deleted_at IS NULL)"
    )
    op.create_index(
        "ix_discussion_pinned",
        "discussion",
        ["group_id", "pinned_at"],
        sqlite_where=sa.text("pinned_at IS NOT NULL"),
        postgresql_where=sa.text("pinned_at IS NOT NULL"),
    )
    op.create_index("ix_post_author", "post", ["discussion_id", "author_id", "number"])
    op.create_index("ix_post_pipeline", "post", ["pipeline", "id"])
    op.create_table(
        "mention",
        sa.Column("post_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("written", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_mention_member_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_mention_post_id_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "member_id", name="pk_mention"),
    )
    op.create_index("ix_mention_member_id", "mention", ["member_id"])
    op.create_table(
        "ruling",
        sa.Column("id", number, nullable=False),
        sa.Column("actor_id", number, nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("target_kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", number, nullable=False),
        sa.Column("discussion_id", number, nullable=True),
        sa.Column("group_id", number, nullable=True),
        sa.Column("member_id", number, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("undoes_id", number, nullable=True),
        sa.CheckConstraint("target_kind IN ('discussion', 'post')", name="ck_ruling_target_kind"),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name="fk_ruling_actor_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_ruling_discussion_id_discussion", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_ruling_group_id_group", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_ruling_member_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["undoes_id"], ["ruling.id"], name="fk_ruling_undoes_id_ruling"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
        sa.UniqueConstraint("undoes_id", name="uq_ruling_undoes_id"),
    )
    op.create_index("ix_ruling_actor_id", "ruling", ["actor_id"])
    op.create_index("ix_ruling_discussion_id", "ruling", ["discussion_id"])
    op.create_index("ix_ruling_group_id", "ruling", ["group_id", "id"])
    op.create_index("ix_ruling_member_id", "ruling", ["member_id", "id"])
    op.create_index("ix_ruling_target", "ruling", ["target_kind", "target_id", "id"])


def downgrade() -> None:
    op.drop_table("ruling")
    op.drop_table("mention")
    for name, table in (
        ("ix_post_pipeline", "post"),
        ("ix_post_author", "post"),
        ("ix_post_hidden_by_id", "post"),
        ("ix_discussion_pinned", "discussion"),
        ("ix_discussion_pinned_by_id", "discussion"),
        ("ix_discussion_closed_by_id", "discussion"),
    ):
        op.drop_index(name, table_name=table)
    for column in ("hidden_reason", "hidden_by_id", "hidden_at"):
        op.drop_column("post", column)
    for column in ("participants_count", "pinned_by_id", "closed_by_id", "pinned_at", "closed_at"):
        op.drop_column("discussion", column)
