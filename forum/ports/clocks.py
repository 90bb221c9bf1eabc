"""The door to time: everything that asks what time it is asks here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_read: Callable[[], datetime]


def system() -> datetime:
    return datetime.now(UTC)


_read = system


def now() -> datetime:
    """The present, aware and in UTC."""
    return _read()


@contextmanager
def reading(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let the whole process read another clock: for tests, imports and the demo."""
    global _read
    before, _read = _read, clock
    try:
        yield
    finally:
        _read = before
