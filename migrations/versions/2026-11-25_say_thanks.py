"""Say thanks: who did for which post, and how many."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE post ADD COLUMN thanks_count {integer} DEFAULT '0' NOT NULL "
        "CONSTRAINT ck_post_thanks_count CHECK (thanks_count >= 0)"
    )
    op.create_table(
        "thanks",
        sa.Column("post_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_thanks_post_id_post", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_thanks_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "member_id", name="pk_thanks"),
    )
    op.create_index("ix_thanks_member_id", "thanks", ["member_id"])
    op.create_index("ix_thanks_post", "thanks", ["post_id", "at", "member_id"])


def downgrade() -> None:
    op.drop_table("thanks")
    op.drop_column("post", "thanks_count")
