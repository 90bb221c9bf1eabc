"""Let organisers hand a group over: whom they ask to take their place."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE membership ADD COLUMN heir_of_id {integer} "
        "CONSTRAINT fk_membership_heir_of_id_member REFERENCES member (id) ON DELETE SET NULL"
    )
    op.create_index("ix_membership_heir_of_id", "membership", ["heir_of_id"])


def downgrade() -> None:
    op.drop_index("ix_membership_heir_of_id", "membership")
    op.drop_column("membership", "heir_of_id")
