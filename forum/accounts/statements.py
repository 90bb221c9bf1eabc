"""Statements that are made once for each kind of viewer: making one takes longer than asking it."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from typing import Any, cast

from sqlalchemy import BindParameter, Executable, Result, Select, bindparam, tuple_
from sqlalchemy.sql.visitors import iterate

from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import UtcDateTime, db
from forum.paging import Cursor
from forum.ports import clocks

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything that is in the database."""

VIEWER_ID = bindparam("viewer_id", type_=Member.id.type)
ONWARDS = tuple_(bindparam("at", type_=UtcDateTime()), bindparam("id", type_=Member.id.type))
"""Where a list that is ordered by time goes on; `onwards` gives the values."""


@cache
def ago(span: timedelta = timedelta(0)) -> BindParameter[datetime]:
    """The moment so long before the statement is asked, whenever it was made."""
    return bindparam(f"ago_{span.total_seconds():.0f}", type_=UtcDateTime(), callable_=lambda: clocks.now() - span)


def prepared(make: Callable[..., Select[Any]]) -> Callable[..., Result[Any]]:
    """Let `make(viewer, *shape)` be asked as `make(viewer, *shape, **values)`.

    It is called once for a visitor, once for each role, and for each shape of the statement (what it is ordered or
    narrowed by), with a viewer whose id is a parameter. Whatever else differs from one time to the next is a
    `bindparam` of its own, given by name.
    """

    @cache
    def made(role: str | None, *shape: Hashable) -> Select[Any]:
        statement = make(_anybody(role) if role else None, *shape)
        _refuse_moments(statement)
        return statement

    @wraps(make)
    def ask(viewer: Viewer | None, *shape: Hashable, **values: Any) -> Result[Any]:
        if viewer is None:
            return rows(made(None, *shape), values)
        return rows(made(viewer.role, *shape), {"viewer_id": viewer.id, **values})

    return ask


def rows(statement: Executable, values: dict[str, Any]) -> Result[Any]:
    """What a statement about columns finds or returns, without the session's machinery for objects."""
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


def onwards(cursor: Cursor | None) -> dict[str, Any]:
    return cursor._asdict() if cursor else {}


def _anybody(role: str) -> Viewer:
    """Whoever has this role: their id is given when the statement is asked."""
    return Viewer(id=cast(int, VIEWER_ID), handle="", name="", role=role)


def _refuse_moments(statement: Select[Any]) -> None:
    """A moment that was read while the statement was made would be that moment for ever."""
    held = [part.value for part in iterate(statement) if isinstance(part, BindParameter)]
    if any(isinstance(value, datetime) and value > LONG_AGO for value in held):
        raise TypeError("a prepared statement holds a moment: use ago()")
