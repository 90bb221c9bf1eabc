"""Remember which pipeline cooked what is written about groups and members, so that a newer one cooks it again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table, column in (("group", "description_pipeline"), ("profile", "about_pipeline")):
        op.add_column(table, sa.Column(column, number, server_default="0", nullable=False))
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in (("profile", "about_pipeline"), ("group", "description_pipeline")):
        op.drop_index(f"ix_{table}_{column}", table)
        op.drop_column(table, column)
