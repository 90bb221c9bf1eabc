"""What is measured, and the table of figures with the target beside each."""

import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import brotli
import click
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import event, select

from bench import cooking, corpus
from bench.serving import Client, Server, free_port, python, serving
from forum import addresses, database
from forum.accounts.operations import start_session
from forum.discussions.models import Discussion
from forum.paging import page_count
from forum.site.queries import forget_name
from forum.text.limits import BODY_LIMIT

FOLDER = Path("instance/bench")
ROUNDS = 9
REQUESTS = 12
"""Of each page in each round; rounds go through all pages, so that a noisy moment hits them alike."""

CLIENTS = 8
POSTING_SECONDS = 6.0
MEGABYTE = 1_000_000
"""Bytes of a form, a little under what is taken."""
WORDS = "I have read this twice and I think that the second part is right. Shall we meet about it on Thursday? " * 4

console = Console(highlight=False)

LONG = addresses.discussion(1)
LAST = addresses.discussion(1, page=page_count(corpus.LONGEST))


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
        body = urlencode(self.form) if self.form else None
        before = self.server.cpu_ms()
        for _ in range(REQUESTS):
            answer = self.client.ask(self.path, "POST" if body else "GET", body)
            if answer.status != self.status:
                raise SystemExit(f"{self.name}: {answer.status} instead of {self.status}")
        self.costs.append((self.server.cpu_ms() - before) / REQUESTS)


@dataclass
class Site:
    """Roomful running over a copy of the corpus, the bare pages over another, and Roomful in this process."""

    roomful: Server
    floor: Server
    app: Flask

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


@click.command()
@click.option("--posts", default=60_000, show_default=True, help="Size of the community that is measured.")
@click.option("--growth", is_flag=True, help="Compare 6,000 posts with 600,000 instead.")
def main(posts: int, growth: bool) -> None:
    """Measure Roomful and print what it should reach beside what it does."""
    if growth:
        print_growth()
    else:
        print_figures(posts)


def print_figures(posts: int) -> None:
    with running(posts) as site:
        measured = {target.name: target for target in targets(site)}
        interleave(list(measured.values()))
        table = new_table(f"Roomful with {posts:,} posts, CPU milliseconds of the server for each request")
        add_pages(table, {name: target.cost for name, target in measured.items()})
        add_validators(table, measured)
        add_queries(table, site.app)
        add_posting(table, site)
        add_bad_input(table, site)
        add_weight(table, site)
        add_process(table, site)
    console.print(table)


def print_growth() -> None:
    with running(6_000) as small, running(600_000) as large:
        pages = [(target, other) for target, other in zip(targets(small), targets(large), strict=True)
                 if target.server is small.roomful]  # fmt: skip
        interleave([target for pair in pages for target in pair])
    table = new_table("From 6,000 posts to 600,000, CPU milliseconds of the server for each request")
    for target, other in pages:
        growth = other.cost / target.cost
        row(table, target.name, f"{target.cost:.2f} → {other.cost:.2f}, {growth:.2f}x", "1.15x", growth <= 1.15)
    console.print(table)


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


def targets(site: Site) -> list[Target]:
    """Every page that is measured, those of the floor first."""
    bare, visitor = Client(site.floor.port), site.visitor()
    member, token = site.member(1)
    last_after = {"after": (page_count(corpus.LONGEST) - 1) * 25}
    form = {"body": WORDS, "csrf_token": token}
    pages = [
        Target("bare response", site.floor, bare, "/bare"),
        Target("bare discussion", site.floor, bare, "/d/1"),
        Target("bare last page", site.floor, bare, f"/d/1?{urlencode(last_after)}"),
        Target("bare list", site.floor, bare, "/forum"),
        Target("bare reply", site.floor, bare, "/d/2", 303, {"body": WORDS}),
        Target("reply", site.roomful, member, addresses.posts(_open_discussion(site.app)), 303, form),
    ]
    for who, client in (("visitor", visitor), ("member", member)):
        pages += [
            Target(f"discussion, {who}", site.roomful, client, LONG),
            Target(f"last page of 2,000, {who}", site.roomful, client, LAST),
            Target(f"latest, {who}", site.roomful, client, addresses.forum()),
            Target(f"group, {who}", site.roomful, client, addresses.group("group-1")),
            Target(f"home, {who}", site.roomful, client, addresses.home()),
            Target(f"304, {who}", site.roomful, _knowing(client, LONG), LONG, 304),
        ]
    return pages


def interleave(measured: list[Target]) -> None:
    for target in measured:
        target.measure()
        target.costs.clear()  # the first round fills caches
    for _ in track(range(ROUNDS), "Measuring pages", console=console, transient=True):
        for target in measured:
            target.measure()


