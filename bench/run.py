"""What is measured, and in which order."""

import os

import click
from rich.table import Table

from bench.pages import BARE, MEMBER, PAGES, VISITOR
from bench.posting import add_bad_input, add_posting
from bench.queries import add_queries
from bench.site import Site, bare_targets, interleave, other_targets, page_targets, running
from bench.table import console, new_table, ratio, row
from bench.weight import add_weight

SMALL = 6_000
PARTS = ("pages", "queries", "posting", "forms", "weight", "growth")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option("--posts", default=60_000, show_default=True, help="Size of the community that is measured.")
def main(parts: tuple[str, ...], posts: int) -> None:
    """Measure Roomful, or PARTS of it, and print what it should reach beside what it does.

    Growth compares 6,000 posts with as many as are asked for: try --posts 600000.
    """
    wanted = parts or PARTS
    if set(wanted) - {"growth"}:
        print_figures(posts, wanted)
    if "growth" in wanted:
        print_growth(posts)
    console.print(f"load average {os.getloadavg()[0]:.1f}")


def print_figures(posts: int, wanted: tuple[str, ...]) -> None:
    table = new_table(f"Roomful with {posts:,} posts, CPU milliseconds of the server for each request")
    with running(posts) as site:
        for part, add in ADDING.items():
            if part in wanted:
                add(table, site)
        add_process(table, site)
    console.print(table)


def print_growth(posts: int) -> None:
    with running(SMALL) as small, running(posts) as large:
        pairs = list(zip(page_targets(small), page_targets(large), strict=True))
        interleave([target for pair in pairs for target in pair])
    table = new_table(f"From {SMALL:,} posts to {posts:,}, CPU milliseconds of the server for each request")
    for before, after in pairs:
        growth = after.cost / before.cost
        row(table, before.name, f"{before.cost:.2f} → {after.cost:.2f}, {growth:.2f}x", "1.15x", growth <= 1.15)
    console.print(table)


def add_pages(table: Table, site: Site) -> None:
    cost = interleave([*bare_targets(site), *page_targets(site), *other_targets(site)])
    for name in (*BARE, "reply"):
        table.add_row(f"bare {name}", f"{cost[f'bare {name}']:.2f}", "", "")
    table.add_section()
    for page in PAGES:
        first, *others = (cost[f"{page.name}, {who}"] for who in page.who)
        ratio(
            table, f"{page.name}, {page.who[0]}, to the bare {page.bare}", first, cost[f"bare {page.bare}"], page.most
        )
        for who, other in zip(page.who[1:], others, strict=True):
            ratio(table, f"{page.name}, {who}, to a {page.who[0]}'s", other, first, 1.3)
    table.add_section()
    _add_discussion(table, cost)


def _add_discussion(table: Table, cost: dict[str, float]) -> None:
    """What else the design says of a discussion's page, and of a reply to it."""
    first, last = cost[f"discussion, {VISITOR}"], cost[f"last page of 2,000, {VISITOR}"]
    row(table, "discussion, visitor, to half of NodeBB's best", f"{first:.2f}", "7.00", first <= 7)
    ratio(table, "discussion, visitor, to a bare response", first, cost["bare response"], 8)
    ratio(table, "last page of 2,000 to the first, visitor", last, first, 1.1)
    start, end = cost[f"threaded, {VISITOR}"], cost[f"threaded end of 2,000, {VISITOR}"]
    ratio(table, "threaded, visitor, to the newest last", start, first, 1.1)
    ratio(table, "threaded end of 2,000 to its start, visitor", end, start, 1.1)
    ratio(table, "  (the same of the bare page)", cost["bare last page"], cost["bare discussion"], None)
    ratio(table, "reply, to the bare one", cost["reply"], cost["bare reply"], 3)
    ratio(table, "304, visitor, to a bare response", cost[f"304, {VISITOR}"], cost["bare response"], 1.5)
    ratio(table, "304, member, to a bare response", cost[f"304, {MEMBER}"], cost["bare response"], None)
    table.add_section()


def add_process(table: Table, site: Site) -> None:
    memory, answered = site.roomful.memory_mib(), site.roomful.answered_after
    row(table, "memory after all this, server and worker in one", f"{memory:.0f} MiB", "250 MiB", memory <= 250)
    row(table, "first page after start", f"{answered:.2f} s", "1.5 s", answered <= 1.5)


ADDING = {
    "pages": add_pages,
    "queries": lambda table, site: add_queries(table, site.app),
    "posting": add_posting,
    "forms": add_bad_input,
    "weight": add_weight,
}
"""The parts of the table."""
