"""Slowing down guesses: each failure after a few makes the next try wait longer, and nobody is locked out for good."""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select, update

from forum.accounts.models import Throttle
from forum.database import db, insert_new, operation
from forum.errors import TooMany
from forum.language import gettext as _
from forum.ports import clocks

FREE_TRIES = {"account": 5, "network": 30, "device": 5}
LONGEST = timedelta(minutes=15)
FORGIVEN = timedelta(hours=1)


def keys_for(identifier: str, network_address: str) -> tuple[str, str]:
    """What a try counts against: the account that it names and the network it comes from."""
    account = sha256(identifier.encode()).hexdigest()[:40]
    return f"account:{account}", f"network:{network(network_address)}"


def keys_of_device(device: str) -> tuple[str, ...]:
    """The same for a browser that the owner signed in with before: it answers for itself alone."""
    return (f"device:{device[:40]}",)


@operation
def count_try(keys: tuple[str, ...]) -> None:
    """Count a try before it is judged, so that many at once gain nothing; raises TooMany while one has to wait."""
    now = clocks.now()
    for key in sorted(keys):
        insert_new(Throttle, key=key, failures=0, last_at=now)
        throttle = db.session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()
        if throttle.blocked_until and throttle.blocked_until > now:
            wait = int((throttle.blocked_until - now).total_seconds()) + 1
            raise TooMany(_("Too many tries. Please wait a little and try again."), wait)
        failures = 1 if now - throttle.last_at > FORGIVEN else throttle.failures + 1
        throttle.failures, throttle.last_at = failures, now
        throttle.blocked_until = _blocked_until(key, failures)


@operation
def forgive(keys: tuple[str, ...]) -> None:
    """The try was right: the account or device starts afresh, and the network gets this one back."""
    known, *networks = keys
    db.session.execute(delete(Throttle).where(Throttle.key == known))
    given_back = {"failures": Throttle.failures - 1, "blocked_until": None}
    db.session.execute(update(Throttle).where(Throttle.key.in_(networks)).values(given_back))


def _blocked_until(key: str, failures: int) -> datetime | None:
    excess = failures - FREE_TRIES[key.partition(":")[0]]
    if excess < 0:
        return None
    return clocks.now() + min(timedelta(seconds=2 ** min(excess, 12)), LONGEST)


def network(address: str) -> str:
    """What one household or firm has: an address, or 64 bits of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
