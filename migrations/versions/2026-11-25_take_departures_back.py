"""Take departures back: what somebody was in a group that they left a moment ago."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "departure",
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("by_id", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("joined_at", instant, nullable=False),
        sa.Column("read_until", instant, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_departure_by_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_departure_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_departure_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "member_id", name="pk_departure"),
    )
    for column in ("at", "by_id", "member_id"):
        op.create_index(f"ix_departure_{column}", "departure", [column])


def downgrade() -> None:
    op.drop_table("departure")
