"""Something that happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Activity(Model):
    """`actor` did `kind` ("post.created") to the row `subject_id` of the table that the kind begins with.

    `submission` names the form that it came by, so that a form sent twice makes one thing.
    """

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_subject", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    submission: Mapped[str | None] = mapped_column(String(36), default=None, index=True, unique=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
