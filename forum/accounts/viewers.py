"""Who looks at a page, and whom they see on it: narrow frozen rows, not models."""

from dataclasses import dataclass
from typing import Any

from forum.accounts.models import STAFF, Member, Role
from forum.language import gettext as _

TINTS = 12


def person(member: Any) -> tuple[Any, ...]:
    """What `author` needs to know of a member, of an aliased one, too."""
    return member.id, member.handle, member.name, member.role, member.photo


PERSON = person(Member)
PERSON_SIZE = len(PERSON)


@dataclass(frozen=True, slots=True)
class Author:
    """A person as others see them: a name, and a chip for it. `badge` is organiser, moderator, admin or None."""

    id: int | None
    handle: str | None
    name: str
    badge: str | None = None
    photo: str | None = None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tint(self) -> int:
        return (self.id or 0) % TINTS


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who is signed in. A visitor is None. `language` is empty for whatever the browser prefers, `agreed` is
    the version of guidelines and terms that they agreed to; `pages_version` makes a page of theirs another one."""

    id: int
    handle: str
    name: str
    role: str
    session_id: int | None = None
    photo: str | None = None
    language: str = ""
    time_zone: str = "UTC"
    agreed: str | None = None
    discussion_view: str | None = None
    pages_version: int = 0

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tint(self) -> int:
        return self.id % TINTS


def author(
    id: int | None,
    handle: str | None,
    name: str | None,
    role: str | None,
    photo: str | None,
    group_role: str | None = None,
) -> Author:
    """The author of something; whoever is no longer there is a former member."""
    if id is None or not name:
        return Author(None, None, _("Former member"))
    badge = role if role in (Role.MODERATOR, Role.ADMIN) else None
    return Author(id, handle, name, badge or ("organiser" if group_role == "organiser" else None), photo)


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    ends = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()
