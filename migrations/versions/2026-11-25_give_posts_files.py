"""Give posts files: the attachments of what was imported, kept by the store."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("post_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", number, nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.Column("in_text", sa.Boolean(), nullable=False),
        sa.CheckConstraint("size >= 0", name="ck_attachment_size"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_attachment_post_id_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("file", name="pk_attachment"),
    )
    op.create_index("ix_attachment_post", "attachment", ["post_id", "number"])


def downgrade() -> None:
    op.drop_table("attachment")
