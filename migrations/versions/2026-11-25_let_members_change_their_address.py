"""Let members change their address: what was asked for, links about it, and when somebody last proved who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "address_change",
        sa.Column("id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("before", sa.String(length=254), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("taken_at", instant, nullable=True),
        sa.Column("stopped_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_address_change_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_address_change"),
    )
    for column in ("member_id", "asked_at"):
        op.create_index(f"ix_address_change_{column}", "address_change", [column])
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE token ADD COLUMN address_change_id {integer} "
        "CONSTRAINT fk_token_address_change_id_address_change REFERENCES address_change (id) ON DELETE CASCADE"
    )
    op.create_index("ix_token_address_change_id", "token", ["address_change_id"])
    op.add_column("browser_session", sa.Column("proved_at", instant, nullable=True))
    op.execute("UPDATE browser_session SET proved_at = created_at")


def downgrade() -> None:
    op.drop_column("browser_session", "proved_at")
    op.drop_index("ix_token_address_change_id", "token")
    op.drop_column("token", "address_change_id")
    op.drop_table("address_change")
