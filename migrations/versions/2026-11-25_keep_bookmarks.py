"""Keep bookmarks, and count the changes of what pages show to one member alone."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("member", sa.Column("pages_version", number, server_default="0", nullable=False))
    op.create_table(
        "bookmark",
        sa.Column("id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("post_id", number, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_bookmark_member_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_bookmark_post_id_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_bookmark"),
        sa.UniqueConstraint("member_id", "post_id", name="uq_bookmark_member_id_post_id"),
    )
    op.create_index("ix_bookmark_member", "bookmark", ["member_id", "at", "id"])
    op.create_index("ix_bookmark_post_id", "bookmark", ["post_id"])


def downgrade() -> None:
    op.drop_table("bookmark")
    op.drop_column("member", "pages_version")
