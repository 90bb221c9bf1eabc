"""Work in the background: woken after the commit, found by the sweep, done by real workers."""

import os
import signal
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from builders import House
from flask import Flask
from processes import ended, environment, free_port, start, until
from redis import Redis
from sqlalchemy import select
from surroundings import lacking, settings_for

from forum import create_app, database, jobs
from forum.accounts import operations as accounts
from forum.database import db, operation
from forum.outbox.models import Delivery, State


@pytest.fixture
def redis_url(worker_id: str) -> Iterator[str]:
    """The address of a Redis that knows nothing of us: a database of it for each worker of the tests."""
    server = os.environ.get("TEST_REDIS_URL")
    if not server:
        lacking("Redis at TEST_REDIS_URL")
    parts = urlsplit(str(server))
    number = int(parts.path.strip("/") or 0) + int(worker_id.removeprefix("gw") if worker_id != "master" else 0)
    url = parts._replace(path=f"/{number % 16}").geturl()
    with Redis.from_url(url) as redis:
        forget(redis)
        yield url
        forget(redis)


def forget(redis: Redis) -> None:
    for key in redis.scan_iter("*roomful*"):
        redis.delete(key)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a job called "noting" has done."""
    done: list[str] = []
    monkeypatch.setitem(jobs._jobs, "noting", lambda: done.append("noted"))
    return done


@operation
def wake_twice(*, fail: bool = False) -> None:
    jobs.wake("noting")
    jobs.wake("noting")
    if fail:
        raise RuntimeError("no")


def queued(app: Flask) -> int:
    return int(app.extensions["roomful.huey"].pending_count())


def work_off(app: Flask) -> None:
    """Do what is in the queue, as a worker does."""
    huey = app.extensions["roomful.huey"]
    while task := huey.dequeue():
        huey.execute(task)


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Delivery.state)))


def test_a_wake_up_leaves_after_the_commit_and_once(app: Flask, runs: list[str]) -> None:
    queue: list[int] = []

    @operation
    def wake_and_look() -> None:
        wake_twice()
        queue.append(queued(app))

    with app.app_context():
        wake_and_look()
    assert [*queue, queued(app)] == [0, 1]
    work_off(app)
    assert runs == ["noted"]


def test_a_verb_that_fails_wakes_nobody(app: Flask, runs: list[str]) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError):
            wake_twice(fail=True)
        assert queued(app) == 0
        wake_twice()
    assert queued(app) == 1


def test_a_wake_up_sends_a_mail(house: House) -> None:
    house.do(accounts.ask_for_reset, "ben@example.org")
    assert states(house.app) == [State.QUEUED]
    work_off(house.app)
    assert states(house.app) == [State.SENT]


def test_a_mail_whose_wake_up_was_lost_is_found_by_the_sweep(house: House) -> None:
    house.do(accounts.ask_for_reset, "ben@example.org")
    house.app.extensions["roomful.huey"].flush()
    work_off(house.app)
    assert states(house.app) == [State.QUEUED]
    jobs.run_all(house.app)
    assert states(house.app) == [State.SENT]


def test_a_queue_out_of_reach_fails_no_verb(
    database_url: str, worker_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}"
    app = create_app(settings_for(worker_folder, database_url, redis_url=nowhere, rate_limits=False))
    house = House(app)
    house.do(accounts.ask_for_reset, "ben@example.org")
    assert states(app) == [State.QUEUED]
    assert "the sweep will find it" in caplog.text
    jobs.run_all(app)
    assert states(app) == [State.SENT]
    database.dispose(app)


def test_a_job_that_fails_in_the_sweep_does_not_stop_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> NoReturn:
        raise RuntimeError("a broken job")

    others = dict(jobs._jobs)
    monkeypatch.setattr(jobs, "_jobs", {"broken": fail, **others})
    house.do(accounts.ask_for_reset, "ben@example.org")
    jobs.run_all(house.app)
    assert states(house.app) == [State.SENT]
    assert [record.job for record in caplog.records if record.exc_info] == ["broken"]


def test_a_worker_beside_the_server_does_what_it_is_woken_for(database_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, database_url, testing=False))
    worker = jobs.consumer(app)
    worker.start()
    try:
        House(app).do(accounts.ask_for_reset, "ben@example.org")
        until(lambda: states(app) == [State.SENT])
    finally:
        worker.stop(graceful=True)
    database.dispose(app)
    (mail,) = (tmp_path / "mail").glob("*.eml")
    assert message_from_bytes(mail.read_bytes())["To"] == "ben@example.org"


@pytest.fixture
def worker(redis_url: str, database_url: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`roomful work` on Redis, as on another machine."""
    env = environment(tmp_path, database_url, ROOMFUL_REDIS_URL=redis_url)
    with ended(start(env, tmp_path / "log", "work")) as process:
        yield process


def test_a_worker_on_redis_sends_a_mail_and_ends_when_told(
    worker: subprocess.Popen[bytes], redis_url: str, database_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    app = create_app(settings_for(tmp_path, database_url, redis_url=redis_url, rate_limits=False))
    House(app).do(accounts.ask_for_reset, "ben@example.org")
    until(lambda: states(app) == [State.SENT], log)
    (mail,) = (tmp_path / "mail").glob("*.eml")
    assert message_from_bytes(mail.read_bytes())["To"] == "ben@example.org"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0, log.read_text()
    assert "Traceback" not in log.read_text()
    database.dispose(app)