def new_table(title: str) -> Table:
    table = Table("what", "measured", "target", "", title=title, title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    return table


def row(table: Table, name: str, measured: str, target: str, reached: bool) -> None:
    table.add_row(name, measured, target, "[green]yes[/]" if reached else "[red]no[/]")


def add_pages(table: Table, cost: dict[str, float]) -> None:
    floor, bare, listed = cost["bare discussion"], cost["bare response"], cost["bare list"]
    for name in ("response", "discussion", "last page", "list", "reply"):
        table.add_row(f"bare {name}", f"{cost[f'bare {name}']:.2f}", "", "")
    table.add_section()
    first, member = cost["discussion, visitor"], cost["discussion, member"]
    last, bare_last = cost["last page of 2,000, visitor"], cost["bare last page"]
    ratio(table, "discussion, visitor, to the bare page", first, floor, 2)
    ratio(table, "discussion, visitor, to a bare response", first, bare, 8)
    row(table, "discussion, visitor, to half of NodeBB's best", f"{first:.2f}", "7.00", first <= 7)
    ratio(table, "discussion, member, to a visitor's", member, first, 1.3)
    ratio(table, "last page of 2,000 to the first, visitor", last, first, 1.1)
    table.add_row("  (the same of the bare page)", f"{bare_last:.2f} = {bare_last / floor:.2f}x", "", "")
    ratio(table, "last page of 2,000, member, to a visitor's", cost["last page of 2,000, member"], last, 1.3)
    for name in ("latest", "group", "home"):
        ratio(table, f"{name}, visitor, to the bare list", cost[f"{name}, visitor"], listed, 3)
        ratio(table, f"{name}, member, to a visitor's", cost[f"{name}, member"], cost[f"{name}, visitor"], 1.3)
    ratio(table, "reply, to the bare one", cost["reply"], cost["bare reply"], 3)
    table.add_section()


def add_validators(table: Table, measured: dict[str, Target]) -> None:
    bare = measured["bare response"].cost
    ratio(table, "304, visitor, to a bare response", measured["304, visitor"].cost, bare, 1.5)
    member = measured["304, member"].cost
    table.add_row("304, member", f"{member:.2f} = {member / bare:.2f}x", "", "")
    table.add_section()


def ratio(table: Table, name: str, cost: float, floor: float, most: float) -> None:
    row(table, name, f"{cost:.2f} = {cost / floor:.2f}x", f"{most:g}x = {most * floor:.2f}", cost <= most * floor)


def add_queries(table: Table, app: Flask) -> None:
    """Queries with every cache off, counted in this process."""
    budgets = {
        "discussion": (LONG, 7, 11), "last page of 2,000": (LAST, 7, 11), "latest": (addresses.forum(), 4, 6),
        "group": (addresses.group("group-1"), 5, 7), "home": (addresses.home(), 4, 6),
    }  # fmt: skip
    with app.app_context():
        token = start_session(1, "Bench")
    for name, (path, visitor, member) in budgets.items():
        counts = queries_of(app, path, None), queries_of(app, path, token)
        said, allowed = f"{counts[0]} ({counts[1]})", f"{visitor} ({member})"
        row(table, f"queries, visitor (member): {name}", said, allowed, counts <= (visitor, member))
    table.add_section()


def queries_of(app: Flask, path: str, session_token: str | None) -> int:
    client, statements = app.test_client(), []
    if session_token:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_token, True
    with app.app_context():
        forget_name()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    engine = app.extensions["roomful.engines"]["writing"]
    event.listen(engine, "before_cursor_execute", note)
    client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def add_posting(table: Table, site: Site) -> None:
    """Eight people post as fast as they are answered, while two read at leisure."""
    alone, _ = _read_and_post(site, 0)
    busy, posted = _read_and_post(site, CLIENTS)
    rate = posted / POSTING_SECONDS
    row(table, f"replies a second over HTTP, {CLIENTS} clients", f"{rate:.0f}", "100", rate >= 100)
    row(table, "readers' p95 while they post, to that before", f"{busy:.1f} ms = {busy / alone:.1f}x",
        f"1.2x = {1.2 * alone:.1f} ms", busy <= 1.2 * alone)  # fmt: skip
    table.add_section()


def add_bad_input(table: Table, site: Site) -> None:
    """The dearest answer to a form, whatever is typed into it: every family of texts, as long as a form may be."""
    client, token = site.member(1)
    path = addresses.posts(_open_discussion(site.app, 0))
    worst = (0.0, "")
    for name, build in cooking.FAMILIES.items():
        for size in (BODY_LIMIT, MEGABYTE):
            body = urlencode({"csrf_token": token, "act": "preview", "body": build(size)[:size]})[:MEGABYTE]
            before = site.roomful.cpu_ms()
            if client.ask(path, "POST", body).status not in (200, 422):
                raise SystemExit(f"{name}: neither shown nor refused")
            worst = max(worst, (site.roomful.cpu_ms() - before, name))
    row(table, f"the dearest form: {worst[1]}", f"{worst[0]:.0f} ms", "1,000 ms", worst[0] <= 1000)
    table.add_section()


def _read_and_post(site: Site, clients: int) -> tuple[float, int]:
    """The 95th percentile of two readers' waiting times in milliseconds, and how many replies were acknowledged."""
    ending = time.monotonic() + POSTING_SECONDS
    waits: list[float] = []
    acknowledged: list[int] = []
    posters = [threading.Thread(target=_post, args=(site, number, ending, acknowledged)) for number in range(clients)]
    readers = [threading.Thread(target=_read, args=(site.visitor(), ending, waits)) for _ in range(2)]
    for thread in (*posters, *readers):
        thread.start()
    for thread in (*posters, *readers):
        thread.join()
    return quantiles(waits, n=20)[-1] * 1000, sum(acknowledged)


def _post(site: Site, number: int, ending: float, acknowledged: list[int]) -> None:
    client, token = site.member(1)
    path = addresses.posts(_open_discussion(site.app, number))
    body = urlencode({"body": WORDS, "csrf_token": token})
    count = 0
    while time.monotonic() < ending:
        count += client.ask(path, "POST", body).status == 303
    acknowledged.append(count)


def _read(client: Client, ending: float, waits: list[float]) -> None:
    while time.monotonic() < ending:
        began = time.monotonic()
        client.ask(LONG)
        waits.append(time.monotonic() - began)
        time.sleep(0.04)


def add_weight(table: Table, site: Site) -> None:
    """What the network carries for a page of 25 posts, alone and with all that a cold browser fetches for it."""
    client = site.visitor()
    gz, br = (len(client.ask(LONG, **{"Accept-Encoding": coding}).body) for coding in ("gzip", "br"))
    row(table, "document of 25 posts, gzip · brotli", f"{gz / 1024:.1f} · {br / 1024:.1f} KB", "10 KB", gz <= 10 * 1024)
    fetched = _cold_load(client, LONG)
    total = sum(fetched.values())
    row(table, "cold load of it: requests", f"{len(fetched)}", "10", len(fetched) <= 10)
    row(table, "cold load of it: weight, brotli", f"{total / 1024:.1f} KB", "75 KB", total <= 75 * 1024)
    table.add_section()


def _cold_load(client: Client, path: str) -> dict[str, int]:
    """The addresses that a browser fetches for a page, modules included, with the size of what it gets."""
    fetched: dict[str, int] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop()
        answer = client.ask(address, **{"Accept-Encoding": "br"})
        fetched[address] = len(answer.body)
        is_coded = answer.headers.get("content-encoding") == "br"
        content = (brotli.decompress(answer.body) if is_coded else answer.body).decode(errors="replace")
        found = _static_addresses(content) if address == path else _modules(address, content)
        waiting += [found_one for found_one in found if found_one not in {*fetched, *waiting}]
    return fetched


def _static_addresses(html: str) -> set[str]:
    return {match.partition("#")[0] for match in re.findall(r'(?:href|src)="(/s/[^"]+)"', html)}


def _modules(address: str, script: str) -> set[str]:
    """What a script imports, whether or not the page makes it: the most that a browser can fetch."""
    if not address.endswith(".js"):
        return set()
    folder = address.rpartition("/")[0]
    names = re.findall(r"""(?:import\(|from )["'](\.[^"']+)["']""", script)
    return {str(Path(f"{folder}/{name}").resolve()) for name in names}


def add_process(table: Table, site: Site) -> None:
    memory, answered = site.roomful.memory_mib(), site.roomful.answered_after
    row(table, "memory after all this, server and worker in one", f"{memory:.0f} MiB", "250 MiB", memory <= 250)
    row(table, "first page after start", f"{answered:.2f} s", "1.5 s", answered <= 1.5)


def _open_discussion(app: Flask, skip: int = 0) -> int:
    """The id of a discussion, other than the long one, in which member 1 may reply."""
    query = select(Discussion.id).where(Discussion.group_id % 5 != 0, Discussion.id > 1).order_by(Discussion.id)
    with app.app_context():
        return database.db.session.scalars(query.offset(skip).limit(1)).one()


def _knowing(client: Client, path: str) -> Client:
    """The same person, who has the page already."""
    tag = client.ask(path).headers["etag"]
    return Client(client.port, {**client.headers, "If-None-Match": tag})
