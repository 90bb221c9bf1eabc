"""How Alembic runs here: inside the application, in one transaction, one process at a time."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from forum.models import METADATA

LOCK = 7266668
"""An advisory lock of our own on PostgreSQL; on SQLite, BEGIN IMMEDIATE is one."""


def run() -> None:
    engine = current_app.extensions["roomful.engines"]["writing"]
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
