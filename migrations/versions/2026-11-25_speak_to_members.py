"""Speak to members in the language that they choose."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("language", sa.String(10), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("member", "language")
