"""What a profile's form offers and takes: time zones by region, and addresses on the web."""

from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from wtforms import SelectChoice

from forum import text

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
LINK_LENGTH = 300


@cache
def time_zones() -> list[SelectChoice]:
    """UTC, and every zone that is named after a place, region by region."""
    named = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)
    places = [SelectChoice(zone, _place(zone), optgroup=zone.partition("/")[0]) for zone in named]
    return [SelectChoice("UTC", "UTC", optgroup="UTC"), *places]


def is_link(given: str) -> bool:
    """Whether this is the whole address of a page, without anything that would show it as another."""
    if len(given) > LINK_LENGTH or text.clean_line(given) != given or not given.isprintable() or " " in given:
        return False
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        return False
    is_host = parts.hostname is not None and "." in parts.hostname.strip(".")
    return parts.scheme in ("http", "https") and is_host and "@" not in parts.netloc and port != 0


def _place(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ")
