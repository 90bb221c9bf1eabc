"""What it is like when many people write at once, and when somebody writes what is hard to read."""

import threading
import time
from statistics import quantiles
from urllib.parse import urlencode

from rich.table import Table

from bench import cooking, corpus
from bench.pages import LONG
from bench.serving import Client
from bench.site import WORDS, Site
from bench.table import row
from forum import addresses
from forum.text import BODY_LIMIT

CLIENTS = 8
SECONDS = 6.0
MEGABYTE = 1_000_000


def add_posting(table: Table, site: Site) -> None:
    """Eight people post as fast as they are answered, while two read at leisure."""
    alone, _ = _read_and_post(site, 0)
    busy, posted = _read_and_post(site, CLIENTS)
    rate = posted / SECONDS
    row(table, f"replies a second over HTTP, {CLIENTS} clients", f"{rate:.0f}", "100", rate >= 100)
    row(table, "readers' p95 while they post, to that before", f"{busy:.1f} ms = {busy / alone:.1f}x",
        f"1.2x = {1.2 * alone:.1f} ms", busy <= 1.2 * alone)  # fmt: skip
    table.add_section()


def add_bad_input(table: Table, site: Site) -> None:
    """The dearest answer to a form, whatever is typed into it: every family of texts, as long as a form may be."""
    client, token = site.member(corpus.READER)
    path = addresses.posts(site.open_discussion())
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
    ending = time.monotonic() + SECONDS
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
    client, token = site.member(corpus.READER)
    path = addresses.posts(site.open_discussion(number))
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
