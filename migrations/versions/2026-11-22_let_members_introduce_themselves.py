"""Let members introduce themselves: profiles, photos, a directory that can be searched."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)

member = sa.table(
    "member",
    sa.column("id", number),
    sa.column("name", sa.String),
    sa.column("handle", sa.String),
    sa.column("search_key", sa.String),
)


def upgrade() -> None:
    # No batch mode: it would drop the table, and with it, on SQLite, whatever hangs on a member.
    op.add_column("member", sa.Column("photo", sa.String(length=32), nullable=True))
    op.add_column("member", sa.Column("search_key", sa.String(length=240), nullable=True))
    fill_search_keys()
    op.create_index("ix_member_search", "member", ["search_key", "id"])
    op.create_index("ix_post_author_written", "post", ["author_id", "written_at", "id"])
    op.create_table(
        "profile",
        sa.Column("member_id", number, nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("sector", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_html", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.CheckConstraint("sector IN ('public', 'social', 'community', 'other', 'unsaid')", name="ck_profile_sector"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_profile_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name="pk_profile"),
    )


def downgrade() -> None:
    op.drop_table("profile")
    op.drop_index("ix_post_author_written", "post")
    op.drop_index("ix_member_search", "member")
    op.drop_column("member", "search_key")
    op.drop_column("member", "photo")


def fill_search_keys() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(member.c.id, member.c.name, member.c.handle)).all():
        key = f"{fold(row.name)[:100]} {fold(row.handle)[:30]}"
        connection.execute(sa.update(member).where(member.c.id == row.id).values(search_key=key))


def fold(words: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if unicodedata.category(c) != "Mn")
    return " ".join(plain.casefold().split())
