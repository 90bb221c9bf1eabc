"""Mark the reply that answers a discussion."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("marked_by_id", number, nullable=True),
        sa.Column("at", instant, nullable=False),
        sa.CheckConstraint("number > 1", name="ck_answer_number"),
        sa.ForeignKeyConstraint(
            ["discussion_id", "number"], ["post.discussion_id", "post.number"], name="fk_answer_discussion_id_post"
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["member.id"], name="fk_answer_marked_by_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("discussion_id", name="pk_answer"),
    )
    op.create_index("ix_answer_marked_by_id", "answer", ["marked_by_id"])


def downgrade() -> None:
    op.drop_table("answer")
