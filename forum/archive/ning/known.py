"""What of a Ning archive is here already, and as which row."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, insert, select, text

from forum.archive.models import Imported
from forum.database import db, operation

SOURCE = "ning"


def rows(kind: str, keys: Collection[str]) -> dict[str, int]:
    """Our row for each of these keys that is here."""
    if not keys:
        return {}
    here = select(Imported.key, Imported.row_id).where(of_kind(kind), Imported.key.in_(keys))
    return {row.key: row.row_id for row in db.session.execute(here)}


def row(kind: str, key: str) -> int | None:
    return rows(kind, [key]).get(key)


def all_rows(kind: str) -> dict[str, int]:
    """Every one that is here: for people, groups and discussions, which are few beside the posts."""
    here = select(Imported.key, Imported.row_id).where(of_kind(kind))
    return {row.key: row.row_id for row in db.session.execute(here)}


def remember(kind: str, found: Mapping[str, int]) -> None:
    """Remember, within the verb that writes them, as which rows these were imported."""
    if found:
        values = [{"source": SOURCE, "kind": kind, "key": key, "row_id": row_id} for key, row_id in found.items()]
        db.session.execute(insert(Imported), values)


@operation
def analyse() -> None:
    """Have PostgreSQL look at its tables: without knowing how they have grown, it reads all that was imported so far
    for every question. SQLite does well as it is."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))


def of_kind(kind: str) -> ColumnElement[bool]:
    return (Imported.source == SOURCE) & (Imported.kind == kind)
