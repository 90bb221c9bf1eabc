"""One file's discussions and comments, set out in the order in which they were written.

The archive has the newest first, discussions and comments alike, and a discussion's own fields may stand behind its
comments. Numbering posts from the oldest one therefore takes all of a discussion, and to have the source of a quote
before the quote takes all discussions, the oldest first. Neither fits into memory, so the file is read once into a
temporary SQLite database: SQLite puts it on disk where temporary files go (SQLITE_TMPDIR chooses the place, it needs
as much room as the file), sorts by index, and the system removes it however the import ends.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum import text
from forum.archive.ning.reading import Fields
from forum.archive.ning.sections import Section
from forum.archive.ning.values import digest, from_micros, instant, key, line, paths, to_micros, words
from forum.language import gettext as _

BATCH = 500
NOTHING = "", "0", "false", "null"

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
BEGIN;
CREATE TABLE discussion (
  seq INTEGER PRIMARY KEY, key TEXT UNIQUE, author TEXT, title TEXT, body TEXT, at INTEGER, category TEXT,
  network_group TEXT, files TEXT);
CREATE TABLE comment (
  key TEXT PRIMARY KEY, discussion INTEGER, seq INTEGER, author TEXT, at INTEGER, body TEXT, files TEXT);
CREATE INDEX written ON comment (discussion, at, seq DESC);
"""

_DATE_COMMENTS = """
UPDATE comment AS bare SET at = coalesce(
  (SELECT at FROM comment WHERE discussion = bare.discussion AND seq > bare.seq AND at IS NOT NULL
   ORDER BY seq LIMIT 1),
  (SELECT at FROM comment WHERE discussion = bare.discussion AND seq < bare.seq AND at IS NOT NULL
   ORDER BY seq DESC LIMIT 1),
  (SELECT at FROM discussion WHERE seq = bare.discussion)) WHERE at IS NULL
"""

_DATE_DISCUSSIONS = """
UPDATE discussion AS bare SET at = coalesce(
  (SELECT min(at) FROM comment WHERE discussion = bare.seq),
  (SELECT at FROM discussion WHERE seq > bare.seq AND at IS NOT NULL ORDER BY seq LIMIT 1),
  (SELECT at FROM discussion WHERE seq < bare.seq AND at IS NOT NULL ORDER BY seq DESC LIMIT 1),
  ?) WHERE at IS NULL
"""


_GIVE_COMMENTS = "UPDATE comment SET discussion = (SELECT seq FROM discussion WHERE key = ?) WHERE discussion = ?"


@dataclass(frozen=True, slots=True)
class Topic:
    """What becomes a discussion, such as a blog post; `network_group` is the key of its group, "" when it has none."""

    seq: int
    key: str
    author: str
    title: str
    body: str
    at: datetime
    category: str
    network_group: str
    files: list[str]


@dataclass(frozen=True, slots=True)
class Comment:
    key: str
    author: str
    at: datetime
    body: str
    files: list[str]


