"""Pieces of discussions, each of which is written in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from forum import text
from forum.archive.ning.sections import Section
from forum.archive.ning.spool import Comment, Spool, Topic

POSTS = 500
CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store, as a post will have it: the `number`-th, and a picture if it has `sides`."""

    file: str
    number: int
    name: str
    size: int
    sides: tuple[int, int] | None
    in_text: bool


@dataclass(slots=True)
class Draft:
    """A post on its way: `quoted` are the keys of the posts that its quotes point at, by number from 1 on."""

    comment: Comment
    is_opening: bool = False
    source: str = ""
    quoted: list[str] = field(default_factory=list)
    files: list[Kept] = field(default_factory=list)
    body: text.Body | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    section: Section
    topic: Topic
    group_id: int
    drafts: list[Draft]


def of_topic(spool: Spool, topic: Topic) -> Iterator[list[Draft]]:
    """The discussion's posts, the opening one first, in pieces that fit into memory: most have only one."""
    piece: list[Draft] = []
    size = 0
    for draft in _drafts(spool, topic):
        piece.append(draft)
        size += len(draft.comment.body)
        if len(piece) == POSTS or size >= CHARACTERS:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _drafts(spool: Spool, topic: Topic) -> Iterable[Draft]:
    yield Draft(Comment(topic.key, topic.author, topic.at, topic.body, topic.files), is_opening=True)
    for comment in spool.comments(topic):
        yield Draft(comment)
