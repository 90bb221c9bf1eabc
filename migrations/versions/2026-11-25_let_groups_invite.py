"""Let groups invite: by name, by address and by link, who came by it, and who signs up on it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", number, nullable=False),
        sa.Column("group_id", number, nullable=False),
        sa.Column("inviter_id", number, nullable=False),
        sa.Column("member_id", number, nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("most_uses", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("uses", number, nullable=False),
        sa.Column("ended_at", instant, nullable=True),
        sa.CheckConstraint("uses >= 0 AND uses <= most_uses", name=op.f("ck_invitation_uses")),
        sa.CheckConstraint("member_id IS NULL OR email IS NULL", name=op.f("ck_invitation_whom")),
        sa.CheckConstraint("(email IS NULL) = (email_key IS NULL)", name=op.f("ck_invitation_email")),
        *_names("invitation", {"group_id": "group", "inviter_id": "member", "member_id": "member"}),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
    )
    op.create_index("ix_invitation_group_id", "invitation", ["group_id", "id"])
    op.create_index("ix_invitation_email", "invitation", ["email_key", "at"])
    for column in ("inviter_id", "member_id"):
        op.create_index(f"ix_invitation_{column}", "invitation", [column])
    op.create_table(
        "invitation_use",
        sa.Column("invitation_id", number, nullable=False),
        sa.Column("member_id", number, nullable=False),
        sa.Column("at", instant, nullable=False),
        *_names("invitation_use", {"invitation_id": "invitation", "member_id": "member"}),
        sa.PrimaryKeyConstraint("invitation_id", "member_id", name="pk_invitation_use"),
    )
    op.create_index("ix_invitation_use_member_id", "invitation_use", ["member_id"])
    op.create_table(
        "invited_sign_up",
        sa.Column("sign_up_id", number, nullable=False),
        sa.Column("invitation_id", number, nullable=False),
        *_names("invited_sign_up", {"sign_up_id": "sign_up", "invitation_id": "invitation"}),
        sa.PrimaryKeyConstraint("sign_up_id", name="pk_invited_sign_up"),
    )
    op.create_index("ix_invited_sign_up_invitation_id", "invited_sign_up", ["invitation_id"])


def downgrade() -> None:
    op.drop_table("invited_sign_up")
    op.drop_table("invitation_use")
    op.drop_table("invitation")


def _names(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete="CASCADE")
        for column, other in columns.items()
    ]
