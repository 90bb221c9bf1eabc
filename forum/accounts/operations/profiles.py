"""What members say about themselves, and what they are called."""

from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from forum import pictures, prose, text
from forum.accounts.handles import fold_handle, refuse_taken
from forum.accounts.models import Member, Profile, search_key
from forum.accounts.viewers import Viewer
from forum.database import db, insert_new, operation, unique_or
from forum.errors import NotFound
from forum.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A profile but for its text."""

    organisation: str
    sector: str
    place: str
    links: list[str]
    time_zone: str


@operation
def change_profile(member: Viewer, details: Details, about: text.Body | None) -> None:
    """Take what the member says about themselves, instead of all that they said before."""
    row = _lock(member.id)
    words = prose.written("about", about)
    insert_new(Profile, member_id=row.id, links=[])
    db.session.execute(update(Profile).where(Profile.member_id == row.id).values(**asdict(details), **words))
    row.search_key = search_key(row.name, row.handle, details.organisation)


def take_name(member_id: int, name: str, handle: str) -> bool:
    """Call the member so, within the running verb; whether that is another name. Raises HandleTaken."""
    refuse_taken(handle, Member.id != member_id)
    row = _lock(member_id)
    is_another = row.name != name
    organisation = db.session.scalar(select(Profile.organisation).where(Profile.member_id == member_id))
    row.name, row.handle, row.handle_key = name, handle, fold_handle(handle)
    row.search_key = search_key(name, handle, organisation or "")
    with unique_or(_("Somebody has this handle already. Please choose another.")):
        db.session.flush()
    return is_another


def take_photo(member_id: int, photo: str | None) -> None:
    """Let this be the member's photo, within the running verb."""
    row = _lock(member_id)
    pictures.take_down(row.photo)
    row.photo = photo


def _lock(member_id: int) -> Member:
    query = select(Member).where(Member.id == member_id, Member.closed_at.is_(None)).with_for_update()
    row = db.session.scalars(query, execution_options={"populate_existing": True}).first()
    if row is None:
        raise NotFound(_("This account is closed."))
    return row
