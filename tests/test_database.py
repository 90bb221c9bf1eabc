"""One verb, one transaction: what is refused, what is undone, and what happens when many write at once."""

import sqlite3
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest
from builders import House
from flask import Flask
from processes import together
from sqlalchemy import create_engine, func, insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from forum import database
from forum.accounts.models import Throttle
from forum.database import after_commit, db, insert_new, operation, unique_or
from forum.errors import Conflict
from forum.groups import operations as groups
from forum.groups.models import Group
from forum.ports import clocks
from forum.site.models import Site

only_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@operation
def name_site(name: str) -> None:
    db.session.add(Site(id=1, name=name))
    db.session.flush()


@operation
def count_one(key: str) -> None:
    """The classic that loses updates: read, think, write what was thought."""
    counted = db.session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()
    counted.failures = counted.failures + 1


@operation
def add_counter(key: str) -> None:
    insert_new(Throttle, key=key, failures=0, last_at=clocks.now())


def site_names() -> list[str]:
    return list(db.session.scalars(select(Site.name)))


def names_seen_from_outside(url: str) -> list[str]:
    """What another process would read now."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = list(connection.scalars(select(Site.name)))
    engine.dispose()
    return names


def test_a_request_that_reads_cannot_write(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.execute(insert(Site).values(id=1, name="Written by a GET"))
    with app.app_context():
        assert site_names() == []


def test_a_get_that_tries_to_write_fails_and_leaves_nothing(app: Flask) -> None:
    def write() -> str:
        db.session.add(Site(id=1, name="Written by a GET"))
        db.session.commit()
        return "written"

    app.add_url_rule("/write", view_func=write)
    assert app.test_client().get("/write").status_code == 500
    with app.app_context():
        assert site_names() == []


def test_reading_goes_on_after_a_verb_and_still_cannot_write(app: Flask) -> None:
    with app.app_context():
        name_site("Roomful")
        assert site_names() == ["Roomful"]
        with pytest.raises(DBAPIError, match=r"read-?only"):
            db.session.execute(update(Site).values(name="Something else"))
        db.session.rollback()
        assert site_names() == ["Roomful"]


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    @operation
    def count_from(moment: datetime) -> None:
        db.session.execute(insert(Throttle).values(key="naive", failures=1, last_at=moment))

    with app.app_context():
        with pytest.raises(StatementError, match="needs a zone"):
            count_from(datetime(2026, 3, 29, 1, 30))  # noqa: DTZ001
        assert db.session.scalar(select(func.count()).select_from(Throttle)) == 0


def test_an_instant_comes_back_aware_and_in_utc(app: Flask) -> None:
    in_india = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    @operation
    def count_from(moment: datetime) -> None:
        db.session.execute(insert(Throttle).values(key="aware", failures=1, last_at=moment))

    with app.app_context():
        count_from(in_india)
        read = db.session.scalars(select(Throttle.last_at)).one()
    assert read == in_india
    assert read.utcoffset() == timedelta(0)


def test_a_verb_that_raises_leaves_nothing(app: Flask) -> None:
    @operation
    def name_and_fail() -> None:
        db.session.execute(insert(Site).values(id=1, name="Half done"))
        raise RuntimeError("the lights went out")

    with app.app_context():
        with pytest.raises(RuntimeError, match="lights"):
            name_and_fail()
        assert site_names() == []
        name_site("Done")
        assert site_names() == ["Done"]


def test_a_verb_within_a_verb_joins_it(app: Flask, database_url: str) -> None:
    seen: list[list[str]] = []

    @operation
    def name_then(fail: bool) -> None:
        name_site("Roomful")
        seen.append(names_seen_from_outside(database_url))
        if fail:
            raise RuntimeError("after the inner verb was through")

    with app.app_context():
        with pytest.raises(RuntimeError, match="inner verb"):
            name_then(fail=True)
        assert site_names() == []
        name_then(fail=False)
        assert site_names() == ["Roomful"]
    assert seen == [[], []]


def test_what_waits_for_the_commit_happens_after_it(app: Flask, database_url: str) -> None:
    seen: list[list[str]] = []

    @operation
    def name_and_tell() -> None:
        after_commit(lambda: seen.append(names_seen_from_outside(database_url)))
        name_site("Roomful")
        assert seen == []

    with app.app_context():
        name_and_tell()
    assert seen == [["Roomful"]]


def test_what_waits_for_the_commit_never_happens_when_there_is_none(app: Flask) -> None:
    told: list[str] = []

    @operation
    def promise(fail: bool) -> None:
        after_commit(lambda: told.append("failed" if fail else "kept"))
        if fail:
            raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            promise(fail=True)
        promise(fail=False)
    assert told == ["kept"]


def test_eight_people_who_read_and_then_write_lose_nothing(app: Flask) -> None:
    with app.app_context():
        add_counter("counted")

    def count_fifty() -> None:
        for _ in range(50):
            count_one("counted")

    assert together(app, [count_fifty] * 8) == [None] * 8
    with app.app_context():
        assert db.session.scalar(select(Throttle.failures)) == 400


@only_on_sqlite
def test_a_busy_sqlite_is_tried_again(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.12, other.rollback)
    tries: list[float] = []

    @operation
    def name_when_free() -> None:
        tries.append(time.monotonic())
        name_site("Roomful")

    with app.app_context():
        letting_go.start()
        name_when_free()
        assert site_names() == ["Roomful"]
    letting_go.join()
    other.close()
    assert 1 < len(tries) <= database.ATTEMPTS


@only_on_sqlite
def test_an_sqlite_that_stays_busy_is_an_error_in_the_end(
    app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 10)
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with app.app_context():
        with pytest.raises(DBAPIError, match="locked"):
            name_site("Roomful")
        other.rollback()
        other.close()
        name_site("Roomful")
        assert site_names() == ["Roomful"]


@only_on_postgresql
def test_a_deadlock_on_postgresql_is_tried_again(app: Flask) -> None:
    meeting = threading.Barrier(2, timeout=10)
    tries = {"ab": 0, "ba": 0}

    @operation
    def count_both(order: str) -> None:
        tries[order] += 1
        for place, key in enumerate(order):
            count_one(key)
            db.session.flush()
            if place == 0 and tries[order] == 1:
                meeting.wait()

    with app.app_context():
        add_counter("a")
        add_counter("b")
    assert together(app, [lambda: count_both("ab"), lambda: count_both("ba")]) == [None, None]
    assert sorted(tries.values()) == [1, 2]
    with app.app_context():
        assert list(db.session.scalars(select(Throttle.failures))) == [2, 2]


def test_a_name_that_is_taken_meanwhile_is_a_conflict(app: Flask) -> None:
    @operation
    def name_blindly(name: str) -> None:
        with unique_or("There is a name already."):
            name_site(name)

    with app.app_context():
        name_blindly("Roomful")
        with pytest.raises(Conflict, match="There is a name already"):
            name_blindly("Another")
        assert site_names() == ["Roomful"]


def test_of_eight_who_found_the_same_group_at_once_one_does(house: House) -> None:
    results = together(house.app, [lambda: groups.found(house.amy, name="Chess", purpose="For all", kind="open")] * 8)
    assert sum(isinstance(result, Group) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 7
    assert house.findings() == []
