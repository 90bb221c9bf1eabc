"""Migrations: there and back, in step with the models, one process at a time, and never against a newer database."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from processes import command, environment
from sqlalchemy import create_engine, inspect, make_url, text
from surroundings import lacking, settings_for

from forum import create_app, database, migrating
from forum.models import METADATA

TABLES = {table.name for table in METADATA.sorted_tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which there is nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        lacking("PostgreSQL at TEST_POSTGRES_URL")
    url = make_url(str(server)).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"roomful_test_empty_{os.getpid()}"
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def empty_app(empty_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, empty_url))
    yield app
    database.dispose(app)


def tables(app: Flask) -> set[str]:
    return set(inspect(app.extensions["roomful.engines"]["reading"]).get_table_names()) - {"alembic_version"}


def test_up_and_down_and_up_again(empty_app: Flask) -> None:
    migrating.upgrade(empty_app)
    assert tables(empty_app) == TABLES
    migrating.downgrade(empty_app, "base")
    assert tables(empty_app) == set()
    assert migrating.current(empty_app) is None
    migrating.upgrade(empty_app)
    assert tables(empty_app) == TABLES
    assert migrating.current(empty_app) == migrating.head()


def test_models_and_migrations_agree(empty_app: Flask) -> None:
    migrating.upgrade(empty_app)
    with empty_app.extensions["roomful.engines"]["reading"].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        found = compare_metadata(context, METADATA)
    if empty_app.extensions["roomful.engines"]["reading"].dialect.name == "sqlite":
        # of a column added to a table, SQLAlchemy does not read there what ON DELETE does; on PostgreSQL it does
        found = [difference for difference in found if difference[0] not in ("add_fk", "remove_fk")]
    assert found == []


def test_two_processes_that_migrate_at_once_both_end_well(empty_url: str, empty_app: Flask, tmp_path: Path) -> None:
    env = environment(tmp_path, empty_url)
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda _number: command(env, "migrate"), range(2)))
    assert [(result.returncode, result.stderr) for result in results] == [(0, "")] * 2
    assert tables(empty_app) == TABLES
    assert migrating.current(empty_app) == migrating.head()


def test_a_newer_database_is_refused_in_one_sentence(empty_url: str, empty_app: Flask, tmp_path: Path) -> None:
    migrating.upgrade(empty_app)
    with empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = command(environment(tmp_path, empty_url), "check")
    sentence = "The database is at 9999, which this version does not know. Update Roomful."
    assert (result.returncode, result.stderr.strip()) == (1, f"Error: {sentence}")
    with pytest.raises(migrating.NewerDatabase):
        migrating.upgrade(empty_app)
    assert migrating.current(empty_app) == "9999"
