"""What a member hears of where they chose nothing else, and the version of what pages show to them alone."""

from sqlalchemy import update

from forum.accounts.models import Follow, Member
from forum.accounts.viewers import Viewer
from forum.database import db, operation


@operation
def follow_usually(member: Viewer, word: Follow) -> None:
    """Hear so much wherever no other word was chosen."""
    _set(member, follows=word)


def touch_own_pages(member: Viewer) -> None:
    """Let the member's browsers ask for every page anew: what pages show to them alone has changed."""
    _set(member)


def _set(member: Viewer, **values: object) -> None:
    changed = update(Member).where(Member.id == member.id)
    db.session.execute(changed.values(pages_version=Member.pages_version + 1, **values))
