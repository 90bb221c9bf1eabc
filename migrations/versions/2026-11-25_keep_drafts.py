"""Keep drafts: what members write until it is posted."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("target_id", number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=36), nullable=False),
        sa.Column("stamp", sa.String(length=36), nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("discarded_at", instant, nullable=True),
        sa.CheckConstraint("action IN ('start', 'reply', 'edit')", name=op.f("ck_draft_action")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_draft_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("member_id", "action", "target_id", name="uq_draft_member_id_action_target_id"),
    )
    op.create_index("ix_draft_member", "draft", ["member_id", "saved_at", "id"])
    op.create_index("ix_draft_saved_at", "draft", ["saved_at"])


def downgrade() -> None:
    op.drop_table("draft")
