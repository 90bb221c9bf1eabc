"""Making the example community out of its TOML files, through the same verbs that people use."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from rich.console import Console
from rich.progress import track
from sqlalchemy import select

from forum import addresses, text
from forum.accounts.models import Member, Role
from forum.accounts.queries import fold_handle
from forum.accounts.viewers import Viewer
from forum.database import Base, db, operation
from forum.discussions import operations as discussions
from forum.groups import operations as groups
from forum.ports import clocks
from forum.site import guidelines

CAST = ("amy", "ben", "mo", "ada")
QUOTE = re.compile(r"^\{\{quote (\d+)\}\}$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One thing that somebody did, and when."""

    at: datetime
    act: Any


def make(console: Console) -> None:
    """Make the community unless it is there: everything happens at its own time in the past."""
    if db.session.scalar(select(Member.id).limit(1)):
        return
    now = clocks.now()
    _invite(now)
    steps = sorted([*_founding(now), *_talking(now)], key=lambda step: step.at)
    for step in track(steps, "Making an example community", console=console):
        with clocks.reading(lambda at=step.at: at):
            step.act()
    _refill()


def cast() -> list[tuple[str, int]]:
    """The handles and ids of an organiser, a member, a moderator and an admin."""
    rows = db.session.execute(select(Member.handle, Member.id).where(Member.handle_key.in_(CAST)))
    ids = {row.handle: row.id for row in rows}
    return [(handle, ids[handle]) for handle in CAST if handle in ids]


@operation
def forget() -> None:
    """Empty every table."""
    for table in reversed(Base.metadata.sorted_tables):
        db.session.execute(table.delete())


@operation
def _invite(now: datetime) -> None:
    for row in _read("members.toml")["member"]:
        joined = now - timedelta(days=row["days_ago"])
        db.session.add(
            Member(
                handle=row["handle"],
                handle_key=fold_handle(row["handle"]),
                name=row["name"],
                email=f"{row['handle']}@example.org",
                email_key=f"{row['handle']}@example.org",
                role=Role(row["role"]),
                created_at=joined,
                joined_at=joined,
                guidelines_version=guidelines.VERSION,
                guidelines_agreed_at=joined,
            )
        )


def _founding(now: datetime) -> Iterator[Step]:
    for row in _read("groups.toml")["group"]:
        yield Step(now - timedelta(days=row["days_ago"]), lambda row=row: _found(row))


def _found(row: dict[str, Any]) -> None:
    founder = _viewer(row["founder"])
    group = groups.found(founder, name=row["name"], purpose=row["purpose"], kind=row["kind"])
    _groups[row["slug"]] = group.id
    for handle in row["members"]:
        if handle != row["founder"]:
            groups.add(founder, group.id, handle)


def _talking(now: datetime) -> Iterator[Step]:
    folder = files("forum.demo").joinpath("discussions")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield from _discussion(tomllib.loads(file.read_text(encoding="utf-8")), now)


def _discussion(told: dict[str, Any], now: datetime) -> Iterator[Step]:
    opening = now - timedelta(days=told["days_ago"])
    for number, post in enumerate(told["post"], start=1):
        at = opening + timedelta(hours=post["hours_later"])
        yield Step(at, lambda post=post, number=number: _write(told, post, number))
        if "edited" in post:
            edited_at = opening + timedelta(hours=post["edited_hours_later"])
            yield Step(edited_at, lambda post=post, number=number: _edit(told, post, number))
    last = opening + timedelta(hours=told["post"][-1]["hours_later"])
    for number, post in enumerate(told["post"], start=1):
        if post.get("deleted"):
            yield Step(last + timedelta(minutes=number), lambda post=post, number=number: _delete(told, post, number))


_groups: dict[str, int] = {}
_ids: dict[str, int] = {}


def _write(told: dict[str, Any], post: dict[str, Any], number: int) -> None:
    author = _viewer(post["by"])
    body = text.cook(_with_quotes(told, post))
    if number == 1:
        _ids[told["title"]] = discussions.start(author, _groups[told["group"]], told["title"], body).discussion_id
    else:
        discussions.reply(author, _ids[told["title"]], body, answering=post.get("answers"))


def _edit(told: dict[str, Any], post: dict[str, Any], number: int) -> None:
    author, body = _viewer(post["by"]), text.cook(post["edited"])
    discussions.edit(author, _ids[told["title"]], number, body, revision=1)


def _delete(told: dict[str, Any], post: dict[str, Any], number: int) -> None:
    discussions.delete(_viewer(post["by"]), _ids[told["title"]], number)


def _with_quotes(told: dict[str, Any], post: dict[str, Any]) -> str:
    quotes = post.get("quotes", [])
    return QUOTE.sub(lambda match: _quote(told, quotes[int(match[1]) - 1]), post["body"].strip())


def _quote(told: dict[str, Any], quote: dict[str, Any]) -> str:
    source = told["post"][quote["post"] - 1]
    address = addresses.post(_ids[told["title"]], quote["post"])
    return text.quotation(quote["words"], name=f"@{source['by']}", address=address).strip() + "\n"


def _refill() -> None:
    from forum.discussions.jobs import refill_posts

    refill_posts()


def _viewer(handle: str) -> Viewer:
    row = db.session.execute(
        select(Member.id, Member.handle, Member.name, Member.role).where(Member.handle_key == handle)
    ).one()
    return Viewer(*row)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("forum.demo").joinpath(name).read_text(encoding="utf-8"))