class Spool(AbstractContextManager["Spool"]):
    """`refused` says how many of the file's things stay out, by the reason."""

    def __init__(self, section: Section, latest: datetime) -> None:
        self.section = section
        self.latest = latest
        self.refused: Counter[str] = Counter()
        self.undated = self.twice = 0
        self.seq = 1
        self.comments_count = 0
        self.waiting: list[tuple[Any, ...]] = []
        self.connection = sqlite3.connect("", isolation_level=None)
        self.connection.executescript(_TABLES)

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def add_comment(self, fields: Fields) -> None:
        """A comment of the discussion that is added next."""
        author, at, body = (
            key(fields, "contributorName"),
            instant(fields, "createdDate", self.latest),
            words(fields, "description"),
        )
        own = key(fields, "id") or digest(author, str(at), body)
        self.comments_count += 1
        self.undated += at is None
        self.waiting.append((own, self.seq, self.comments_count, author, to_micros(at), body, _files(fields)))
        if len(self.waiting) >= BATCH:
            self._write_comments()

    def add_discussion(self, fields: Fields) -> None:
        """The discussion itself, its comments having been added; the second of the same key only brings comments."""
        self._write_comments()
        own = key(fields, "id")
        why = self.section.refuse(fields) if own else "without id"
        if why:
            self.refused[why] += 1
            self._run("DELETE FROM comment WHERE discussion = ?", self.seq)
            return
        at = instant(fields, "createdDate", self.latest)
        self.undated += at is None
        title, body = line(fields, "title", text.TITLE_MAX), self.section.body(fields)
        row = (self.seq, own, key(fields, "contributorName"), title, body, to_micros(at),
               self.section.category(fields), _group_key(fields), _files(fields))  # fmt: skip
        if self._run("INSERT OR IGNORE INTO discussion VALUES (?,?,?,?,?,?,?,?,?)", *row).rowcount == 0:
            self.twice += 1
            self._run(_GIVE_COMMENTS, own, self.seq)
        self.seq += 1

    def finish(self) -> None:
        """All is added: forget comments whose discussion the file does not come to, and date what has no date."""
        self._write_comments()
        self._run("DELETE FROM comment WHERE discussion = ?", self.seq)
        if self.undated:
            self._run(_DATE_DISCUSSIONS, to_micros(self.latest))
            self._run("CREATE INDEX dated ON comment (discussion, seq) WHERE at IS NOT NULL")
            self._run(_DATE_COMMENTS)

    def count_posts(self) -> int:
        """The opening ones included."""
        counted = "SELECT (SELECT count(*) FROM discussion) + (SELECT count(*) FROM comment)"
        return int(self._run(counted).fetchone()[0])

    def topics(self) -> Iterator[Topic]:
        """The discussions, the oldest first; of two at one instant the later in the file is older."""
        for row in self._run("SELECT * FROM discussion ORDER BY at, seq DESC"):
            seq, own, author, title, body, at, category, network_group, files = row
            yield Topic(seq, own, author, title or _("Untitled"), body, from_micros(at), category, network_group,
                        _listed(files))  # fmt: skip

    def comments(self, topic: Topic) -> Iterator[Comment]:
        """Its comments, the oldest first."""
        ordered = "SELECT key, author, at, body, files FROM comment WHERE discussion = ? ORDER BY at, seq DESC"
        for own, author, at, body, files in self._run(ordered, topic.seq):
            yield Comment(own, author, from_micros(at), body, _listed(files))

    def find(self, own: str) -> tuple[int, int, int] | None:
        """The discussion of a comment, or of an opening post, and its place there, which grows from post to post."""
        comment = "SELECT discussion, at, -seq FROM comment WHERE key = ?"
        opening = "SELECT seq, -1, 0 FROM discussion WHERE key = ?"
        found: tuple[int, int, int] | None = self._run(comment, own).fetchone() or self._run(opening, own).fetchone()
        return found

    def first_of_category(self, category: str) -> datetime:
        """When the oldest discussion of a category was started."""
        oldest = "SELECT min(at) FROM discussion WHERE network_group = '' AND category = ?"
        return from_micros(self._run(oldest, category).fetchone()[0])

    def _write_comments(self) -> None:
        statement = "INSERT OR IGNORE INTO comment VALUES (?,?,?,?,?,?,?)"
        written = self.connection.executemany(statement, self.waiting).rowcount if self.waiting else 0
        self.twice += len(self.waiting) - written
        self.waiting.clear()

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self.connection.execute(statement, values)


def _group_key(fields: Fields) -> str:
    own = key(fields, "groupId")
    return "" if own.lower() in NOTHING else own


def _files(fields: Fields) -> str | None:
    listed = paths(fields, "fileAttachments")
    return json.dumps(listed) if listed else None


def _listed(files: str | None) -> list[str]:
    return json.loads(files) if files else []
