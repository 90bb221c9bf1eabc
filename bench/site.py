"""Roomful and the bare pages as servers over copies of one community, who looks at them, and what a page costs."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from rich.progress import track
from sqlalchemy import select

from bench import corpus
from bench.pages import BARE, LONG, MEMBER, MODERATOR, ORGANISER, PAGES, VISITOR
from bench.serving import Client, Server, free_port, python, serving
from bench.table import console
from forum import addresses, database
from forum.accounts.operations import start_session
from forum.discussions.models import Discussion

FOLDER = Path("instance/bench")
ROUNDS = 9
REQUESTS = 12
"""Of each page in each round; rounds go through all pages, so that a noisy moment hits them alike."""

WORDS = "I have read this twice and I think that the second part is right. Shall we meet about it on Thursday? " * 4


@dataclass
class Site:
    """Roomful running over a copy of the corpus, the bare pages over another, and Roomful in this process."""

    roomful: Server
    floor: Server
    app: Flask

    @cached_property
    def people(self) -> dict[str, Client]:
        """Everybody who looks at pages."""
        members = {MEMBER: corpus.READER, ORGANISER: corpus.ORGANISER, MODERATOR: corpus.MODERATOR}
        return {VISITOR: self.visitor(), **{who: self.member(id)[0] for who, id in members.items()}}

    def visitor(self) -> Client:
        return Client(self.roomful.port)

    def member(self, member_id: int) -> tuple[Client, str]:
        """A member's browser and the token that its forms hold."""
        with self.app.app_context():
            token = start_session(member_id, "Bench")
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": "bench"})
        form_token = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps("bench")
        return Client(self.roomful.port, {"Cookie": f"roomful={cookie}"}), form_token

    def open_discussion(self, skip: int = 0) -> int:
        """The id of a discussion, other than the long one, in which the reader may reply."""
        query = select(Discussion.id).where(Discussion.group_id % 5 != 0, Discussion.id > 1).order_by(Discussion.id)
        with self.app.app_context():
            return database.db.session.scalars(query.offset(skip).limit(1)).one()


@dataclass
class Target:
    """One page of one server, and what its requests cost in each round."""

    name: str
    server: Server
    client: Client
    path: str
    status: int = 200
    form: dict[str, str] | None = None
    costs: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """CPU milliseconds of a request, in the round in which the machine had least else to do."""
        return min(self.costs)

    def measure(self) -> None:
        if self.status == 304:
            self.client = _knowing(self.client, self.path)
        body = urlencode(self.form) if self.form else None
        before = self.server.cpu_ms()
        for _ in range(REQUESTS):
            answer = self.client.ask(self.path, "POST" if body else "GET", body)
            if answer.status != self.status:
                raise SystemExit(f"{self.name}: {answer.status} instead of {self.status}")
        self.costs.append((self.server.cpu_ms() - before) / REQUESTS)


@contextmanager
def running(posts: int) -> Iterator[Site]:
    """Start everything over fresh copies of the corpus of this size."""
    with console.status(f"Making a community of {posts:,} posts, unless it is there"):
        kept = corpus.kept(FOLDER, posts)
        copy, other = FOLDER / f"run-{posts}", FOLDER / f"floor-{posts}"
        for folder in (copy, other):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(kept, folder)
    port, floor_port = free_port(), free_port()
    roomful = [str(Path(sys.executable).with_name("roomful")), "run", "--port", str(port)]
    floor = python("-m", "bench.floor", str(other / "roomful.sqlite3"), str(floor_port))
    environment = {"ROOMFUL_INSTANCE": str(copy), "ROOMFUL_RATE_LIMITS": "off"}
    with (
        serving(roomful, port, environment, copy / "log", LONG) as server,
        serving(floor, floor_port, {}, other / "log", "/bare") as bare,
    ):
        app = corpus.application(copy, public_url=f"http://127.0.0.1:{port}")
        yield Site(server, bare, app)
        database.dispose(app)
    for folder in (copy, other):
        shutil.rmtree(folder)


def bare_targets(site: Site) -> list[Target]:
    """The floor."""
    client = Client(site.floor.port)
    pages = [Target(f"bare {name}", site.floor, client, path) for name, path in BARE.items()]
    return [*pages, Target("bare reply", site.floor, client, "/d/2", 303, {"body": WORDS})]


def page_targets(site: Site) -> list[Target]:
    """Every page, for everybody who looks at it."""
    return [
        Target(f"{page.name}, {who}", site.roomful, site.people[who], page.path) for page in PAGES for who in page.who
    ]


def other_targets(site: Site) -> list[Target]:
    """A reply, and the discussion for whom has it already."""
    client, token = site.member(corpus.READER)
    form = {"body": WORDS, "csrf_token": token}
    return [
        Target("reply", site.roomful, client, addresses.posts(site.open_discussion()), 303, form),
        *(Target(f"304, {who}", site.roomful, site.people[who], LONG, 304) for who in (VISITOR, MEMBER)),
    ]


def interleave(measured: list[Target]) -> dict[str, float]:
    """What each costs."""
    for target in measured:
        target.measure()
        target.costs.clear()  # the first round fills caches
    for _ in track(range(ROUNDS), "Measuring pages", console=console, transient=True):
        for target in measured:
            target.measure()
    return {target.name: target.cost for target in measured}


def _knowing(client: Client, path: str) -> Client:
    """The same person, who has the page as it is now: who looks at it changes it, too, once they are counted."""
    unknowing = {name: value for name, value in client.headers.items() if name != "If-None-Match"}
    tag = Client(client.port, unknowing).ask(path).headers["etag"]
    return Client(client.port, {**unknowing, "If-None-Match": tag})
