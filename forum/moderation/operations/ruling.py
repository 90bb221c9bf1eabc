"""Writing a ruling, and which earlier one it takes back."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.moderation.models import UNDOES, Act, Ruling
from forum.ports import clocks

Undoing = aliased(Ruling)


def rule(
    actor: Viewer,
    act: Act,
    target_kind: str,
    target_id: int,
    *,
    member_id: int | None,
    reason: str = "",
    until: datetime | None = None,
    group_id: int | None = None,
    from_group_id: int | None = None,
    discussion_id: int | None = None,
) -> None:
    """Keep within the running verb that `actor` did this, under the lock of what it is about."""
    db.session.add(
        Ruling(actor_id=actor.id, act=act, target_kind=target_kind, target_id=target_id, discussion_id=discussion_id,
               group_id=group_id, from_group_id=from_group_id, member_id=member_id, reason=reason, at=clocks.now(),
               until=until,
               undoes_id=find_standing(UNDOES[act], target_kind, target_id, group_id) if act in UNDOES else None)
    )  # fmt: skip
    db.session.flush()


def find_standing(act: Act, kind: str, target_id: int, group_id: int | None = None) -> int | None:
    """The last ruling of this kind that was not taken back: on a member, in the same group."""
    standing = select(Ruling.id).outerjoin(Undoing, Undoing.undoes_id == Ruling.id)
    about: tuple[ColumnElement[bool], ...] = (
        Ruling.act == act,
        Ruling.target_kind == kind,
        Ruling.target_id == target_id,
    )
    if kind == "member":
        about = (*about, Ruling.group_id.is_not_distinct_from(group_id))
    return db.session.scalar(standing.where(*about, Undoing.id.is_(None)).order_by(Ruling.id.desc()).limit(1))
