"""What the fields of an archive hold, as clean text, keys and instants."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import unescape
from typing import Any

from forum import text

KEY_LIMIT = 200
PATHS_LIMIT = 200
PATH_LIMIT = 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def words(fields: Mapping[str, Any], name: str) -> str:
    """A field's text without what no database stores; "" for one that is missing or no text."""
    value = fields.get(name)
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else ""


def key(fields: Mapping[str, Any], name: str) -> str:
    """By what the archive knows something; "" when it does not say."""
    value = words(fields, name).strip()
    return value if len(value) <= KEY_LIMIT else digest(value)


def digest(*values: str) -> str:
    """A key for what has none, or none that fits."""
    return sha256("\0".join(values).encode()).hexdigest()


def line(fields: Mapping[str, Any], name: str, limit: int) -> str:
    """One clean line of at most `limit` characters from a field that is escaped as HTML."""
    return shortened(text.clean_line(unescape(words(fields, name))), limit)


def shortened(value: str, limit: int) -> str:
    return value if len(value) <= limit else value[: limit - 1].rstrip() + "…"


def instant(fields: Mapping[str, Any], name: str, latest: datetime) -> datetime | None:
    """The field's date, UTC unless it says otherwise; None for what is no date or later than `latest`."""
    try:
        read = datetime.fromisoformat(words(fields, name).strip())
        at = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if EPOCH <= at <= latest else None


def paths(fields: Mapping[str, Any], name: str) -> list[str]:
    """The paths in a list of the fields; anything else in it is none."""
    value = fields.get(name)
    written = value[:PATHS_LIMIT] if isinstance(value, list) else []
    return [words({name: path}, name)[:PATH_LIMIT] for path in written if isinstance(path, str) and path.strip()]


def count_list(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    return len(value) if isinstance(value, list) else 0


def to_micros(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)
