"""Where a post hangs among those that answer one another: a path that every database sorts alike."""

from typing import Any, NamedTuple

from sqlalchemy import String, case, cast, func, literal, select, update

from forum.database import db
from forum.discussions.models import Post

DIGITS = 8
DEEPEST = 3
"""How far answers are indented; what answers further down hangs on the third level, in the order of numbers."""

_ABOVE = DIGITS * (DEEPEST + 1)
_LONGEST_CURSOR = 60


class Above(NamedTuple):
    """The post that is answered: of what stands above an answer, all that its path needs."""

    id: int
    number: int
    path: str


def hang(number: int, above: Above | None = None) -> str:
    """The path of post `number`: that of the post it answers, and its own number, each of the same width.

    What answers the opening post stands beside it, as what answers nobody does.
    """
    below = above.path[:_ABOVE] if above and above.number > 1 else ""
    return f"{below}{number:0{DIGITS}d}"


def level_of(path: str) -> int:
    """How far a post is indented."""
    return min(len(path) // DIGITS - 1, DEEPEST)


def write_cursor(path: str) -> str:
    """The path as an address has it: "5.7.12"."""
    return ".".join(str(int(path[at : at + DIGITS])) for at in range(0, len(path), DIGITS))


def read_cursor(text: str | None) -> str | None:
    """The path written as `text`; None for anything that is not one."""
    numbers = text.split(".") if text and len(text) <= _LONGEST_CURSOR else []
    if not all(number.isascii() and number.isdigit() and len(number) <= DIGITS for number in numbers):
        return None
    return "".join(number.zfill(DIGITS) for number in numbers) or None


def hang_again(discussion_id: int) -> None:
    """Make the paths of a discussion anew, under its lock, after posts came or went. What is answered was written
    before, so that by id it comes first."""
    columns = select(Post.id, Post.number, Post.path, Post.answering_id).where(Post.discussion_id == discussion_id)
    placed: dict[int, Above] = {}
    changed = []
    for id, number, path, answering_id in db.session.execute(columns.order_by(Post.id)):
        placed[id] = Above(id, number, hang(number, placed.get(answering_id or 0)))
        if placed[id].path != path:
            changed.append({"id": id, "path": placed[id].path})
    if changed:
        db.session.execute(update(Post), changed)


def as_hung(above: Any) -> Any:
    """The path that a post should have, `above` being an alias for the one that it answers in its discussion."""
    written = cast(Post.number, String)
    own = func.substr(literal("0" * DIGITS).concat(written), func.length(written) + 1, DIGITS)
    return case((above.number > 1, func.substr(above.path, 1, _ABOVE).concat(own)), else_=own)
