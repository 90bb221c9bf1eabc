"""Let members close their account: when they did, and which handles nobody may have yet."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("member", sa.Column("closed_at", instant, nullable=True))
    op.create_table(
        "retired_handle",
        sa.Column("signature", sa.String(length=32), nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_retired_handle"),
    )
    op.create_index("ix_retired_handle_until", "retired_handle", ["until"])


def downgrade() -> None:
    op.drop_table("retired_handle")
    op.drop_column("member", "closed_at")
