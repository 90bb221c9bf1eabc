"""Logs: one JSON object a line, with a request id and without anything personal."""

import logging
import sys
import time
from secrets import token_hex
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

EXTRAS = ("member", "delivery", "job", "method", "route", "status", "ms")


def connect(app: Flask) -> None:
    """Log each request once: its route, not its address, which may hold a token."""
    app.before_request(_begin)
    app.after_request(_end)


def to_terminal() -> None:
    """Write logs to the terminal: for servers and workers, not for tests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[merge_contextvars, structlog.stdlib.ExtraAdder(EXTRAS)],
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_log_level,
                structlog.processors.format_exc_info,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("huey", "waitress", "alembic", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def request_id() -> str:
    """What an error page names and the log line has: 12 characters."""
    return str(g.get("request_id", ""))


def _begin() -> None:
    g.request_id, g.began = token_hex(6), time.monotonic()
    clear_contextvars()
    bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "unknown"
    facts: dict[str, Any] = {"method": request.method, "route": route, "status": response.status_code}
    facts["ms"] = round((time.monotonic() - g.get("began", time.monotonic())) * 1000, 1)
    logging.getLogger("forum.requests").info("request", extra=facts)
    response.headers["X-Request-ID"] = request_id()
    return response
