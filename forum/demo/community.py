"""Making the example community out of its TOML files, through the same verbs that people use, and of an archive of
what some of them wrote elsewhere before."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import as_file, files
from operator import itemgetter
from typing import Any

from rich.console import Console
from rich.progress import track
from sqlalchemy import select, update

from forum import addresses, text
from forum.accounts.models import Member, Role, Sector
from forum.accounts.operations import Details, change_profile
from forum.accounts.queries import find_member
from forum.accounts.viewers import TINTS, Viewer
from forum.archive.ning import importing
from forum.database import Base, db, operation
from forum.discussions import operations as discussions
from forum.discussions.jobs import refill_posts
from forum.discussions.models import Discussion
from forum.groups import operations as groups
from forum.groups.models import Group, Layout, Roster, Starts
from forum.moderation import operations as moderation
from forum.paging import MAX_ID
from forum.ports import clocks
from forum.site import guidelines

CAST = ("amy", "ben", "mo", "ada")
READERS = 9
"""How often a post brought somebody to look."""
FILES = files("forum.demo")
QUOTE = re.compile(r"^\{\{quote (\d+)\}\}$", re.MULTILINE)

Told = dict[str, Any]
Step = tuple[datetime, Callable[[], None]]
"""When somebody did something, and what."""


def make(console: Console) -> None:
    """Make the community unless it is there: everything happens at its own time in the past, or nothing at all."""
    if db.session.scalar(select(Member.id).limit(1)):
        return
    _tell(Story(clocks.now()), console)
    refill_posts()
    with as_file(FILES.joinpath("ning")) as folder:
        importing.run(folder, Console(quiet=True), public=True)


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
def _tell(story: "Story", console: Console) -> None:
    for at, act in track(story.steps(), "Making an example community", console=console):
        with clocks.reading(partial(_always, at)):
            act()
    db.session.execute(update(Discussion).values(views_count=Discussion.posts_count * READERS))


@dataclass
class Story:
    """What the files tell, as steps; days and hours are counted back from `now`. People are there from the start."""

    now: datetime
    groups: dict[str, int] = field(default_factory=dict)
    discussions: dict[str, int] = field(default_factory=dict)
    opened: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def steps(self) -> list[Step]:
        later = [*self._founding(), *self._talking(), *self._looking_in()]
        return [*self._joining(), *sorted(later, key=itemgetter(0))]

    def _joining(self) -> Iterator[Step]:
        for told in _read("members.toml")["member"]:
            yield self._ago(told), partial(_join, told)

    def _founding(self) -> Iterator[Step]:
        for told in _read("groups.toml")["group"]:
            yield self._ago(told), partial(self._found, told)
            for request in told.get("request", []):
                yield self._ago(request), partial(self._ask, told, request)
            if days := told.get("archived_days_ago"):
                yield self.now - timedelta(days=days), partial(self._archive, told)

    def _talking(self) -> Iterator[Step]:
        for file in sorted(FILES.joinpath("discussions").iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                yield from self._discussing(_read(f"discussions/{file.name}"))

    def _discussing(self, told: Told) -> Iterator[Step]:
        opening = self._ago(told)
        ending = opening + timedelta(hours=told["post"][-1]["hours_later"])
        for number, post in enumerate(told["post"], start=1):
            yield opening + timedelta(hours=post["hours_later"]), partial(self._post, told, post, number)
            if "edited" in post:
                edited_at = opening + timedelta(hours=post["edited_hours_later"])
                yield edited_at, partial(self._edit, told, post, number)
            if post.get("deleted"):
                yield ending + timedelta(minutes=number), partial(self._delete, told, post, number)
            if hidden := post.get("hidden"):
                hidden_at = opening + timedelta(hours=hidden["hours_later"])
                yield hidden_at, partial(self._hide, told, hidden, number)
        for handle, numbers in told.get("thanks", {}).items():
            yield ending + timedelta(minutes=30), partial(self._thank, told, handle, numbers)
        if "answer" in told:
            yield ending + timedelta(minutes=40), partial(self._mark_answer, told)
        if pinned := told.get("pinned"):
            yield opening + timedelta(hours=pinned["hours_later"]), partial(self._pin, told, pinned)
        if closed := told.get("closed"):
            yield ending + timedelta(hours=closed["hours_after"]), partial(self._close, told, closed)

    def _looking_in(self) -> Iterator[Step]:
        for told in _read("members.toml")["member"]:
            if days := told.get("last_here_days_ago"):
                yield self.now - timedelta(days=days), partial(self._look_in, told["handle"])

    def _found(self, told: Told) -> None:
        founder = find_member(None, told["founder"])
        group = groups.found(founder, name=told["name"], purpose=told["purpose"], kind=told["kind"])
        self.groups[told["slug"]] = group.id
        for handle in told["members"]:
            groups.add(founder, group.id, handle)
        for handle in told.get("organisers", []):
            groups.appoint(founder, group.id, handle)
        self._set_up(founder, group, told)

    def _set_up(self, founder: Viewer, group: Group, told: Told) -> None:
        description = told.get("description", "").strip()
        groups.change_settings(
            founder,
            group.id,
            name=group.name,
            purpose=group.purpose,
            description=text.cook(description) if description else None,
            tint=told.get("tint", group.id % TINTS),
            starts=told.get("starts", Starts.MEMBERS),
            layout=told.get("layout", Layout.DISCUSSIONS),
            roster=told.get("roster", Roster.READERS),
            question=told.get("question", ""),
        )

    def _archive(self, told: Told) -> None:
        groups.archive(find_member(None, told["founder"]), self.groups[told["slug"]])

    def _ask(self, told: Told, request: Told) -> None:
        group_id = self.groups[told["slug"]]
        groups.ask(find_member(None, request["by"]), group_id, request["answer"])
        if "denied_by" in request:
            groups.deny(find_member(None, request["denied_by"]), group_id, request["by"], request["reason"])

    def _post(self, told: Told, post: Told, number: int) -> None:
        author = find_member(None, post["by"])
        body = text.cook(QUOTE.sub(partial(self._quote, told, post), post["body"].strip()))
        if number > 1:
            discussions.reply(author, self._id(told), body, answering=post.get("answers"))
        else:
            tags = told.get("tags", [])
            started = discussions.start(author, self.groups[told["group"]], told["title"], body, tags=tags)
            self.discussions[told["title"]] = started.discussion_id
        self.opened[post["by"]].add(self._id(told))

    def _edit(self, told: Told, post: Told, number: int) -> None:
        body = text.cook(post["edited"].strip())
        discussions.edit(find_member(None, post["by"]), self._id(told), number, body, revision=1)

    def _delete(self, told: Told, post: Told, number: int) -> None:
        discussions.delete(find_member(None, post["by"]), self._id(told), number)

    def _thank(self, told: Told, handle: str, numbers: list[int]) -> None:
        for number in numbers:
            discussions.thank(find_member(None, handle), self._id(told), number)

    def _mark_answer(self, told: Told) -> None:
        discussions.mark_answer(find_member(None, told["started_by"]), self._id(told), told["answer"])

    def _hide(self, told: Told, hidden: Told, number: int) -> None:
        moderation.hide(find_member(None, hidden["by"]), self._id(told), number, hidden["reason"])

    def _pin(self, told: Told, pinned: Told) -> None:
        moderation.pin(find_member(None, pinned["by"]), self._id(told))

    def _close(self, told: Told, closed: Told) -> None:
        moderation.close(find_member(None, closed["by"]), self._id(told), closed["reason"])

    def _look_in(self, handle: str) -> None:
        """They open what they wrote in before, and what was said since then is unread to them."""
        member = find_member(None, handle)
        for discussion_id in self.opened[handle]:
            discussions.read_up_to(member, discussion_id, MAX_ID)
        discussions.mark_all_read(member, clocks.now())

    def _quote(self, told: Told, post: Told, placeholder: re.Match[str]) -> str:
        quote = post["quotes"][int(placeholder[1]) - 1]
        source = told["post"][quote["post"] - 1]
        address = addresses.post(self._id(told), quote["post"])
        return text.quotation(quote["words"], name=f"@{source['by']}", address=address).rstrip() + "\n"

    def _id(self, told: Told) -> int:
        return self.discussions[told["title"]]

    def _ago(self, told: Told) -> datetime:
        return self.now - timedelta(days=told["days_ago"])


@operation
def _join(told: Told) -> None:
    now = clocks.now()
    handle, email = told["handle"], f"{told['handle']}@example.org"
    db.session.add(
        Member(handle=handle, handle_key=handle, name=told["name"], email=email, email_key=email,
               role=Role(told["role"]), created_at=now, joined_at=now,
               guidelines_version=guidelines.VERSION, guidelines_agreed_at=now)
    )  # fmt: skip
    db.session.flush()
    details = Details(
        organisation=told.get("organisation", ""), sector=told.get("sector", Sector.UNSAID),
        place=told.get("place", ""), links=told.get("links", []), time_zone="UTC",
    )  # fmt: skip
    change_profile(find_member(None, handle), details, text.cook(told["about"]) if "about" in told else None)


def _always(at: datetime) -> datetime:
    return at


def _read(name: str) -> Told:
    return tomllib.loads(FILES.joinpath(name).read_text(encoding="utf-8"))
