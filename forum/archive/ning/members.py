"""Members of the archive: unclaimed accounts that wait for whoever proves the address.

Neither level nor password is imported: whoever claims an account is an ordinary member. Only active members keep
their address and can claim: somebody who was suspended, was never admitted or has left must not walk through an
archive into the private groups that they belonged to.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import insert, select

from forum.accounts.models import Member
from forum.accounts.queries import fold_email
from forum.archive.models import Imported
from forum.archive.ning import groups, handles, known
from forum.archive.ning.reading import Fields
from forum.archive.ning.summary import Summary
from forum.archive.ning.values import PATH_LIMIT, count_list, instant, key, line, words
from forum.database import db, operation
from forum.language import gettext as _

BATCH = 500
NAME_LIMIT = 80
EMAIL_LIMIT = 254


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    email: str | None
    created_at: datetime
    photo: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of a batch came to be, were living members already, and have an address that is somebody else's."""

    imported: int
    matched: int
    without_email: int


def read(objects: Iterable[Fields], latest: datetime, summary: Summary) -> Iterator[Person]:
    """The people among the objects, the same one once."""
    seen: set[str] = set()
    near = latest
    for fields in objects:
        summary.remark("comments on members' pages are not imported yet", count_list(fields, "comments"))
        own = key(fields, "contributorName")
        if not own or own in seen:
            summary.leave_out("members", "twice in the archive" if own else "without contributorName")
            continue
        seen.add(own)
        at = instant(fields, "createdDate", latest)
        summary.remark("dates missing or broken: the nearest known one was taken", at is None)
        near = at or near
        name = line(fields, "fullName", NAME_LIMIT) or _("Unnamed member")
        yield Person(own, name, _email(fields, summary), near, words(fields, "profilePhoto")[:PATH_LIMIT].strip())


def bring_in(people: Iterable[Person], summary: Summary, then: Callable[[dict[str, str]], None]) -> None:
    """Bring the people in; `then` is told the paths of the photos of those who are here, by their keys."""
    batch: list[Person] = []
    for person in people:
        batch.append(person)
        if len(batch) == BATCH:
            _bring_in(batch, summary)
            then(_photos(batch))
            batch = []
    _bring_in(batch, summary)
    then(_photos(batch))


def _bring_in(batch: list[Person], summary: Summary) -> None:
    outcome = _write(batch)
    summary.imported["members"] += outcome.imported
    summary.there["members"] += len(batch) - outcome.imported
    summary.remark("members are members here already: what they wrote is theirs", outcome.matched)
    summary.remark("members can't claim their account: somebody else has their address", outcome.without_email)


@operation
def _write(batch: list[Person]) -> Outcome:
    """Write those of the people who are not here yet, and let them into the groups that all share.

    A member who joined here proved the address, and gets what was written under it; their own row stays as it is.
    """
    here = known.rows("member", [person.key for person in batch])
    new = [person for person in batch if person.key not in here]
    living, held = _holders([fold_email(person.email) for person in new if person.email])
    matched = {}
    strangers = []
    for person in new:
        folded = fold_email(person.email) if person.email else None
        if folded and (member_id := living.pop(folded, None)):
            matched[person.key] = member_id
        else:
            strangers.append((person, None if folded in held else folded))
        held.add(folded)

    made = _insert(strangers)

    known.remember("member", matched | made)
    groups.let_into_shared([*matched.values(), *made.values()])
    without = sum(person.email is not None and folded is None for person, folded in strangers)
    return Outcome(len(made), len(matched), without)


def _photos(batch: list[Person]) -> dict[str, str]:
    return {person.key: person.photo for person in batch if person.photo}


def _insert(people: list[tuple[Person, str | None]]) -> dict[str, int]:
    if not people:
        return {}
    chosen = handles.make([person.name for person, _folded in people])
    rows = [
        {"handle": handle, "handle_key": handle, "name": person.name, "created_at": person.created_at,
         "email": person.email if folded else None, "email_key": folded}
        for (person, folded), handle in zip(people, chosen, strict=True)
    ]  # fmt: skip
    made = db.session.execute(insert(Member).returning(Member.handle_key, Member.id), rows)
    ids = {row.handle_key: row.id for row in made}
    return {person.key: ids[handle] for (person, _folded), handle in zip(people, chosen, strict=True)}


def _holders(emails: Collection[str]) -> tuple[dict[str, int], set[str | None]]:
    """Who joined with these addresses and stands for nobody of the archive yet, and the addresses that are held."""
    rows = db.session.execute(select(Member.id, Member.email_key, Member.joined_at).where(Member.email_key.in_(emails)))
    holders = rows.all()
    taken = select(Imported.row_id).where(known.of_kind("member"), Imported.row_id.in_([row.id for row in holders]))
    standing = set(db.session.scalars(taken))
    living = {row.email_key: row.id for row in holders if row.joined_at and row.id not in standing}
    return living, {row.email_key for row in holders}


def _email(fields: Fields, summary: Summary) -> str | None:
    if words(fields, "state").strip().lower() != "active":
        summary.remark("members can't claim their account: they were not active")
        return None
    email = words(fields, "email").strip()
    if not _is_email(email):
        summary.remark("members can't claim their account: they have no valid address")
        return None
    return email


def _is_email(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(fold_email(email)) <= EMAIL_LIMIT
