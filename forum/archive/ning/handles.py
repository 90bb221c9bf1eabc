"""Handles for people who have not chosen one."""

from collections.abc import Collection, Iterator
from itertools import count

from slugify import slugify
from sqlalchemy import select

from forum.accounts.models import Member
from forum.database import db

LIMIT = 30
ROOM_FOR_NUMBER = 7
WITHOUT_LETTERS = "member"


def make(names: Collection[str]) -> list[str]:
    """A free handle for each of the names, in their order; to be called within the verb that takes them."""
    wanted = [_from_name(name) for name in names]
    taken = set(db.session.scalars(select(Member.handle_key).where(Member.handle_key.in_(wanted))))
    numbered: dict[str, Iterator[str]] = {}
    handles = []
    for handle in wanted:
        if handle in taken:
            handle = next(free for free in numbered.setdefault(handle, _numbered(handle)) if free not in taken)
        taken.add(handle)
        handles.append(handle)
    return handles


def _from_name(name: str) -> str:
    handle = slugify(name, max_length=LIMIT, word_boundary=True) or slugify(name, max_length=LIMIT)
    return handle if len(handle) >= 2 else WITHOUT_LETTERS


def _numbered(handle: str) -> Iterator[str]:
    """The handle with every number that nobody has."""
    stem = handle[: LIMIT - ROOM_FOR_NUMBER].rstrip("-")
    used = set(db.session.scalars(select(Member.handle_key).where(Member.handle_key.startswith(f"{stem}-"))))
    return (numbered for n in count(2) if (numbered := f"{stem}-{n}") not in used)
