"""Choosing the language of the interface."""

from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import db, operation


@operation
def choose_language(member: Viewer, code: str) -> None:
    """Speak to the member in this language, on every device and in mails."""
    db.session.execute(update(Member).where(Member.id == member.id).values(language=code))
