"""Links that let people into groups: made from an invitation and the secret key, as those of `accounts.tokens` are."""

from sqlalchemy import select

from forum.accounts import signatures
from forum.accounts.tokens import StaleLink
from forum.database import db
from forum.groups.models import Invitation
from forum.language import gettext as _
from forum.paging import MAX_ID

USE = "roomful invitation"


def write(id: int, salt: str) -> str:
    """What stands in the link."""
    return f"{id}.{signatures.sign(USE, f'{id}:{salt}')}"


def read(written: str) -> int:
    """The id of the invitation that this link belongs to, whether it still counts or not; raises StaleLink."""
    number, _dot, mac = written.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    if not is_number or not 0 < int(number) <= MAX_ID:
        raise stale()
    query = select(Invitation.salt).where(Invitation.id == int(number), Invitation.member_id.is_(None))
    salt = db.session.scalar(query)
    if salt is None or not signatures.is_signed(USE, f"{int(number)}:{salt}", mac):
        raise stale()
    return int(number)


def stale() -> StaleLink:
    return StaleLink(_("This invitation was used or taken back, or it is too old."))
