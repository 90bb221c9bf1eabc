"""How a member likes to read."""

from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import db, operation


@operation
def choose_view(member: Viewer, view: str | None) -> None:
    """Show the member discussions so from now on; None: as the site does."""
    db.session.execute(update(Member).where(Member.id == member.id).values(discussion_view=view))
