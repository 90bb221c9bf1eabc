"""How fast an archive of 96,000 posts is imported, and in how much memory: run it as `python -m bench.importing`.

The database is a new SQLite file, or the empty one at the address given as the first argument. Wanted: 1,000 posts a
second on two cores, and memory that does not grow with the archive.
"""

import json
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from forum import create_app, invariants, migrating
from forum.archive.ning import importing
from forum.commands import COUNTERS, RULES
from forum.config import read_settings
from forum.database import dispose

POSTS = int(__import__("os").environ.get("POSTS", "96000"))
MEMBERS = 1_000
GROUPS = 20
LARGEST = 2_000
QUOTING = 0.05
BODY_WORDS = 140
WANTED = 1_000
SECRET = "a secret for measuring, long enough to be one"
PROSE = """the community talked about a room for the next meeting and whether buses run there after nine because many of
us come from far away and somebody has to keep the minutes while others bring cake or a projector with adapters"""
WORDS = PROSE.split()

rng = random.Random(96)  # the same archive every time


def write_archive(folder: Path, posts: int = POSTS) -> int:
    """The three files in the true shape; the size of the largest in bytes."""
    _write(folder / "ning-members-local.json", _members())
    _write(folder / "ning-groups-local.json", _groups())
    _write(folder / "ning-discussions-local.json", _discussions(posts))
    return (folder / "ning-discussions-local.json").stat().st_size


def _write(path: Path, objects: Iterator[dict[str, Any]]) -> None:
    with path.open("w") as file:
        file.write("([")
        for number, value in enumerate(objects):
            file.write("," if number and number % 7 else "")  # the archive tool forgets some, too
            file.write(json.dumps(value))
        file.write("])")


def _members() -> Iterator[dict[str, Any]]:
    for number in range(MEMBERS):
        own = f"member{number}"
        yield {"contributorName": own, "fullName": f"Member Number {number}", "email": f"{own}@example.org",
               "createdDate": "2008-01-01T00:00:00.000Z", "level": "member", "state": "active"}  # fmt: skip


def _groups() -> Iterator[dict[str, Any]]:
    for number in range(GROUPS):
        belonging = [{"contributorName": f"member{n}", "status": "member"} for n in range(number, MEMBERS, GROUPS)]
        yield {"id": f"1:Group:{number}", "contributorName": f"member{number}", "title": f"Group number {number}",
               "description": "A group", "createdDate": "2008-02-01T00:00:00.000Z", "isPrivate": False,
               "groupPrivacy": "public" if number % 2 else "private", "members": belonging}  # fmt: skip


def _discussions(posts: int) -> Iterator[dict[str, Any]]:
    number, left = 0, posts
    while left > 0:
        size = min(left, LARGEST if number == 0 else int(rng.paretovariate(1.1) * 8) % 400 + 1)
        yield _discussion(number, size - 1)
        number, left = number + 1, left - size


def _discussion(number: int, comments: int) -> dict[str, Any]:
    started = datetime(2013, 1, 1, tzinfo=UTC) - timedelta(hours=number)
    own = {"groupId": f"1:Group:{number % GROUPS}"} if number % 3 else {"category": f"Category {number % 5}"}
    written: list[dict[str, Any]] = []
    for n in range(1, comments + 1):
        quoted = rng.choice(written) if written and rng.random() < QUOTING else None
        written.append(_comment(f"1:Comment:{number}x{n}", started + timedelta(minutes=n), quoted))
    return {"id": f"1:Topic:{number}", "contributorName": _somebody(), "title": f"Discussion &amp; talk {number}",
            "description": _html(), "createdDate": started.isoformat(), "comments": written[::-1], **own}  # fmt: skip


def _comment(own: str, at: datetime, quoted: dict[str, Any] | None) -> dict[str, Any]:
    return {"id": own, "contributorName": _somebody(), "createdDate": at.isoformat(),
            "description": (_quote(quoted) if quoted else "") + _html()}  # fmt: skip


def _quote(quoted: dict[str, Any]) -> str:
    address = f"http://network.ning.com/forum/topics/talk?commentId={quoted['id'].replace(':', '%3A')}"
    last = quoted["description"].rsplit("<p>", 2)[1]
    return f"<cite>Somebody said:</cite><blockquote cite='{address}'><div><p>{last}</div></blockquote>"


def _somebody() -> str:
    return f"member{rng.randrange(MEMBERS)}"


def _html() -> str:
    paragraphs = "".join(f"<p>{_prose(BODY_WORDS // 4)}</p>\n" for _ in range(4))
    link = '<p>See <a href="http://example.com/a?b=c&amp;d" target="_blank">this page</a> and <b>that</b>.<br/></p>'
    return paragraphs + (link if rng.random() < 0.3 else "")


def _prose(count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


class Memory(threading.Thread):
    """The most memory that this process took since it was started, in MiB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.before = self.most = _resident()
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            self.most = max(self.most, _resident())


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/roomful.sqlite3"
        app = create_app(
            read_settings({"ROOMFUL_INSTANCE": folder, "ROOMFUL_DATABASE_URL": url, "ROOMFUL_SECRET_KEY": SECRET})
        )
        migrating.upgrade(app)
        print(f"{write_archive(Path(folder)) / 1e6:.0f} MB, {POSTS:,} posts, {url.split(':')[0]}")
        with app.app_context():
            rate = measure(Path(folder), "first")
            measure(Path(folder), "again")
            findings = invariants.check(COUNTERS, RULES)
        dispose(app)
    print(f"roomful check finds {len(findings)}")
    return int(rate < WANTED or bool(findings))


def measure(folder: Path, name: str) -> float:
    """Import, and say how long it took, how much of it was work, and in how much memory; posts a second."""
    memory = Memory()
    memory.start()
    start, work, cooking = time.perf_counter(), time.process_time(), _children().ru_utime
    importing.run(folder, Console())
    taken = time.perf_counter() - start
    memory.over.set()
    here, cooking = time.process_time() - work, _children().ru_utime - cooking
    cook, grown = _children().ru_maxrss / 1024, memory.most - memory.before
    print(f"{name}: {taken:.1f} s, {POSTS / taken:,.0f} posts/s; work: {here:.0f} s here, {cooking:.0f} s cooking;",
          f"memory: {memory.before:.0f} + {grown:.0f} MiB here, {cook:.0f} MiB where it is cooked")  # fmt: skip
    return POSTS / taken


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    raise SystemExit(main())
