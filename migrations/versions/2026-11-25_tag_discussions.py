"""Tag discussions: tags, which discussion has which, and their names beside the discussion for lists."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("discussion", sa.Column("tags", sa.String(length=160), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "tag",
        sa.Column("id", number, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("meant_id", number, nullable=True),
        sa.ForeignKeyConstraint(["meant_id"], ["tag.id"], name="fk_tag_meant_id_tag"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("name", name="uq_tag_name"),
    )
    op.create_index("ix_tag_meant_id", "tag", ["meant_id"])
    op.create_table(
        "tagging",
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("tag_id", number, nullable=False),
        sa.Column("place", number, nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 5", name="ck_tagging_place"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_tagging_discussion_id_discussion", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tagging_tag_id_tag"),
        sa.PrimaryKeyConstraint("discussion_id", "tag_id", name="pk_tagging"),
        sa.UniqueConstraint("discussion_id", "place", name="uq_tagging_discussion_id_place"),
    )
    op.create_index("ix_tagging_tag_id", "tagging", ["tag_id"])


def downgrade() -> None:
    op.drop_table("tagging")
    op.drop_table("tag")
    op.drop_column("discussion", "tags")
