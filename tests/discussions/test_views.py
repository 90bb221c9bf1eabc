"""How often a discussion is looked at: one view for a reader and eight hours, however many look at once."""

import signal
from http.client import HTTPConnection
from pathlib import Path

import pytest
from builders import Browser, House, later
from flask import Flask
from processes import ended, environment, free_port, serve
from sqlalchemy import select
from surroundings import settings_for

from forum import create_app, database
from forum.database import db
from forum.discussions.models import Discussion, Viewing


@pytest.fixture
def talk(house: House) -> House:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    return house


def views(house: House) -> int:
    return house.do(lambda: db.session.scalar(select(Discussion.views_count).where(Discussion.id == 1)))


def look(app: Flask, *readers: int) -> None:
    """Visitors open the discussion, each with a browser of their own."""
    for number in readers:
        assert Browser(app).get("/d/1", **{"User-Agent": f"Reader {number}"}).status_code == 200


def test_one_reader_counts_once_in_eight_hours(talk: House) -> None:
    for hours, expected in ((0, 1), (1, 1), (7.9, 1), (8.1, 2), (9, 2)):
        with later(hours=hours):
            for path in ("/d/1", "/d/1?page=2", "/d/1?by=amy"):
                talk.browser(talk.ben).get(path)
            talk.settle()
        assert views(talk) == expected, hours
    talk.browser(None).get("/d/1")
    talk.settle()
    assert "3 views" in talk.page(None, "/d/1")
    assert talk.findings() == []


def test_eighty_at_once_in_two_processes_are_eighty(talk: House, worker_folder: Path, database_url: str) -> None:
    other = create_app(settings_for(worker_folder, database_url))
    try:
        outcomes = talk.at_once(*(
            lambda place=place: look(talk.app if place % 2 else other, *range(place * 10, place * 10 + 10))
            for place in range(8)
        ))  # fmt: skip
        assert outcomes == [None] * 8
        look(talk.app, *range(30))
        look(other, *range(50, 80))
        assert views(talk) == 0, "a GET wrote"
        buffers = [app.extensions["roomful.visits"] for app in (talk.app, other)]
        assert talk.at_once(*(buffer.write for buffer in buffers)) == [None, None]
        assert views(talk) == 80
        assert talk.findings() == []
    finally:
        database.dispose(other)


def test_no_trace_of_a_reader_is_kept_for_longer_than_it_counts(talk: House) -> None:
    look(talk.app, 1)
    talk.settle()
    kept = talk.do(lambda: db.session.scalars(select(Viewing.reader)).all())
    assert len(kept) == 1
    assert "127" not in kept[0]
    assert "Reader" not in kept[0]
    with later(hours=8.1):
        talk.work()
    assert talk.do(lambda: db.session.scalars(select(Viewing.reader)).all()) == []
    assert views(talk) == 1


def test_visits_to_what_is_gone_meanwhile_are_left_out(talk: House) -> None:
    buffer = talk.app.extensions["roomful.visits"]
    buffer.note(987654, "member 1", talk.ben.id, 3)
    buffer.note(1, "member 987654", 987654, 1)
    buffer.note(1, "member 2", talk.ben.id, 1)
    talk.settle()
    assert views(talk) == 2
    assert talk.findings() == []


def test_what_the_database_does_not_take_now_is_written_later(talk: House, monkeypatch: pytest.MonkeyPatch) -> None:
    look(talk.app, 1)
    with monkeypatch.context() as patched:
        patched.setattr("forum.blueprints.visits.settle", lambda _visits: 1 / 0)
        talk.settle()
    assert views(talk) == 0
    look(talk.app, 2)
    talk.settle()
    assert views(talk) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_is_told_to_end_writes_what_it_noted(talk: House, database_url: str, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    with ended(serve(environment(tmp_path, database_url), log, port)) as server:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/d/1")
        assert connection.getresponse().status == 200
        connection.close()
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
    assert views(talk) == 1, log.read_text()
