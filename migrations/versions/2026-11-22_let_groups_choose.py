"""Let groups choose: kinds, settings, requests to join, entries of staff, archiving."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)
known_of = sa.text("kind <> 'hidden'")
undecided = sa.text("decided_at IS NULL")

OLD_KIND = "ck_group_kind"

SETTINGS = {
    "requests_count": (number, 0),
    "description": (sa.Text(), ""),
    "description_html": (sa.Text(), ""),
    "starts": (sa.String(length=10), "members"),
    "layout": (sa.String(length=12), "discussions"),
    "roster": (sa.String(length=10), "readers"),
    "question": (sa.String(length=200), ""),
}
"""New columns that are never null, and what they hold in groups that are there."""

CHECKS = {
    "starts": "starts IN ('members', 'organisers')",
    "layout": "layout IN ('discussions', 'blog')",
    "roster": "roster IN ('readers', 'members', 'organisers')",
    "tint": "tint >= 0 AND tint < 12",
    "requests_count": "requests_count >= 0",
}


def upgrade() -> None:
    for name, (kind, _value) in SETTINGS.items():
        op.add_column("group", sa.Column(name, kind, nullable=True))
    op.add_column("group", sa.Column("tint", number, nullable=True))
    op.add_column("group", sa.Column("archived_at", instant, nullable=True))
    group = sa.table("group", *(sa.column(name) for name in SETTINGS))
    op.execute(group.update().values({name: value for name, (_kind, value) in SETTINGS.items()}))

    with op.batch_alter_table("group", copy_from=_group_with_settings(nullable=True)) as batch:
        for name, (kind, _value) in SETTINGS.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.drop_constraint(op.f(OLD_KIND), type_="check")
        batch.create_check_constraint(op.f("ck_group_kind"), "kind IN ('open', 'request', 'private', 'hidden')")
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_group_{name}"), condition)
        batch.drop_constraint("uq_group_name_key", type_="unique")
    op.create_index("ix_group_name_key", "group", ["name_key"], unique=True, sqlite_where=known_of,
                    postgresql_where=known_of)  # fmt: skip

    _create_join_request()
    _create_staff_entry()


def downgrade() -> None:
    op.drop_table("staff_entry")
    op.drop_table("join_request")

    op.drop_index("ix_group_name_key", "group")
    group = sa.table("group", *(sa.column(name) for name in ("id", "kind", "name_key")))
    named = sa.func.substr(group.c.name_key, 1, 58) + " " + sa.cast(group.c.id, sa.String(20))
    op.execute(group.update().where(group.c.kind == "hidden").values(name_key=named))
    op.execute(group.update().where(group.c.kind.in_(("request", "hidden"))).values(kind="private"))
    with op.batch_alter_table("group", copy_from=_group_with_choices()) as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_group_{name}"), type_="check")
        batch.drop_constraint(op.f("ck_group_kind"), type_="check")
        batch.create_check_constraint(op.f(OLD_KIND), "kind IN ('open', 'private')")
        for name in (*SETTINGS, "tint", "archived_at"):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_group_name_key", ["name_key"])


def _create_join_request() -> None:
    op.create_table(
        "join_request",
        sa.Column("id", number, nullable=False),
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("decided_by_id", number, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('let_in', 'denied', 'withdrawn', 'lapsed')", name=op.f("ck_join_request_outcome")
        ),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_join_request_decided")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name="fk_join_request_decided_by_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_join_request_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_join_request_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_join_request"),
    )
    for column in ("group_id", "member_id", "decided_by_id"):
        op.create_index(f"ix_join_request_{column}", "join_request", [column])
    op.create_index("ix_join_request_open", "join_request", ["group_id", "member_id"], unique=True,
                    sqlite_where=undecided, postgresql_where=undecided)  # fmt: skip


def _create_staff_entry() -> None:
    op.create_table(
        "staff_entry",
        sa.Column("id", number, nullable=False),
        sa.Column("group_id", number, nullable=False),
        sa.Column("member_id", number, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.CheckConstraint("until > at", name=op.f("ck_staff_entry_until")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_staff_entry_group_id_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_staff_entry_member_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_entry"),
    )
    op.create_index("ix_staff_entry_group_id", "staff_entry", ["group_id"])
    op.create_index("ix_staff_entry_member", "staff_entry", ["member_id", "group_id", "until"])


def _group_with_settings(*, nullable: bool) -> sa.Table:
    """The table as it is while the migration runs; SQLite cannot tell us its constraints."""
    return _group(
        *(sa.Column(name, kind, nullable=nullable) for name, (kind, _value) in SETTINGS.items()),
        sa.Column("tint", number, nullable=True),
        sa.Column("archived_at", instant, nullable=True),
        sa.CheckConstraint("kind IN ('open', 'private')", name=OLD_KIND),
        sa.UniqueConstraint("name_key", name="uq_group_name_key"),
    )


def _group_with_choices() -> sa.Table:
    """The table as the upgrade leaves it, but for its index."""
    return _group(
        *(sa.Column(name, kind, nullable=False) for name, (kind, _value) in SETTINGS.items()),
        sa.Column("tint", number, nullable=True),
        sa.Column("archived_at", instant, nullable=True),
        sa.CheckConstraint("kind IN ('open', 'request', 'private', 'hidden')", name="ck_group_kind"),
        *(sa.CheckConstraint(condition, name=f"ck_group_{name}") for name, condition in CHECKS.items()),
    )


def _group(*more: sa.Column | sa.Constraint) -> sa.Table:
    metadata = sa.MetaData()
    sa.Table("member", metadata, sa.Column("id", number, primary_key=True))
    return sa.Table(
        "group",
        metadata,
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
        *more,
        sa.CheckConstraint("discussions_count >= 0", name="ck_group_discussions_count"),
        sa.CheckConstraint("members_count >= 0", name="ck_group_members_count"),
        sa.ForeignKeyConstraint(["founder_id"], ["member.id"], name="fk_group_founder_id_member", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_group"),
        sa.UniqueConstraint("slug", name="uq_group_slug"),
    )
