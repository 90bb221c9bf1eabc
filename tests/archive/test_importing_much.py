"""Importing what is large: in little memory, by several processes, and after a kill."""

import json
import tracemalloc
from pathlib import Path

import processes
import pytest
from builders import House
from flask import Flask
from sqlalchemy import func, select

from archive.archives import SAMPLE, bring_in, comment, counts, discussion, person, posts, said
from forum import text
from forum.archive.ning import cooking
from forum.database import db
from forum.discussions.models import Attachment, Post
from forum.ports.stores import store

PROSE = "<p>" + "some words that somebody wrote " * 8 + "</p>"
PEOPLE = [person(f"p{n}", f"Person {n}") for n in range(20)]


def talk(topic: int, size: int) -> dict[str, object]:
    """A discussion in which every tenth comment quotes the one before it."""
    comments = []
    for n in range(1, size):
        quote = said("Somebody", f"{topic}:Comment:{n - 1}", "words that somebody") if n > 1 and n % 10 == 0 else ""
        at = f"2009-01-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z"
        comments.append(comment(f"{topic}:Comment:{n}", f"p{n % 20}", f"{quote}<p>Number {n}.</p>{PROSE}", at))
    return discussion(f"{topic}:Topic:1", "p0", f"Talk {topic}", PROSE, comments[::-1],
                      createdDate="2008-12-31T00:00:00Z", fileAttachments=[f"discussions/{topic}.txt"])  # fmt: skip


def write(folder: Path, sizes: list[int]) -> Path:
    (folder / "discussions").mkdir(parents=True)
    for topic in range(len(sizes)):
        (folder / "discussions" / f"{topic}.txt").write_text(f"File {topic}")
    (folder / "ning-members.json").write_text(json.dumps(PEOPLE))
    (folder / "ning-discussions.json").write_text(json.dumps([talk(*pair) for pair in enumerate(sizes)]))
    return folder


def count_posts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Post.id))) or 0


def kept_by(house: House, post: Post) -> list[bytes]:
    """What the store has of the files of a post."""
    with house.app.app_context():
        names = db.session.scalars(select(Attachment.file).where(Attachment.post_id == post.id))
        return [store().read(name) for name in names]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_discussion_of_5000_posts_takes_little_memory(house: House, tmp_path: Path) -> None:
    folder = write(tmp_path / "ning", [5_000])
    tracemalloc.start()
    summary = bring_in(house, folder)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (summary.imported["posts"], summary.imported["quotes"]) == (5_000, 499)
    assert most < 40_000_000
    found = posts(house, "Talk 0")
    assert [post.number for post in found] == list(range(1, 5_001))
    assert all(post.words.startswith(f"Number {post.number - 1}.") for post in found[1:])
    assert "/d/1/10" in found[10].html
    assert house.findings() == []


def test_a_killed_import_goes_on_where_it_stopped(
    house: House, database_url: str, worker_folder: Path, tmp_path: Path
) -> None:
    folder = write(tmp_path / "ning", [1_000, *[40] * 10])
    log = tmp_path / "log"
    env = processes.environment(worker_folder, database_url)
    process = processes.start(env, log, "import", "ning", str(folder))
    with processes.ended(process):
        processes.until(lambda: count_posts(house.app) > 0 or process.poll() is not None, log, seconds=120)
        cooks = children(process.pid)
        processes.kill(process)
    reached = count_posts(house.app)
    assert 0 < reached < 1_400, log.read_text()
    assert cooks
    assert house.findings() == []
    processes.until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in cooks), log)

    summary = bring_in(house, folder)
    assert summary.imported["posts"] == 1_400 - reached
    assert summary.there["posts"] == reached
    assert (counts(house)["post"], counts(house)["attachment"]) == (1_400, 11)
    for topic, size in enumerate([1_000, *[40] * 10]):
        found = posts(house, f"Talk {topic}")
        assert [post.number for post in found] == list(range(1, size + 1))
        assert all(post.words.startswith(f"Number {post.number - 1}.") for post in found[1:])
        assert kept_by(house, found[0]) == [f"File {topic}".encode()]
    assert house.findings() == []
    before = counts(house)
    bring_in(house, folder)
    assert counts(house) == before


def test_the_command_imports_and_says_what_it_did(database_url: str, worker_folder: Path, tmp_path: Path) -> None:
    env = processes.environment(worker_folder, database_url)
    done = processes.command(env, "import", "ning", str(SAMPLE), "--public")
    assert done.returncode == 0, done.stderr
    assert "already there" in done.stdout
    assert processes.command(env, "check").returncode == 0


def test_markup_that_is_refused_is_left_out_but_the_words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_tags(source: str, source_format: str) -> text.Body:
        if "<b>" in source:
            raise text.Refused("no")
        return cook(source, source_format)

    cook = text.cook
    monkeypatch.setattr(text, "cook", refuse_tags)
    (body,) = cooking.cook(["<b>Bold</b> &lt;words&gt;"])
    assert body.words == "Bold <words>"


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []
