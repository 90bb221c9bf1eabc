"""Bringing the database up to this version of the code, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from forum.database import operation

SCRIPTS = Path(__file__).parent.parent / "migrations"


class NewerDatabase(Exception):
    """The database was migrated by a later version of the code, which this one must not write to."""


def upgrade(app: Flask, revision: str = "head") -> None:
    """Run the migrations that are missing; raises NewerDatabase."""
    with app.app_context():
        present, known = current(app), _known()
        if present is not None and present not in known:
            raise NewerDatabase(f"The database is at {present}, which this version does not know. Update Roomful.")
        command.upgrade(_config(), revision)


def downgrade(app: Flask, revision: str) -> None:
    with app.app_context():
        command.downgrade(_config(), revision)


def current(app: Flask) -> str | None:
    """The revision that the database is at; None when it is empty."""
    with app.extensions["roomful.engines"]["reading"].connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


@operation
def _take_write_lock() -> None:
    """Nothing but a writing transaction, begun and committed."""


def is_ready() -> bool:
    """Whether the database is at our version and takes writes."""
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        if current(app) != head():
            return False
        _take_write_lock()
    except SQLAlchemyError:
        return False
    return True


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d_%%(slug)s")
    return config
