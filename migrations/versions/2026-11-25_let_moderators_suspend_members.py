"""Let moderators suspend members: until when and why, and rulings on members."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)

OLD_CHECK = "ck_ruling_ck_ruling_target_kind"
CHECK = "ck_ruling_target_kind"
BEFORE = "target_kind IN ('discussion', 'post')"
AFTER = "target_kind IN ('discussion', 'post', 'member')"


def upgrade() -> None:
    # No batch mode for member: adding two columns does not need it.
    op.add_column("member", sa.Column("suspended_until", instant, nullable=True))
    op.execute(
        "ALTER TABLE member ADD COLUMN suspended_reason VARCHAR(500) "
        "CONSTRAINT ck_member_suspended CHECK ((suspended_until IS NULL) = (suspended_reason IS NULL))"
    )
    op.add_column("ruling", sa.Column("until", instant, nullable=True))
    with op.batch_alter_table("ruling", copy_from=_ruling(OLD_CHECK, BEFORE)) as batch:
        batch.drop_constraint(op.f(OLD_CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM ruling WHERE target_kind = 'member' AND undoes_id IS NOT NULL")
    op.execute("DELETE FROM ruling WHERE target_kind = 'member'")
    with op.batch_alter_table("ruling", copy_from=_ruling(CHECK, AFTER)) as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(OLD_CHECK), BEFORE)
        batch.drop_column("until")
    op.drop_column("member", "suspended_reason")
    op.drop_column("member", "suspended_until")


def _ruling(check: str, target_kinds: str) -> sa.Table:
    """The table as it is while the migration runs; SQLite cannot tell us its constraints."""
    metadata = sa.MetaData()
    for name in ("member", "group", "discussion"):
        sa.Table(name, metadata, sa.Column("id", number, primary_key=True))
    return sa.Table(
        "ruling",
        metadata,
        sa.Column("id", number, nullable=False),
        sa.Column("actor_id", number, nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("target_kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", number, nullable=False),
        sa.Column("discussion_id", number, nullable=True),
        sa.Column("group_id", number, nullable=True),
        sa.Column("member_id", number, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("undoes_id", number, nullable=True),
        sa.Column("until", instant, nullable=True),
        sa.CheckConstraint(target_kinds, name=check),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name="fk_ruling_actor_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name="fk_ruling_discussion_id_discussion", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_ruling_group_id_group", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_ruling_member_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["undoes_id"], ["ruling.id"], name="fk_ruling_undoes_id_ruling"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
        sa.UniqueConstraint("undoes_id", name="uq_ruling_undoes_id"),
        sa.Index("ix_ruling_actor_id", "actor_id"),
        sa.Index("ix_ruling_discussion_id", "discussion_id"),
        sa.Index("ix_ruling_group_id", "group_id", "id"),
        sa.Index("ix_ruling_member_id", "member_id", "id"),
        sa.Index("ix_ruling_target", "target_kind", "target_id", "id"),
    )
