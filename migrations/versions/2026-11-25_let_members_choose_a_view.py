"""Let members choose how they read discussions."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE member ADD COLUMN discussion_view VARCHAR(10) CONSTRAINT ck_member_discussion_view"
        " CHECK (discussion_view IN ('flat', 'threaded'))"
    )


def downgrade() -> None:
    op.drop_column("member", "discussion_view")
