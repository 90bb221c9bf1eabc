"""Count how often a group's roles change: a kept page that shows one is no longer what it was."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("group", sa.Column("roles_version", number, server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("group", "roles_version")
