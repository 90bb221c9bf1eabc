"""Agreeing to the guidelines and terms, again when they have changed."""

from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.errors import Conflict
from forum.language import gettext as _
from forum.ports import clocks
from forum.site.queries import consent_version


@operation
def agree(member: Viewer, version: str) -> None:
    """Note that the member agrees to the version that they read; Conflict when there is another by now."""
    if version != consent_version():
        raise Conflict(_("They have changed once more meanwhile. Please read them again."))
    agreed = {"guidelines_version": version, "guidelines_agreed_at": clocks.now()}
    db.session.execute(update(Member).where(Member.id == member.id).values(agreed))
