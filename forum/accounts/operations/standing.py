"""Suspending a member, within the verb of whoever decided it."""

from datetime import datetime

from sqlalchemy import select, update

from forum.accounts.models import Member
from forum.accounts.queries import STANDING
from forum.accounts.standing import refuse_suspended
from forum.database import db


def lock_members(*ids: int) -> None:
    """Lock members until the running verb ends."""
    db.session.execute(select(Member.id).where(Member.id.in_(ids)).order_by(Member.id).with_for_update())


def require_good_standing(member_id: int) -> None:
    """Raise Suspended for somebody who was suspended since their request began."""
    refuse_suspended(*db.session.execute(select(*STANDING).where(Member.id == member_id)).one())


def set_suspension(member_id: int, until: datetime | None, reason: str | None) -> None:
    """Let nobody act in the member's name until then; None lifts it."""
    changed = update(Member).where(Member.id == member_id)
    db.session.execute(changed.values(suspended_until=until, suspended_reason=reason))
