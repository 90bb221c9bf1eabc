"""Writing down what happened; and knowing a form that is sent twice by it."""

from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.statements import rows
from forum.activity.models import Activity
from forum.database import db
from forum.ports import clocks

MADE = select(Activity.subject_id).where(Activity.submission == bindparam("submission"))


def record(actor_id: int | None, kind: str, subject_id: int, submission: str | None = None, **details: Any) -> None:
    """Note within the running verb that `actor_id` did `kind` ("post.created") to the row `subject_id`.

    With the `submission` of a form that came in before, the verb is undone and begins again: it will find what it made.
    """
    db.session.add(
        Activity(actor_id=actor_id, kind=kind, subject_id=subject_id, at=clocks.now(), submission=submission,
                 details=details)
    )  # fmt: skip


def find_made(submission: str | None) -> int | None:
    """The row that came of this form when it was sent before: the second click gets the first one's answer."""
    if submission is None:
        return None
    return rows(MADE, {"submission": submission}).scalar()
