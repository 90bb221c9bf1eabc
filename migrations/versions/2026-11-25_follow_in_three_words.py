"""Follow in three words: for a discussion, for a group, and wherever nothing else was chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    words = "IN ('everything', 'replies', 'nothing')"
    op.execute(
        "ALTER TABLE member ADD COLUMN follows VARCHAR(10) DEFAULT 'replies' NOT NULL "
        f"CONSTRAINT ck_member_follows CHECK (follows {words})"
    )
    op.create_table(
        "watch",
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("word", sa.String(length=10), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.CheckConstraint(f"word {words}", name="ck_watch_word"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_watch_discussion_id_discussion", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_watch_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("discussion_id", "member_id", name="pk_watch"),
    )
    op.create_index("ix_watch_member", "watch", ["member_id", "at", "discussion_id"])
    op.create_table(
        "group_watch",
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("word", sa.String(length=10), nullable=False),
        sa.CheckConstraint(f"word {words}", name="ck_group_watch_word"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_group_watch_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_group_watch_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name="pk_group_watch"),
    )
    op.create_index("ix_group_watch_member_id", "group_watch", ["member_id"])


def downgrade() -> None:
    op.drop_table("group_watch")
    op.drop_table("watch")
    op.drop_column("member", "follows")
