"""What a power cut leaves: every post that was acknowledged, each number once, and counters that are right."""

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from builders import House
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from processes import command, ended, environment, free_port, kill, serve
from sqlalchemy import select

from forum import addresses
from forum.accounts.operations import start_session
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions.models import Post

CLIENTS = 8


@dataclass
class Poster:
    """Posts as fast as the server answers, until it is gone; `acknowledged` holds the words by their number."""

    port: int
    discussion_id: int
    cookie: str
    form_token: str
    name: str
    acknowledged: dict[int, str] = field(default_factory=dict)

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                self._post(connection, f"{self.name}, after {len(self.acknowledged)} others.")
        except (OSError, HTTPException):
            connection.close()

    def _post(self, connection: HTTPConnection, words: str) -> None:
        headers = {"Cookie": f"roomful={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"body": words, "csrf_token": self.form_token})
        connection.request("POST", addresses.posts(self.discussion_id), body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        number = int(answer.headers["Location"].rpartition("#post-")[2])
        assert number not in self.acknowledged
        self.acknowledged[number] = words


def signed_in(app: Flask, member: Viewer) -> tuple[str, str]:
    """A cookie that the server takes for the member's, and the token that their forms hold."""
    with app.app_context():
        token = start_session(member.id, "Test")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": "raw"})
    return cookie, URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps("raw")


def kill_while_posting(house: House, url: str, folder: Path, kills: int, seconds: float) -> dict[int, str]:
    """Serve, let eight members post, kill the server, and again; what was acknowledged, in one discussion."""
    discussion_id = house.start(house.amy, house.open, "Through the storm", "It begins.").discussion_id
    people = [house.amy, house.ben, house.dan] * 3
    holding = [signed_in(house.app, member) for member in people[:CLIENTS]]
    env, port, log = environment(folder, url), free_port(), folder / "log"
    acknowledged: dict[int, str] = {}
    for round_number in range(kills):
        with ended(serve(env, log, port)) as server:
            posters = [
                Poster(port, discussion_id, *held, name=f"Round {round_number}, poster {place}")
                for place, held in enumerate(holding)
            ]
            threads = [threading.Thread(target=poster.run) for poster in posters]
            for thread in threads:
                thread.start()
            time.sleep(seconds * (0.6 + 0.1 * (round_number % 8)))
            kill(server)
            for thread in threads:
                thread.join()
        for poster in posters:
            assert poster.acknowledged.keys().isdisjoint(acknowledged)
            acknowledged |= poster.acknowledged
    return acknowledged


def assert_nothing_is_lost(house: House, url: str, folder: Path, acknowledged: dict[int, str]) -> None:
    with house.app.app_context():
        kept = dict(db.session.execute(select(Post.number, Post.source)).all())
    assert acknowledged
    assert acknowledged.items() <= kept.items()
    assert sorted(kept) == list(range(1, len(kept) + 1))
    checked = command(environment(folder, url), "check")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    ended_well = serve(environment(folder, url), folder / "log", free_port())
    ended_well.terminate()
    assert ended_well.wait(20) == 0


def test_a_killed_server_loses_no_acknowledged_post(house: House, database_url: str, tmp_path: Path) -> None:
    acknowledged = kill_while_posting(house, database_url, tmp_path, kills=2, seconds=1)
    assert_nothing_is_lost(house, database_url, tmp_path, acknowledged)


@pytest.mark.long
def test_a_server_killed_thirty_times_loses_no_acknowledged_post(
    house: House, database_url: str, tmp_path: Path
) -> None:
    acknowledged = kill_while_posting(house, database_url, tmp_path, kills=30, seconds=1.5)
    assert_nothing_is_lost(house, database_url, tmp_path, acknowledged)
