"""Who looks after the whole site."""

from forum.accounts.models import Member, Role
from forum.database import db
from forum.errors import Conflict
from forum.language import gettext as _


def give_role(member_id: int, role: Role) -> None:
    """Within the running verb; raises Conflict for an admin who would become a moderator, which is less."""
    member = db.session.get_one(Member, member_id)
    if member.role == Role.ADMIN and role == Role.MODERATOR:
        raise Conflict(_("An admin may do all that a moderator may."))
    member.role = role
