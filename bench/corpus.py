"""A made-up community of any size, written in bulk: members, groups, and discussions of which one holds 2,000 posts.

The words are those of the example community, shuffled. What is made is kept, so that it is made once for each size.
"""

import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import Connection, func, insert, select, update

from forum import create_app, database, migrating, prose, text
from forum.accounts.models import Sector
from forum.commands import COUNTERS, RULES
from forum.config import read_settings
from forum.discussions.models import Discussion, Post, Revision
from forum.discussions.paths import Above, hang
from forum.groups.models import Group, GroupRole, JoinRequest, Kind, Layout, Membership
from forum.invariants import check, repair
from forum.models import Member, Profile, Site
from forum.moderation.models import Act, Ruling
from forum.site import guidelines

MEMBERS = 1_000
GROUPS = 20
BLOG, BY_REQUEST = 2, 3
"""Groups with a layout and a kind of their own; of the others each fifth is private."""

ORGANISER, MODERATOR, READER = 1, 999, 1_000
"""Who organises group 1 and the one by request (as member n does group n), one of the staff, and an ordinary member of
every group that is not private."""

WAITING = 40
RULINGS = 40
LONGEST = 2_000
"""Posts of discussion 1, which everything about long discussions is measured on."""

POST_LENGTH = 480
"""Characters of an ordinary post."""

BODIES = 400
"""Different bodies: cooking is not what is measured here."""

BATCH = 5_000
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
EDITED, EDITED_AT = 2, BEGAN + timedelta(days=900)

Rows = list[dict[str, Any]]


def kept(folder: Path, posts: int) -> Path:
    """An instance folder with a community of this many posts; made when it is not there."""
    stamp = sha256(Path(__file__).read_bytes() + str(text.PIPELINE).encode()).hexdigest()[:8]
    instance = folder / f"{posts}-{migrating.head()}-{stamp}"
    if not (instance / "complete").exists():
        for outdated in folder.glob(f"{posts}-*"):
            shutil.rmtree(outdated)
        make(instance, posts)
        (instance / "complete").touch()
    return instance


def application(instance: Path, **overrides: Any) -> Flask:
    """Roomful over that folder, in this process."""
    environment = {"ROOMFUL_INSTANCE": str(instance), "ROOMFUL_RATE_LIMITS": "off"}
    return create_app(read_settings(environment, **overrides))


def make(instance: Path, posts: int) -> None:
    app = application(instance)
    migrating.upgrade(app)
    with app.extensions["roomful.engines"]["writing"].begin() as connection:
        fill(connection, posts, Random(posts))
    with app.app_context():
        repair(COUNTERS)
        findings = check(COUNTERS, RULES)
    database.dispose(app)
    if findings:
        raise SystemExit(f"the corpus breaks rules: {findings}")


def fill(connection: Connection, posts: int, chance: Random) -> None:
    connection.execute(insert(Site).values(id=1, name="Roomful bench"))
    write(connection, Member, members(chance))
    write(connection, Profile, profiles(chance))
    write(connection, Group, groups(chance))
    memberships = list(belonging(chance))
    write(connection, Membership, memberships)
    write(connection, JoinRequest, requests(memberships, chance))
    of_group: dict[int, list[int]] = {}
    for row in memberships:
        of_group.setdefault(row["group_id"], []).append(row["member_id"])
    bodies = [text.cook(source) for source in islice(sources(chance), BODIES)]
    ids = count(1)
    for discussion_id, size in enumerate(sizes(posts, chance), start=1):
        discussion, rows = talk(discussion_id, size, of_group, bodies, ids, chance)
        connection.execute(insert(Discussion), [discussion])
        write(connection, Post, rows)
    write(connection, Revision, [first_draft()])
    write(connection, Ruling, rulings())
    connection.execute(update(Group).values(members_count=_counted(Membership), discussions_count=_counted(Discussion)))


