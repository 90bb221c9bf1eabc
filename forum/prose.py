"""What people write outside of posts (about a group, about themselves): a column for the Markdown, one for the HTML
that is made of it, and one for the pipeline that made it."""

from typing import Any

from sqlalchemy import inspect, select, update

from forum import text
from forum.database import Model, db, operation

BATCH = 100


def written(name: str, body: text.Body | None) -> dict[str, Any]:
    """The values of the columns of `name`."""
    return {name: body.source if body else "", **_made(name, body)}


def cook_again(model: type[Model], name: str) -> None:
    """Cook again, in batches, what an older pipeline made; a text that this one refuses keeps the HTML that it has."""
    while waiting := _list_waiting(model, name):
        for row_id, source in waiting:
            replace(model, name, row_id, source, _cooked(name, source))


def _made(name: str, body: text.Body | None) -> dict[str, Any]:
    html = text.fill(body.template, {}) if body else ""
    return {f"{name}_html": html, f"{name}_pipeline": text.PIPELINE}


def _cooked(name: str, source: str) -> dict[str, Any]:
    try:
        return _made(name, text.cook(source) if source else None)
    except text.Refused:
        return {f"{name}_pipeline": text.PIPELINE}


def _list_waiting(model: type[Model], name: str) -> list[tuple[int, str]]:
    pipeline = getattr(model, f"{name}_pipeline")
    query = select(_key(model), getattr(model, name)).where(pipeline < text.PIPELINE).order_by(pipeline, _key(model))
    return [(row_id, source) for row_id, source in db.session.execute(query.limit(BATCH))]


@operation
def replace(model: type[Model], name: str, row_id: int, source: str, made: dict[str, Any]) -> None:
    """Unless somebody wrote anew meanwhile."""
    same = (_key(model) == row_id, getattr(model, name) == source)
    db.session.execute(update(model).where(*same).values(made))


def _key(model: type[Model]) -> Any:
    return inspect(model).primary_key[0]
