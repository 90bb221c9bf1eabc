"""Migrations: there and back, in step with the models, one process at a time, and never against a newer database."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from processes import command, environment
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError
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


def test_groups_keep_their_members_and_discussions_on_the_way_up_and_down(empty_app: Flask) -> None:
    migrating.upgrade(empty_app, "0001")
    with empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        for statement in GROUP_AT_THE_BEGINNING:
            connection.execute(text(statement), {"now": datetime(2026, 1, 1, tzinfo=UTC)})
    migrating.upgrade(empty_app)
    assert rows(empty_app, 'SELECT kind, starts, layout, roster, requests_count FROM "group"') == [
        ("open", "members", "discussions", "readers", 0)
    ]
    with empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        connection.execute(text("UPDATE \"group\" SET kind = 'hidden', layout = 'blog'"))
    migrating.downgrade(empty_app, "0001")
    assert rows(empty_app, 'SELECT kind, name_key FROM "group"') == [("private", "buses 1")]
    migrating.upgrade(empty_app)
    assert rows(empty_app, "SELECT member_id, role FROM membership") == [(1, "organiser")]
    assert rows(empty_app, "SELECT title FROM discussion") == [("A bus at last",)]
    with pytest.raises(IntegrityError), empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        connection.execute(text("UPDATE \"group\" SET kind = 'secret'"))
    with pytest.raises(IntegrityError), empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        connection.execute(text('UPDATE "group" SET members_count = -1'))
    with pytest.raises(IntegrityError), empty_app.extensions["roomful.engines"]["writing"].begin() as connection:
        connection.execute(text("UPDATE membership SET member_id = 77"))


def rows(app: Flask, query: str) -> list[tuple[Any, ...]]:
    with app.extensions["roomful.engines"]["reading"].connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


GROUP_AT_THE_BEGINNING = (
    "INSERT INTO member (id, handle, handle_key, name, created_at, role)"
    " VALUES (1, 'amy', 'amy', 'Amy Adams', :now, 'member')",
    'INSERT INTO "group" (id, slug, name, name_key, purpose, kind, founded_at, founder_id, members_count,'
    " discussions_count) VALUES (1, 'buses', 'Buses', 'buses', 'For all', 'open', :now, 1, 1, 1)",
    "INSERT INTO membership (group_id, member_id, joined_at, role) VALUES (1, 1, :now, 'organiser')",
    "INSERT INTO discussion (id, group_id, title, started_at, last_posted_at, last_number, posts_count, version)"
    " VALUES (1, 1, 'A bus at last', :now, :now, 0, 0, 1)",
)
