"""Lay the foundation: members, groups, discussions, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", number, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", number, nullable=False),
        sa.Column("lease_until", instant, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["due_at", "id"],
        sqlite_where=sa.text("state IN ('queued', 'deferred')"),
        postgresql_where=sa.text("state IN ('queued', 'deferred')"),
    )
    op.create_index(
        "ix_delivery_lease",
        "delivery",
        ["lease_until"],
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )
    op.create_table(
        "imported",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("row_id", number, nullable=False),
        sa.PrimaryKeyConstraint("source", "kind", "key", name="pk_imported"),
    )
    op.create_table(
        "member",
        sa.Column("id", number, nullable=False),
        sa.Column("handle", sa.String(length=30), nullable=False),
        sa.Column("handle_key", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("joined_at", instant, nullable=True),
        sa.Column("guidelines_version", sa.String(length=10), nullable=True),
        sa.Column("guidelines_agreed_at", instant, nullable=True),
        sa.CheckConstraint("role IN ('member', 'moderator', 'admin')", name="ck_member_role"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("email_key", name="uq_member_email_key"),
        sa.UniqueConstraint("handle_key", name="uq_member_handle_key"),
    )
    op.create_table(
        "sign_up",
        sa.Column("id", number, nullable=False),
        sa.Column("handle", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("guidelines_version", sa.String(length=10), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
    )
    op.create_index("ix_sign_up_created_at", "sign_up", ["created_at"])
    op.create_table(
        "site",
        sa.Column("id", number, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_site_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", number, nullable=False),
        sa.Column("last_at", instant, nullable=False),
        sa.Column("blocked_until", instant, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
    )
    op.create_index("ix_throttle_last_at", "throttle", ["last_at"])
    op.create_table(
        "activity",
        sa.Column("id", number, nullable=False),
        sa.Column("actor_id", number, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name="fk_activity_actor_id_member", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_actor_id", "activity", ["actor_id"])
    op.create_index("ix_activity_at", "activity", ["at"])
    op.create_index("ix_activity_subject", "activity", ["kind", "subject_id"])
    op.create_table(
        "browser_session",
        sa.Column("id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=80), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_browser_session_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_browser_session"),
        sa.UniqueConstraint("token_hash", name="uq_browser_session_token_hash"),
    )
    op.create_index("ix_browser_session_expires_at", "browser_session", ["expires_at"])
    op.create_index("ix_browser_session_member_id", "browser_session", ["member_id"])
    op.create_table(
        "group",
        sa.Column("id", number, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("founded_at", instant, nullable=False),
        sa.Column("founder_id", number, nullable=True),
        sa.Column("members_count", number, nullable=False),
        sa.Column("discussions_count", number, nullable=False),
        sa.CheckConstraint("kind IN ('open', 'private')", name="ck_group_kind"),
        sa.CheckConstraint("discussions_count >= 0", name="ck_group_discussions_count"),
        sa.CheckConstraint("members_count >= 0", name="ck_group_members_count"),
        sa.ForeignKeyConstraint(["founder_id"], ["member.id"], name="fk_group_founder_id_member", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_group"),
        sa.UniqueConstraint("name_key", name="uq_group_name_key"),
        sa.UniqueConstraint("slug", name="uq_group_slug"),
    )
    op.create_table(
        "token",
        sa.Column("id", number, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("member_id", number, nullable=True),
        sa.Column("sign_up_id", number, nullable=True),
        sa.Column("used_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_token_member_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name="fk_token_sign_up_id_sign_up", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
    )
    op.create_index("ix_token_expires_at", "token", ["expires_at"])
    op.create_index("ix_token_member_id", "token", ["member_id"])
    op.create_index("ix_token_sign_up_id", "token", ["sign_up_id"])
    op.create_table(
        "discussion",
        sa.Column("id", number, nullable=False),
        sa.Column("group_id", number, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starter_id", number, nullable=True),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("last_posted_at", instant, nullable=False),
        sa.Column("last_poster_id", number, nullable=True),
        sa.Column("last_number", number, nullable=False),
        sa.Column("posts_count", number, nullable=False),
        sa.Column("version", number, nullable=False),
        sa.CheckConstraint("posts_count >= 0 AND posts_count <= last_number", name="ck_discussion_posts_count"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_discussion_group_id_group"),
        sa.ForeignKeyConstraint(
            ["last_poster_id"], ["member.id"], name="fk_discussion_last_poster_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["starter_id"], ["member.id"], name="fk_discussion_starter_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_discussion"),
    )
    op.create_index("ix_discussion_group_latest", "discussion", ["group_id", "last_posted_at", "id"])
    op.create_index("ix_discussion_last_poster_id", "discussion", ["last_poster_id"])
    op.create_index("ix_discussion_latest", "discussion", ["last_posted_at", "id"])
    op.create_index("ix_discussion_starter_id", "discussion", ["starter_id"])
    op.create_table(
        "membership",
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("joined_at", instant, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.CheckConstraint("role IN ('member', 'organiser')", name="ck_membership_role"),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_membership_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_membership_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name="pk_membership"),
    )
    op.create_index("ix_membership_member_id", "membership", ["member_id"])
    op.create_table(
        "post",
        sa.Column("id", number, nullable=False),
        sa.Column("discussion_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("author_id", number, nullable=True),
        sa.Column("written_at", instant, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_format", sa.String(length=10), nullable=False),
        sa.Column("pipeline", number, nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("masked_html", sa.Text(), nullable=True),
        sa.Column("answering_id", number, nullable=True),
        sa.Column("replies_count", number, nullable=False),
        sa.Column("revision", number, nullable=False),
        sa.Column("edited_at", instant, nullable=True),
        sa.Column("deleted_at", instant, nullable=True),
        sa.Column("submission", sa.String(length=36), nullable=True),
        sa.Column("refill_since", instant, nullable=True),
        sa.CheckConstraint("source_format IN ('markdown', 'html')", name="ck_post_source_format"),
        sa.CheckConstraint("number >= 1", name="ck_post_number"),
        sa.ForeignKeyConstraint(["answering_id"], ["post.id"], name="fk_post_answering_id_post"),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name="fk_post_author_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name="fk_post_discussion_id_discussion"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("author_id", "submission", name="uq_post_author_id_submission"),
        sa.UniqueConstraint("discussion_id", "number", name="uq_post_discussion_id_number"),
    )
    op.create_index("ix_post_answering_id", "post", ["answering_id"])
    op.create_index(
        "ix_post_refill",
        "post",
        ["refill_since"],
        sqlite_where=sa.text("refill_since IS NOT NULL"),
        postgresql_where=sa.text("refill_since IS NOT NULL"),
    )
    op.create_table(
        "quote",
        sa.Column("post_id", number, nullable=False),
        sa.Column("slot", number, nullable=False),
        sa.Column("source_id", number, nullable=False),
        sa.Column("source_revision", number, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("altered", sa.Boolean(), nullable=False),
        sa.Column("edited_since", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_quote_post_id_post", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["post.id"], name="fk_quote_source_id_post"),
        sa.PrimaryKeyConstraint("post_id", "slot", name="pk_quote"),
    )
    op.create_index("ix_quote_source_id", "quote", ["source_id"])
    op.create_table(
        "revision",
        sa.Column("post_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_format", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_revision_post_id_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "number", name="pk_revision"),
    )


def downgrade() -> None:
    for table in (
        "revision",
        "quote",
        "post",
        "membership",
        "discussion",
        "token",
        "group",
        "browser_session",
        "activity",
        "throttle",
        "site",
        "sign_up",
        "member",
        "imported",
        "delivery",
    ):
        op.drop_table(table)
