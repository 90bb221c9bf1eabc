"""What the network carries for a page of 25 posts, alone and with all that a cold browser fetches for it."""

import re
from pathlib import Path

import brotli
from rich.table import Table

from bench.pages import LONG
from bench.serving import Client
from bench.site import Site
from bench.table import row


def add_weight(table: Table, site: Site) -> None:
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
