"""Who looks after the whole site: decided on the command line."""

from sqlalchemy import select

from forum.accounts.handles import fold_handle
from forum.accounts.models import Member, Role
from forum.database import db, operation
from forum.errors import Conflict, NotFound
from forum.language import gettext as _


@operation
def make_staff(handle: str, role: Role) -> None:
    """Make a member moderator or admin; raises NotFound, and Conflict for an admin, who is more."""
    member = db.session.scalar(
        select(Member).where(Member.handle_key == fold_handle(handle), Member.joined_at.is_not(None))
    )
    if member is None:
        raise NotFound(_("There is no member called “%(handle)s”.", handle=handle))
    if member.role == Role.ADMIN and role != Role.ADMIN:
        raise Conflict(_("An admin may do all that a moderator may."))
    member.role = role
