"""Work in the background: jobs answer to a name, and a sweep finds what nobody was woken for.

A job takes nothing, looks for rows that wait, and may run twice, late or never: the truth is in the rows. Huey keeps
its own file, or Redis when there is one.
"""

import logging
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from huey import MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer

from forum.config import Settings
from forum.database import after_commit, db

log = logging.getLogger(__name__)

_jobs: dict[str, Callable[[], None]] = {}


def job(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Let the function answer to `name`: when woken, and once a minute."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _jobs[name] = function
        return function

    return register


def wake(name: str) -> None:
    """Once the running verb is committed, have the job of this name run; once, however often it is asked."""
    woken = db.session.info.setdefault("woken", set())
    if name not in woken:
        woken.add(name)
        after_commit(lambda: _enqueue(name))


def connect(app: Flask, chosen: Settings) -> None:
    """Give the application its queue."""
    huey = _queue(chosen)

    @huey.task(name="perform")  # type: ignore[untyped-decorator]
    def perform(name: str) -> None:
        run(app, name)

    @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        run_all(app)

    app.extensions["roomful.huey"] = huey
    app.extensions["roomful.perform"] = perform


def run(app: Flask, name: str) -> None:
    """Run one job now, in an application context of its own."""
    with app.app_context():
        _jobs[name]()


def run_all(app: Flask) -> None:
    """Run every job now: the sweep."""
    for name in _jobs:
        try:
            run(app, name)
        except Exception:
            log.exception("job failed in the sweep", extra={"job": name})


def consumer(app: Flask, workers: int = 1) -> Consumer:
    """A worker; `start()` runs it in threads beside a server, `run()` until the process is told to end."""
    huey: Huey = app.extensions["roomful.huey"]
    return huey.create_consumer(workers=workers, periodic=True, check_worker_health=True)


def _queue(chosen: Settings) -> Huey:
    if chosen.redis_url:
        return RedisHuey("roomful", url=chosen.redis_url)
    if chosen.testing:
        return MemoryHuey("roomful")
    return SqliteHuey("roomful", filename=str(chosen.instance / "jobs.sqlite3"))


def _enqueue(name: str) -> None:
    try:
        cast(Callable[[str], object], current_app.extensions["roomful.perform"])(name)
    except Exception:
        log.exception("no wake-up; the sweep will find it", extra={"job": name})
