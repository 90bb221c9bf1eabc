"""Cooking posts by the thousand: most of an import's time, so other processes do it.

Cooking takes about a millisecond a post; reading and writing take a fraction of it. Two processes beside this one
reach the rate that is wanted. They take a second to start, and do so only when there is enough to cook.
"""

import os
import re
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from html import escape, unescape
from multiprocessing import get_context, parent_process
from threading import Thread

from forum import text
from forum.text.limits import HTML_LIMIT

WORKERS = 2
WORTH_STARTING = 1_000
"""Posts."""
PIECE = 50

_TAG = re.compile(r"<[^<>]*+>")


class Kitchen(AbstractContextManager["Kitchen"]):
    """Where the bodies of an import are cooked."""

    def __init__(self, posts_count: int) -> None:
        # Forked processes would share this one's database connections.
        self.pool = (
            ProcessPoolExecutor(WORKERS, get_context("spawn"), _begin) if posts_count >= WORTH_STARTING else None
        )

    def __exit__(self, *_error: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def start(self, sources: Sequence[str]) -> Callable[[], list[text.Body]]:
        """Begin to cook; what is returned waits for the bodies."""
        if self.pool is None:
            return lambda: cook(sources)
        pieces = [sources[at : at + PIECE] for at in range(0, len(sources), PIECE)]
        futures = [self.pool.submit(cook, piece) for piece in pieces]
        return lambda: [body for future in futures for body in future.result()]


def cook(sources: Sequence[str]) -> list[text.Body]:
    """Imported HTML, each text cooked; what is refused for its markup is cooked without it."""
    return [_cook(source) for source in sources]


def cut(source: str) -> str:
    """The source up to the limit of imported HTML, not within a tag."""
    if len(source) <= HTML_LIMIT:
        return source
    short = source[:HTML_LIMIT]
    return short[: short.rfind("<")] if short.rfind("<") > short.rfind(">") else short


def _cook(source: str) -> text.Body:
    try:
        return text.cook(source, "html")
    except text.Refused:
        plain = escape(" ".join(unescape(_TAG.sub(" ", source)).split()), quote=False)
        return text.cook(f"<p>{plain[: HTML_LIMIT - 10]}</p>", "html")


def _begin() -> None:
    """Leave Ctrl+C to the import itself, and end with it: a killed one can't tell its processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
