"""How Alembic runs here: inside the application, in one transaction, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from forum.models import METADATA

LOCK = 7266668
"""An advisory lock of our own on PostgreSQL; on SQLite, BEGIN IMMEDIATE is one."""


def run() -> None:
    engine = current_app.extensions["roomful.engines"]["writing"]
    with engine.connect() as connection, _without_cascades(connection), connection.begin():
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
        if connection.dialect.name == "sqlite":
            _refuse_dangling(connection)


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one, and that would delete all that refers to it.

    The switch works only outside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_dangling(connection: Connection) -> None:
    if dangling := connection.execute(text("PRAGMA foreign_key_check")).all():
        raise RuntimeError(f"The migration would leave rows that refer to nothing: {dangling[:5]}")


run()
