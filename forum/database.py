"""The database: the base of all models, one transaction per verb, and what SQLite and PostgreSQL need to be told.

Every request starts reading and the database refuses its writes. `@operation` ends that transaction, begins one
that may write, and commits; what was registered with `after_commit` happens then, and not before.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Integer, MetaData, Select, event, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, registry
from sqlalchemy.types import TypeDecorator

from forum.errors import Conflict, Overtaken

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4
BUSY_TIMEOUT = 5000
"""Milliseconds that SQLite waits for another writer."""

TRY_AGAIN = {"40001", "40P01", "55P03", "23505"}
"""PostgreSQL's SQLSTATE for serialisation failure, deadlock, lock not available and a row that somebody else made
meanwhile: the same verb may succeed now, or finds that row and says so."""


class Base(DeclarativeBase):
    registry = registry(
        type_annotation_map={int: BigInteger().with_variant(Integer, "sqlite")},
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


class Model(MappedAsDataclass, Base, kw_only=True, eq=False, repr=False):
    """A row of one of our tables; two are the same when their session says so, and `repr` shows the id alone."""

    __abstract__ = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: stored in UTC, refused when it has no zone, always aware when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ForumSession(FlaskSession):
    """Reads, until a verb makes it write."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine | Connection:
        return _engine("writing" if self.info.get("writing") else "reading")


db = SQLAlchemy(model_class=Base, session_options={"class_": ForumSession, "expire_on_commit": False})


def connect(app: Flask) -> None:
    """Attach the database to the application: one pool, seen as an engine that writes and one that only reads.

    Both are made once. `execution_options()` returns a new engine at each call, and a second one inside a
    transaction would be a second connection that waits for the first.
    """
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_on_sqlite)
        read_only = {"postgresql_readonly": True} if engine.dialect.name == "postgresql" else {}
        app.extensions["roomful.engines"] = {
            "writing": engine,
            "reading": engine.execution_options(reading=True, **read_only),
        }


def dispose(app: Flask) -> None:
    """Close every connection: at the end of a command or a test."""
    app.extensions["roomful.engines"]["writing"].dispose()


def _engine(purpose: str) -> Engine:
    return cast(Engine, current_app.extensions["roomful.engines"][purpose])


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_sqlite(connection: Connection) -> None:
    driver = cast(Any, connection.connection.dbapi_connection)
    if connection.get_execution_options().get("reading"):
        driver.execute("PRAGMA query_only=ON")
        driver.execute("BEGIN DEFERRED")
    else:
        driver.execute("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a deferred one that has read cannot be made to write later


def operation(verb: Callable[P, R]) -> Callable[P, R]:
    """One verb, one transaction.

    Ends the reading transaction (rows read before are stale: verbs take ids and read again), begins a writing one,
    commits, then runs what was given to `after_commit`. A verb called inside another joins it. A busy database, a
    serialisation failure, a race for a unique key or Overtaken starts the verb again, so it must not have sent anything
    out; any other error rolls back.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if db.session.info.get("writing"):
            return verb(*args, **kwargs)
        for attempt in range(1, ATTEMPTS):
            try:
                return _transact(verb, *args, **kwargs)
            except (DBAPIError, Conflict) as error:
                if not _may_succeed_now(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)
        return _transact(verb, *args, **kwargs)

    return run


def _transact(verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    session = db.session()
    session.rollback()
    session.info["writing"], session.info["after_commit"] = True, []
    try:
        result = verb(*args, **kwargs)
        session.commit()
        callbacks = session.info["after_commit"]
    except BaseException:
        session.rollback()
        raise
    finally:
        for name in ("writing", "after_commit", "woken"):
            session.info.pop(name, None)
    for callback in callbacks:
        callback()
    return result


def _may_succeed_now(error: DBAPIError | Conflict) -> bool:
    if isinstance(error, Overtaken):
        return True
    failure = error if isinstance(error, DBAPIError) else error.__cause__
    original = getattr(failure, "orig", None)
    return getattr(original, "sqlstate", None) in TRY_AGAIN or "database is locked" in str(original)


def insert_new(model: type[Model], **values: Any) -> bool:
    """Insert a row unless one with the same unique key is there; True when it was inserted."""
    statement = inserting(model).values(**values).on_conflict_do_nothing().returning(literal(1))
    return db.session.scalar(statement) is not None


def inserting(table: Any) -> Any:
    """An INSERT that can say what is to happen on a conflict, which both databases can."""
    dialect = db.session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_new_from(model: type[Model], names: list[str], query: Select[Any]) -> None:
    """Insert what the query finds, but for rows with a unique key that is there."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    db.session.execute(insert(model).from_select(names, query).on_conflict_do_nothing())


def locks_rows() -> bool:
    """Whether rows are locked one by one; the one writer of an SQLite file has it to itself."""
    return db.session.get_bind().dialect.name != "sqlite"


def after_commit(callback: Callable[[], object]) -> None:
    """Run `callback` once the running verb has been committed; never if it is rolled back."""
    db.session.info["after_commit"].append(callback)


@contextmanager
def unique_or(sentence: str) -> Iterator[None]:
    """Turn a broken uniqueness, which a race can cause after any check, into a Conflict with this sentence."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(sentence) from error
