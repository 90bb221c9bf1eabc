"""What this process saw people look at and has not written down yet: a GET writes nothing, so it is noted here.

A moment later it is written in one go; what is noted in that moment is lost when the process is killed, and that is
all. A page that a browser only fetches ahead is not a visit.
"""

import atexit
import logging
import os
from datetime import datetime
from threading import Lock, Timer
from typing import cast

from flask import Flask, Response, current_app, g, request, session

from forum.accounts.operations import SEEN_EVERY, see_sessions
from forum.accounts.operations.throttling import network
from forum.accounts.signatures import sign
from forum.accounts.viewers import Viewer
from forum.blueprints.signed_in import holds_cookie, viewer
from forum.config import Settings
from forum.discussions.operations import Visits, settle
from forum.ports import clocks

log = logging.getLogger(__name__)

DELAY = 1.0
"""Seconds that a visit waits for others."""
MOST = 500
"""Visits that are written at once without waiting any longer."""
MOST_KEPT = 20 * MOST
"""Visits that are kept while the database takes none."""

REPORTS = "reports"
AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")


def connect(app: Flask, settings: Settings) -> None:
    """Give the application its buffer; tests empty it themselves."""
    buffer = Buffer(app, None if settings.testing else DELAY)
    app.extensions["roomful.visits"] = buffer
    app.after_request(_note_browser)
    if not settings.testing:
        atexit.register(buffer.close)
        os.register_at_fork(after_in_child=buffer.forget)


def read_at_once(number: int) -> int:
    """Up to which post a page that is shown counts as read: `number`, its last one, unless the browser has shown that
    it reports by itself how far its reader comes."""
    return 0 if holds_cookie() and session.get(REPORTS) else number


def believe_reports() -> None:
    """Let this browser say from now on how far its reader comes."""
    if not session.get(REPORTS):
        session[REPORTS] = True


def note(discussion_id: int, number: int = 0) -> None:
    """Note that whoever asks looks at the discussion, and has read it up to post `number` if they are a member."""
    if _is_ahead():
        return
    looking = viewer()
    reader = f"member {looking.id}" if looking else _visitor()
    _buffer().note(discussion_id, reader, looking.id if looking else None, number)


def _note_browser(response: Response) -> Response:
    """Note that somebody is at this signed-in browser."""
    looking: Viewer | None = g.get("viewer")
    if looking and looking.session_id and not _is_ahead():
        _buffer().note_browser(looking.session_id)
    return response


def _is_ahead() -> bool:
    return any("prefetch" in request.headers.get(name, "") for name in AHEAD)


def _buffer() -> "Buffer":
    return cast(Buffer, current_app.extensions["roomful.visits"])


def _visitor() -> str:
    """Tells visitors apart for a day, and nobody who they are."""
    where = f"{network(request.remote_addr or '')} {request.user_agent.string}"
    return sign(f"visitor {clocks.now():%Y-%m-%d}", where)


class Buffer:
    """Visits of one process, from many threads."""

    def __init__(self, app: Flask, delay: float | None) -> None:
        self.app, self.delay = app, delay
        self.forget()

    def forget(self) -> None:
        """Begin empty, as a process that was just forked does: its parent writes what it noted."""
        self.lock, self.visits, self.timer = Lock(), Visits(), cast(Timer | None, None)
        self.browsers: set[int] = set()
        self.browsers_seen: dict[int, datetime] = {}

    def note(self, discussion_id: int, reader: str, member_id: int | None, number: int) -> None:
        with self.lock:
            self.visits.viewings.add((discussion_id, reader))
            if member_id:
                place = (discussion_id, member_id)
                self.visits.readings[place] = max(number, self.visits.readings.get(place, 0))
            self._write_soon()

    def note_browser(self, session_id: int) -> None:
        """Every few minutes is often enough."""
        now = clocks.now()
        with self.lock:
            if session_id in self.browsers_seen and now - self.browsers_seen[session_id] < SEEN_EVERY:
                return
            if len(self.browsers_seen) > MOST_KEPT:
                self.browsers_seen.clear()
            self.browsers_seen[session_id] = now
            self.browsers.add(session_id)
            self._write_soon()

    def write(self) -> None:
        """Write what was noted; what the database does not take now is kept for the next time."""
        with self.lock:
            visits, self.visits = self.visits, Visits()
            browsers, self.browsers = self.browsers, set()
            if self.timer:
                self.timer.cancel()
            self.timer = None
        if not visits and not browsers:
            return
        try:
            with self.app.app_context():
                if visits:
                    settle(visits)
                if browsers:
                    see_sessions(browsers)
        except Exception:
            log.exception("visits were not written")
            self._keep(visits)

    def close(self) -> None:
        """Write for the last time: the process ends."""
        self.delay = None
        self.write()

    def _write_soon(self) -> None:
        if self.delay is None:
            return
        is_full = len(self.visits.viewings) == MOST
        if self.timer is None or is_full:
            if self.timer:
                self.timer.cancel()
            self.timer = Timer(0 if is_full else self.delay, self.write)
            self.timer.daemon = True
            self.timer.start()

    def _keep(self, visits: Visits) -> None:
        with self.lock:
            if len(visits.viewings) + len(self.visits.viewings) > MOST_KEPT:
                return
            self.visits.viewings |= visits.viewings
            for place, number in visits.readings.items():
                self.visits.readings[place] = max(number, self.visits.readings.get(place, 0))
            self._write_soon()
