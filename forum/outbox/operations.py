"""Sending mail: planned in the transaction that caused it, claimed, written, handed over, and each step a row's state.

No transaction is open while a mail server is talked to. A worker that dies leaves a lease that runs out: what it had
only claimed is queued again; what it may have handed over is sent once more under the same Message-ID.
"""

import logging
from datetime import datetime, timedelta
from random import uniform
from typing import Any

from sqlalchemy import delete, select, update

from forum.database import db, insert_new, operation
from forum.jobs import wake
from forum.outbox.letters import NoLongerWanted, message_for
from forum.outbox.models import HELD, WAITING, Claimed, Delivery, State
from forum.ports import clocks, mailers

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_AGE = timedelta(days=2)
RETRY_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
MOST_BUILDS = 3
PAUSE = timedelta(minutes=1)
"""How long a message waits when the whole mail server is out of reach; the rest of the queue is not tried."""


def put(kind: str, key: str, address: str, details: dict[str, Any]) -> None:
    """Plan one mail within the running verb; a `key` planned before is not planned again."""
    now = clocks.now()
    insert_new(
        Delivery, kind=kind, key=key, address=address, details=details, created_at=now, due_at=now,
        state=State.QUEUED, attempts=0,
    )  # fmt: skip
    wake("deliveries")


def forget_address(address: str, *, kind: str | None = None) -> None:
    """Keep no mail to this address, or none of one kind, sent or not, within the running verb."""
    forgotten = delete(Delivery).where(Delivery.address == address)
    db.session.execute(forgotten.where(Delivery.kind == kind) if kind else forgotten)


@operation
def forget_ended(kind: str) -> None:
    """Keep none of the mails of this kind that have left, or never will."""
    db.session.execute(delete(Delivery).where(Delivery.kind == kind, Delivery.ended_at.is_not(None)))


def send_due() -> int:
    """Send what is due, one after another; how many were sent. Stops when the mail server is out of reach."""
    _tidy()
    sent = 0
    while (delivery := _claim()) is not None:
        try:
            sent += _send(delivery)
        except mailers.Unreachable as error:
            _pause(delivery, f"unreachable: {error}")
            log.warning("mail server out of reach")
            break
    return sent


def _send(delivery: Claimed) -> bool:
    try:
        message = message_for(delivery)
    except NoLongerWanted as error:
        _end(delivery, State.CANCELLED, str(error))
        return False
    except Exception as error:
        log.exception("mail could not be written", extra={"delivery": delivery.id})
        _fail_or_retry(delivery, f"{type(error).__name__} while writing", most=MOST_BUILDS)
        return False
    if not _hand_over(delivery):
        return False
    try:
        mailers.send(message)
    except mailers.Refused as error:
        _end(delivery, State.FAILED, str(error))
        return False
    except mailers.TryLater as error:
        _fail_or_retry(delivery, str(error), most=len(RETRY_AFTER) + 1)
        return False
    _end(delivery, State.SENT, None)
    return True


@operation
def _tidy() -> None:
    """Queue again what a dead worker held, and give up what has waited too long."""
    now = clocks.now()
    held, waiting = Delivery.state.in_(HELD), Delivery.state.in_(WAITING)
    expired = update(Delivery).where(held, Delivery.lease_until < now)
    db.session.execute(expired.values(state=State.QUEUED, lease_until=None))
    too_old = update(Delivery).where(waiting, Delivery.created_at < now - MAX_AGE)
    db.session.execute(too_old.values(state=State.CANCELLED, reason="too old", ended_at=now))


@operation
def _claim() -> Claimed | None:
    """Take the mail that is due first, so that no other worker does."""
    now = clocks.now()
    due = (
        select(Delivery)
        .where(Delivery.state.in_(WAITING), Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.id)
    )
    delivery = db.session.scalar(due.limit(1).with_for_update(skip_locked=True))
    if delivery is None:
        return None
    delivery.state, delivery.lease_until = State.CLAIMED, now + LEASE
    delivery.attempts += 1
    return Claimed(
        delivery.id, delivery.kind, delivery.address, delivery.details, delivery.created_at, delivery.attempts
    )


@operation
def _hand_over(delivery: Claimed) -> bool:
    """Say before the message leaves that it may have left; False when the lease ran out and another worker has it."""
    return _set(delivery, State.HANDING, lease_until=clocks.now() + LEASE)


@operation
def _end(delivery: Claimed, state: State, reason: str | None) -> None:
    _set(delivery, state, reason=reason and reason[:200], lease_until=None, ended_at=clocks.now())


@operation
def _defer(delivery: Claimed, wait: timedelta, reason: str) -> None:
    due_at: datetime = clocks.now() + wait * uniform(0.8, 1.2)
    _set(delivery, State.DEFERRED, due_at=due_at, lease_until=None, reason=reason[:200])


@operation
def _pause(delivery: Claimed, reason: str) -> None:
    """Try again soon; what the whole server could not do is not counted against this message."""
    due_at = clocks.now() + PAUSE
    _set(delivery, State.DEFERRED, due_at=due_at, lease_until=None, reason=reason[:200], attempts=Delivery.attempts - 1)


def _fail_or_retry(delivery: Claimed, reason: str, *, most: int) -> None:
    if delivery.attempts >= most:
        _end(delivery, State.FAILED, reason)
    else:
        _defer(delivery, RETRY_AFTER[delivery.attempts - 1], reason)


def _set(delivery: Claimed, state: State, **values: Any) -> bool:
    """Change the row while it is still ours: whoever claimed it later counts one attempt more."""
    ours = (Delivery.id == delivery.id, Delivery.attempts == delivery.attempts, Delivery.state.in_(HELD))
    changed = update(Delivery).where(*ours).values(state=state, **values).returning(Delivery.id)
    return db.session.execute(changed).first() is not None
