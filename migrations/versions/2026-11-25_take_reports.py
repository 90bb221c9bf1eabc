"""Take reports; let the community say of itself what it likes, in versions that members agree to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("site", sa.Column("consent", sa.String(10), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "document",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("version", number, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", instant, nullable=False),
        sa.Column("published_by_id", number, nullable=True),
        sa.CheckConstraint("version >= 2", name="ck_document_version"),
        _by_member("document", "published_by_id"),
        sa.PrimaryKeyConstraint("name", "version", name="pk_document"),
    )
    op.create_index("ix_document_published_by_id", "document", ["published_by_id"])
    op.create_table(
        "flag",
        sa.Column("id", number, nullable=False),
        sa.Column("target_kind", sa.String(10), nullable=False),
        sa.Column("target_id", number, nullable=True),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quoted", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("reporter_id", number, nullable=True),
        sa.Column("reporter_email", sa.String(254), nullable=False),
        sa.Column("group_id", number, nullable=True),
        sa.Column("discussion_id", number, nullable=True),
        sa.Column("number", number, nullable=True),
        sa.Column("member_id", number, nullable=True),
        sa.Column("settled_at", instant, nullable=True),
        sa.Column("settled_by_id", number, nullable=True),
        sa.CheckConstraint("target_kind IN ('post', 'member', 'group', 'site')", name="ck_flag_target_kind"),
        sa.CheckConstraint(
            "reason IN ('unkind', 'private', 'spam', 'illegal', 'broken', 'other')", name="ck_flag_reason"
        ),
        sa.CheckConstraint("(target_kind = 'site') = (target_id IS NULL)", name="ck_flag_target"),
        _by_member("flag", "reporter_id"),
        _by_member("flag", "member_id"),
        _by_member("flag", "settled_by_id"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_flag_group_id_group", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_flag_discussion_id_discussion", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
    )
    op.create_index("ix_flag_group", "flag", ["group_id", "id"])
    op.create_index("ix_flag_target", "flag", ["target_kind", "target_id"])
    for column in ("reporter_id", "discussion_id", "member_id", "settled_by_id"):
        op.create_index(f"ix_flag_{column}", "flag", [column])


def downgrade() -> None:
    op.drop_table("flag")
    op.drop_table("document")
    op.drop_column("site", "consent")


def _by_member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["member.id"], name=f"fk_{table}_{column}_member", ondelete="SET NULL")