def write(connection: Connection, model: Any, rows: Rows | Iterator[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(model), batch)


def sizes(posts: int, chance: Random) -> Iterator[int]:
    """One long discussion, then short ones whose lengths are spread as they are in life."""
    yield LONGEST
    left = posts - LONGEST
    while left > 0:
        size = min(left, 200, int(chance.paretovariate(1.1) * 5))
        yield size
        left -= size


def members(chance: Random) -> Iterator[dict[str, Any]]:
    firsts, lasts = zip(*(name.split()[:2] for name in _names() if " " in name), strict=False)
    for number in range(1, MEMBERS + 1):
        handle = f"member{number}"
        yield {"id": number, "handle": handle, "handle_key": handle, "email": f"{handle}@example.org",
               "email_key": f"{handle}@example.org", "name": f"{chance.choice(firsts)} {chance.choice(lasts)}",
               "role": "moderator" if number == MODERATOR else "member", "created_at": BEGAN, "joined_at": BEGAN,
               "guidelines_version": guidelines.VERSION, "guidelines_agreed_at": BEGAN}  # fmt: skip


def groups(chance: Random) -> Iterator[dict[str, Any]]:
    about = text.cook(next(sources(chance)))
    for number in range(1, GROUPS + 1):
        name = f"{chance.choice(SUBJECTS)} {number}"
        yield {"id": number, "slug": f"group-{number}", "name": name, "name_key": name.casefold(),
               "purpose": f"Everything about {name.lower()}, for people who like to meet.",
               "kind": _kind(number), "founded_at": BEGAN + timedelta(hours=number),
               "founder_id": number, "layout": Layout.BLOG if number == BLOG else Layout.DISCUSSIONS,
               **prose.written("description", about)}  # fmt: skip


def belonging(chance: Random) -> Iterator[dict[str, Any]]:
    """The reader belongs to every group that is not private; the others to some."""
    for group_id in range(1, GROUPS + 1):
        organisers = {group_id, ORGANISER} if group_id == BY_REQUEST else {group_id}
        others = set(chance.sample(range(2, MODERATOR), MEMBERS // 5))
        for member_id in sorted(others | organisers | ({READER} if group_id % 5 else set())):
            role = GroupRole.ORGANISER if member_id in organisers else GroupRole.MEMBER
            yield {"group_id": group_id, "member_id": member_id, "joined_at": BEGAN, "role": role}


def profiles(chance: Random) -> Iterator[dict[str, Any]]:
    about = text.cook(next(sources(chance)))
    for number in range(1, MEMBERS + 1):
        yield {"member_id": number, "organisation": chance.choice(SUBJECTS), "sector": chance.choice(list(Sector)),
               "place": "Leeds", "links": [], **prose.written("about", about)}  # fmt: skip


def requests(memberships: Rows, chance: Random) -> Iterator[dict[str, Any]]:
    """Some of those who are not in the group by request ask to join it."""
    there = {row["member_id"] for row in memberships if row["group_id"] == BY_REQUEST}
    for member_id in chance.sample(sorted(set(range(1, MODERATOR)) - there), WAITING):
        yield {"group_id": BY_REQUEST, "member_id": member_id, "answer": "I ride there each day.", "asked_at": BEGAN}


def first_draft() -> dict[str, Any]:
    """What the edited post said before."""
    words = "First words."
    return {"post_id": EDITED, "number": 1, "source": words, "source_format": "markdown", "words": words,
            "ended_at": EDITED_AT}  # fmt: skip


def rulings() -> Iterator[dict[str, Any]]:
    """The long discussion was closed and opened again."""
    for number in range(1, RULINGS + 1):
        closes = number % 2 == 1
        yield {"actor_id": ORGANISER, "act": Act.CLOSE if closes else Act.REOPEN, "target_kind": "discussion",
               "target_id": 1, "discussion_id": 1, "group_id": 1, "member_id": 1, "reason": "It went in circles.",
               "at": BEGAN + timedelta(days=number), "undoes_id": None if closes else number - 1}  # fmt: skip


def talk(discussion_id: int, size: int, of_group: dict[int, list[int]], bodies: list[text.Body],
         ids: Iterator[int], chance: Random) -> tuple[dict[str, Any], Rows]:  # fmt: skip
    """One discussion and its posts; two of three answer an earlier one."""
    group_id = 1 if discussion_id % 4 == 1 else chance.randint(1, GROUPS)  # the first has a full page at any size
    people = of_group[group_id]
    at = BEGAN + timedelta(minutes=chance.randint(0, 900_000))
    rows: Rows = []
    for number in range(1, size + 1):
        answered = chance.choice(rows[-10:]) if rows and number % 3 else None
        if answered:
            answered["replies_count"] += 1
        body = chance.choice(bodies)
        post_id = next(ids)
        above = Above(answered["id"], answered["number"], answered["path"]) if answered else None
        rows.append({
            "id": post_id, "discussion_id": discussion_id, "number": number, "author_id": chance.choice(people),
            "written_at": at + timedelta(minutes=number), "appeared_at": at + timedelta(minutes=number),
            "source": body.source, "source_format": body.source_format,
            "pipeline": body.pipeline, "html": text.fill(body.template, {}), "words": body.words,
            "answering_id": answered["id"] if answered else None, "replies_count": 0, "path": hang(number, above),
            "revision": 2 if post_id == EDITED else 1, "edited_at": EDITED_AT if post_id == EDITED else None,
        })  # fmt: skip
    first, last = rows[0], rows[-1]
    discussion = {
        "id": discussion_id, "group_id": group_id, "title": _title(chance), "starter_id": first["author_id"],
        "started_at": first["written_at"], "last_posted_at": last["written_at"], "last_poster_id": last["author_id"],
        "last_number": size, "newest_number": size, "posts_count": size,
    }  # fmt: skip
    return discussion, rows


def sources(chance: Random) -> Iterator[str]:
    """Posts of about 480 characters, in paragraphs; some stress a word, some hold a list or a link."""
    sentences = _sentences()
    while True:
        paragraphs = [""]
        while sum(map(len, paragraphs)) < POST_LENGTH * chance.uniform(0.8, 1.1):
            sentence = chance.choice(sentences)
            if len(paragraphs[-1]) > 200:
                paragraphs.append("")
            paragraphs[-1] = f"{paragraphs[-1]} {sentence}".strip()
        decoration = chance.randrange(6)
        if decoration == 0:
            paragraphs.append("\n".join(f"- {part[:40]}" for part in chance.sample(sentences, 2)))
        elif decoration == 1:
            paragraphs[0] = f"**{paragraphs[0].partition(' ')[0]}** {paragraphs[0].partition(' ')[2]}"
        elif decoration == 2:
            paragraphs[-1] += " See https://example.org/minutes for the rest."
        yield "\n\n".join(paragraphs)


SUBJECTS = ("Buses", "Libraries", "Gardens", "Repairs", "Kitchens", "Choirs", "Cycling", "Archives", "Markets", "Maps")


def _counted(model: Any) -> Any:
    return select(func.count()).select_from(model).where(model.group_id == Group.id).scalar_subquery()


def _kind(number: int) -> Kind:
    if number == BY_REQUEST:
        return Kind.REQUEST
    return Kind.PRIVATE if number % 5 == 0 else Kind.OPEN


def _title(chance: Random) -> str:
    return chance.choice(_sentences())[:90].rstrip(" .?!,")


def _told() -> Iterator[dict[str, Any]]:
    for file in sorted(files("forum.demo").joinpath("discussions").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _sentences() -> list[str]:
    """The sentences of the example community, as plain words."""
    posts = (re.sub(r"\{\{.*?\}\}", "", post["body"]) for told in _told() for post in told["post"])
    words = (text.cook(post).words for post in posts)
    found = {sentence for post in words for sentence in re.split(r"(?<=[.?!]) ", post)}
    return sorted(s for s in found if 25 < len(s) < 160 and s[0].isupper() and s.isprintable())


def _names() -> list[str]:
    rows = tomllib.loads(files("forum.demo").joinpath("members.toml").read_text(encoding="utf-8"))
    return [row["name"] for row in rows["member"]]
