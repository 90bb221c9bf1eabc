"""Pages: by arithmetic where things are numbered, by keyset where they are ordered by time."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

PAGE_SIZE = 25
FOLDED = 5
"""A last page of this many or fewer is folded into the one before."""

MAX_ID = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is among pages of numbered things: page k holds the numbers 25(k-1)+1 to 25k."""

    number: int
    count: int
    last: int

    @classmethod
    def of(cls, last: int, number: int) -> "Pages":
        """Page `number` of things numbered up to `last`, or the last page when there are not so many."""
        count = page_count(last)
        return cls(min(max(number, 1), count), count, last)

    @property
    def first_number(self) -> int:
        return PAGE_SIZE * (self.number - 1) + 1

    @property
    def last_number(self) -> int:
        return self.last if self.number == self.count else PAGE_SIZE * self.number

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None

    @property
    def window(self) -> list[int | None]:
        """The first, the last and the neighbouring pages, with None where some are left out."""
        near = sorted({1, self.count, *range(max(1, self.number - 2), min(self.count, self.number + 2) + 1)})
        shown: list[int | None] = []
        for page in near:
            if shown and page - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(page)
        return shown


def page_count(last: int) -> int:
    full, rest = divmod(last, PAGE_SIZE)
    return max(1, full + (rest > FOLDED) if full else 1)


def page_of(number: int, last: int) -> int:
    """The page that shows `number` when numbers go up to `last`."""
    return min((number - 1) // PAGE_SIZE + 1, page_count(last))


def micros(moment: datetime) -> int:
    """The moment as a number, for addresses and forms."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(micros: int) -> datetime | None:
    """The moment that was written as this number; None for one that no calendar knows."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None


class Cursor(NamedTuple):
    """A place in a list ordered by time, newest first, ids breaking ties."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return _write(micros(self.at), self.id)

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """The cursor written as `text`; None, the top of the list, for anything that is not one."""
        numbers = _read(text, 2)
        at = moment_of(numbers[0]) if numbers else None
        return cls(at, numbers[1]) if numbers and at else None


class Standing(NamedTuple):
    """A place in a list ordered by how many people wrote how many posts, ids breaking ties."""

    posters: int
    posts: int
    id: int

    def __str__(self) -> str:
        return _write(*self)

    @classmethod
    def parse(cls, text: str | None) -> "Standing | None":
        """The place written as `text`; None, the top of the list, for anything that is not one."""
        numbers = _read(text, 3)
        return cls(*numbers) if numbers else None


def _write(*numbers: int) -> str:
    return urlsafe_b64encode(".".join(map(str, numbers)).encode()).decode().rstrip("=")


def _read(text: str | None, count: int) -> list[int] | None:
    """So many numbers, the last one an id."""
    if not text or len(text) > 60:
        return None
    try:
        parts = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").split(".")
        numbers = [int(part) for part in parts]
    except (ValueError, binascii.Error):
        return None
    fits = len(numbers) == count and all(abs(number) <= MAX_ID for number in numbers) and numbers[-1] > 0
    return numbers if fits else None
