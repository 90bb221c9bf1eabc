"""Know a form that is sent twice: by what happened, whatever it made; posts kept that for themselves."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = "CONSTRAINT uq_post_author_id_submission UNIQUE (author_id, submission)"
COLUMN = "submission VARCHAR(36)"


def upgrade() -> None:
    op.add_column("activity", sa.Column("submission", sa.String(length=36), nullable=True))
    op.add_column("token", sa.Column("submission", sa.String(length=36), nullable=True))
    op.create_index("ix_activity_submission", "activity", ["submission"], unique=True)
    op.create_index("ix_token_submission", "token", ["submission"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        _remake_post(lambda sql: re.sub(rf",\s*(?:{re.escape(KEY)}|{re.escape(COLUMN)})", "", sql))
    else:
        op.drop_constraint("uq_post_author_id_submission", "post")
        op.drop_column("post", "submission")


def downgrade() -> None:
    op.add_column("post", sa.Column("submission", sa.String(length=36), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _remake_post(lambda sql: f"{sql.rstrip().removesuffix(')')}, {KEY})")
    else:
        op.create_unique_constraint("uq_post_author_id_submission", "post", ["author_id", "submission"])
    op.drop_index("ix_token_submission", "token")
    op.drop_index("ix_activity_submission", "activity")
    op.drop_column("token", "submission")
    op.drop_column("activity", "submission")


def _remake_post(change) -> None:
    """Make SQLite's table anew from its own words: Alembic would make the check of a column one of the table, and the
    column could not be dropped any more on the way down."""
    connection = op.get_bind()
    schema = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'post' AND sql IS NOT NULL ORDER BY rowid")
    (_table, sql), *others = connection.execute(schema).all()
    remade = re.sub(r'^CREATE TABLE "?post"?', "CREATE TABLE remade", change(sql))
    connection.execute(sa.text(remade))
    columns = {column["name"] for column in sa.inspect(connection).get_columns("remade")}
    kept = ", ".join(
        column["name"] for column in sa.inspect(connection).get_columns("post") if column["name"] in columns
    )
    connection.execute(sa.text(f"INSERT INTO remade ({kept}) SELECT {kept} FROM post"))  # noqa: S608
    connection.execute(sa.text("DROP TABLE post"))
    connection.execute(sa.text("ALTER TABLE remade RENAME TO post"))
    for _type, sql in others:
        connection.execute(sa.text(sql))
