"""One e-mail and where it is on its way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class State(StrEnum):
    """queued -> claimed -> handing -> sent; a fault leads to deferred (tried again), failed or cancelled."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = (State.QUEUED, State.DEFERRED)
HELD = (State.CLAIMED, State.HANDING)


class Delivery(Model):
    """One e-mail for one address.

    `key` makes planning it twice the same as once. `details` are ids and names, never words to be mailed: the
    message is made, and rights are asked, at the moment of sending. `due_at` is when it may first be tried, or
    tried again; `lease_until` is when a worker that holds it counts as dead.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at", "id", sqlite_where=text("state IN ('queued', 'deferred')"),
              postgresql_where=text("state IN ('queued', 'deferred')")),
        Index("ix_delivery_lease", "lease_until", sqlite_where=text("lease_until IS NOT NULL"),
              postgresql_where=text("lease_until IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default=State.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that a worker has taken; `attempts` tells its claim from a later one."""

    id: int
    kind: str
    address: str
    details: dict[str, Any]
    created_at: datetime
    attempts: int
