"""Fixtures: an application on each database, emptied for every test, and people who look at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Browser, House
from flask import Flask
from sqlalchemy import create_engine, make_url, text
from surroundings import DATABASES, compile_templates_once, lacking, settings_for

from forum import create_app, database, migrating
from forum.models import METADATA
from forum.ports import clocks


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One instance folder for all tests of this worker: what is kept there is derived."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def migrated_sqlite(worker_folder: Path) -> Path:
    """A migrated, empty SQLite file, to be copied for each test."""
    path = worker_folder / "template.sqlite3"
    app = create_app(settings_for(worker_folder, f"sqlite:///{path}"))
    migrating.upgrade(app)
    with app.extensions["roomful.engines"]["writing"].connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    database.dispose(app)
    return path


@pytest.fixture(scope="session")
def migrated_postgres(worker_folder: Path, worker_id: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database that belongs to this worker."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        lacking("PostgreSQL at TEST_POSTGRES_URL")
    url = make_url(str(server)).set(drivername="postgresql+psycopg")
    name = f"roomful_test_{worker_id}_{os.getpid()}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    own = url.set(database=name, query={"options": "-csynchronous_commit=off"}).render_as_string(hide_password=False)
    app = create_app(settings_for(worker_folder, own))
    migrating.upgrade(app)
    database.dispose(app)
    yield own
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database: each test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "roomful.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_postgres")
    _empty(url)
    return url


@pytest.fixture
def app(worker_folder: Path, database_url: str) -> Iterator[Flask]:
    """The application. No context is pushed: Flask-Login would keep its member on it."""
    app = create_app(settings_for(worker_folder, database_url))
    compile_templates_once(app, worker_folder)
    yield app
    database.dispose(app)


@pytest.fixture
def house(app: Flask) -> House:
    """The cast in their groups: see `builders.House`."""
    return House(app)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture(autouse=True)
def _real_clock() -> Iterator[None]:
    with clocks.reading(clocks.system):
        yield


def _empty(url: str) -> None:
    """Delete what is there and count from 1 again: with so many tables TRUNCATE takes longer than most tests."""
    engine = create_engine(url)
    tables = list(reversed(METADATA.sorted_tables))
    held = " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")" for table in tables
    )
    with engine.begin() as connection:
        filled = set(connection.scalars(text(held)))
        for table in (table for table in tables if table.name in filled):
            connection.execute(table.delete())
        connection.execute(text(COUNT_FROM_ONE))
    engine.dispose()


COUNT_FROM_ONE = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences
WHERE last_value IS NOT NULL
"""
