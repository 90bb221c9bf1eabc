"""What a group is called and where it is found: names and addresses are held once, and hidden groups take none away."""

from secrets import token_hex

from slugify import slugify
from sqlalchemy import select

from forum.database import db
from forum.errors import Conflict
from forum.groups.models import Group, Kind, fold_name
from forum.language import gettext as _

SLUG_LENGTH = 50


def taken() -> str:
    return _("There is a group of this name already. Please choose another name.")


def require_free(name: str, kind: str, group_id: int | None = None) -> None:
    """Refuse Conflict when another group that can be known of has the name; a hidden group may have any."""
    if not is_free(name, kind, group_id):
        raise Conflict(taken())


def is_free(name: str, kind: str, group_id: int | None = None) -> bool:
    if kind == Kind.HIDDEN:
        return True
    others = select(Group.id).where(Group.name_key == fold_name(name), Group.kind != Kind.HIDDEN)
    return db.session.scalar(others.where(Group.id != group_id) if group_id else others) is None


def free_slug(name: str, kind: str) -> str:
    """The name as an address, numbered when another group has it; for a hidden group one that says nothing."""
    if kind == Kind.HIDDEN:
        return token_hex(8)
    wanted = slugify(name, max_length=SLUG_LENGTH, word_boundary=True) or "group"
    wanted = f"{wanted}-group" if wanted in ("new",) else wanted
    there = set(db.session.scalars(select(Group.slug).where(Group.slug.startswith(wanted, autoescape=True))))
    numbered = (f"{wanted}-{number}" for number in range(2, len(there) + 3))
    return wanted if wanted not in there else next(slug for slug in numbered if slug not in there)
