"""Let groups ban: who is kept out of which group, until when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ban",
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("by_id", number, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("until", instant, nullable=True),
        sa.Column("was_member", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until > at", name=op.f("ck_ban_until")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_ban_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_ban_member_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_ban_by_id_member", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("group_id", "member_id", name="pk_ban"),
    )
    for column in ("member_id", "by_id"):
        op.create_index(f"ix_ban_{column}", "ban", [column])


def downgrade() -> None:
    op.drop_table("ban")
