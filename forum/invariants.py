"""What must hold between rows, as SQL: counters that equal a recount, and rules that no row breaks.

Each domain lists its own; `roomful check` asks them all and `--repair` puts the counters right.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.database import Model, db, operation


@dataclass(frozen=True)
class Counter:
    """A stored value and the expression that it should equal."""

    model: type[Model]
    column: InstrumentedAttribute[Any]
    recount: ColumnElement[Any]

    @property
    def name(self) -> str:
        return f"{self.model.__tablename__}.{self.column.key}"

    def differing(self) -> ColumnElement[bool]:
        return self.column.is_distinct_from(self.recount)


@dataclass(frozen=True)
class Rule:
    """A sentence that should hold, and the query for the ids of rows that break it."""

    name: str
    broken: Select[Any]


@dataclass(frozen=True)
class Finding:
    name: str
    ids: list[int]


def check(counters: list[Counter], rules: list[Rule]) -> list[Finding]:
    """What does not hold, with the ids of at most a hundred rows for each."""
    found = [Finding(counter.name, _ids(_rows(counter))) for counter in counters]
    found += [Finding(rule.name, _ids(rule.broken)) for rule in rules]
    return [finding for finding in found if finding.ids]


@operation
def repair(counters: list[Counter]) -> None:
    """Put every counter right."""
    for counter in counters:
        wrong = update(counter.model).where(counter.differing())
        db.session.execute(wrong.values({counter.column: counter.recount}), execution_options=NO_SYNC)


NO_SYNC = {"synchronize_session": False}


def _rows(counter: Counter) -> Select[Any]:
    return select(counter.model.id).where(counter.differing())  # type: ignore[attr-defined]


def _ids(query: Select[Any]) -> list[int]:
    return list(db.session.scalars(query.limit(100)))
