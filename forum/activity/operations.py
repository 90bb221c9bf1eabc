"""Writing down what happened."""

from typing import Any

from forum.activity.models import Activity
from forum.database import db
from forum.ports import clocks


def record(actor_id: int | None, kind: str, subject_id: int, **details: Any) -> None:
    """Note within the running verb that `actor_id` did `kind` ("post.created") to the row `subject_id`."""
    db.session.add(Activity(actor_id=actor_id, kind=kind, subject_id=subject_id, at=clocks.now(), details=details))
