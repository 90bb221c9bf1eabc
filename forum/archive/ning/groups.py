"""Groups of the archive, and groups that all members share: for what stands outside of any, such as blogs.

What the archive does not clearly call public is private. The creator becomes the organiser; who was an admin of
a group is an ordinary member, as everybody whose level was more than that.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from forum import text
from forum.accounts.models import Member
from forum.archive.models import Imported
from forum.archive.ning import cooking, known
from forum.archive.ning.reading import Fields
from forum.archive.ning.sections import Shared
from forum.archive.ning.summary import Summary
from forum.archive.ning.values import count_list, instant, key, line, shortened, words
from forum.database import db, operation
from forum.groups import policy
from forum.groups.models import Ban, Group, GroupRole, Kind, Membership
from forum.groups.operations.naming import free_slug
from forum.language import gettext as _
from forum.ports import clocks

NAME_LIMIT = 70
"""Leaves room for a number, and for letters that become two when they are folded."""
KEY_LIMIT = 80
PURPOSE_LIMIT = 500
BATCH = 1_000

BELONGING = {"member", "creator", "admin", "owner", "moderator"}
"""What a group says of its members; the others were banned, invited, or asked to be let in."""
CREATOR = {"creator", "owner"}


@dataclass(frozen=True, slots=True)
class Place:
    """A group as the archive describes it; `creators` are the keys of whom it may belong to."""

    key: str
    name: str
    purpose: str
    kind: Kind
    founded_at: datetime
    creators: tuple[str, ...]
    members: tuple[str, ...]


def read(objects: Iterable[tuple[bool, Fields]], latest: datetime, summary: Summary) -> Iterator[Place]:
    """The groups among the objects, each after its members."""
    members: dict[str, str] = {}
    seen: set[str] = set()
    near = latest
    for is_whole, fields in objects:
        if not is_whole:
            members[key(fields, "contributorName")] = words(fields, "status").strip().lower()
            continue
        summary.remark("comments on groups are not imported yet", count_list(fields, "comments"))
        own = key(fields, "id")
        why = _refusal(own, own in seen, fields)
        if why:
            summary.leave_out("groups", why)
        else:
            at = instant(fields, "createdDate", latest)
            summary.remark("dates missing or broken: the nearest known one was taken", at is None)
            near = at or near
            yield _place(own, fields, near, members)
        seen.add(own)
        members = {}


def bring_in(places: Iterable[Place], summary: Summary) -> None:
    for place in places:
        is_new = _found(place)
        (summary.imported if is_new else summary.there)["groups"] += 1


@operation
def _found(place: Place) -> bool:
    """Found the group with those of its members who are here and can be told apart; False when it is here."""
    if known.row("group", place.key) is not None:
        return False
    founder = _first(_belonging(place.creators), place.creators)
    group_id = _insert(place.name, place.purpose, place.kind, place.founded_at, founder)
    members = set(_belonging(place.members).values()) | ({founder} if founder else set())

    _let_in(group_id, members, place.founded_at, organiser=founder)

    known.remember("group", {place.key: group_id})
    return True


@operation
def find_or_found(shared: Shared, kind: Kind, founded_at: datetime) -> tuple[int, bool]:
    """The group that all share, and whether it is new: every imported member belongs to it.

    Else nobody could read there after claiming; it has no organiser, since nobody founded it.
    """
    if (group_id := known.row(shared.kind, shared.key)) is not None:
        return group_id, False
    group_id = _insert(shared.name, "", kind, founded_at, None, starts=shared.starts, layout=shared.layout)

    _let_in(group_id, set(db.session.scalars(_may_enter(Imported.row_id))), founded_at)

    known.remember(shared.kind, {shared.key: group_id})
    return group_id, True


def let_into_shared(member_ids: Collection[int]) -> None:
    """Within the verb that brings members in: those of a later archive belong to an earlier one's shared groups, but
    for who was banned there meanwhile."""
    may_enter = set(db.session.scalars(_may_enter(Imported.row_id).where(Imported.row_id.in_(member_ids))))
    shared = known.of_kind("category") | known.of_kind("section")
    for group_id in sorted(db.session.scalars(select(Imported.row_id).where(shared))):
        db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
        here = select(Membership.member_id).where(Membership.group_id == group_id, Membership.member_id.in_(may_enter))
        banned = select(Ban.member_id).where(Ban.group_id == group_id, policy.is_in_force())
        _let_in(group_id, may_enter - {*db.session.scalars(here), *db.session.scalars(banned)}, clocks.now())


def _place(own: str, fields: Fields, at: datetime, members: dict[str, str]) -> Place:
    creator = key(fields, "contributorName")
    others = [name for name, status in members.items() if status in CREATOR and name != creator]
    belonging = tuple(name for name, status in members.items() if status in BELONGING)
    name = line(fields, "title", NAME_LIMIT) or _("Unnamed group")
    is_out = members.get(creator) not in BELONGING | {"", None}
    return Place(
        own,
        name,
        _purpose(fields),
        _kind(fields),
        at,
        tuple(others if is_out else [creator, *others]),
        belonging,
    )


def _kind(fields: Fields) -> Kind:
    """`groupPrivacy` decides; `isPrivate` tells of the whole network, and can only close."""
    is_private = str(fields.get("isPrivate", "")).strip().lower() not in ("", "false", "n", "no", "0", "none")
    is_approved = words(fields, "approved").strip().lower() != "n"
    is_public = words(fields, "groupPrivacy").strip().lower() == "public"
    return Kind.OPEN if is_public and is_approved and not is_private else Kind.PRIVATE


def _refusal(own: str, is_seen: bool, fields: Fields) -> str | None:
    if not own:
        return "without id"
    if is_seen:
        return "twice in the archive"
    return "deleted on Ning" if words(fields, "deleted").strip().lower() == "y" else None


def _purpose(fields: Fields) -> str:
    body = cooking.cook([cooking.cut(words(fields, "description"))])[0]
    return shortened(text.clean_line(body.words), PURPOSE_LIMIT)


def _insert(name: str, purpose: str, kind: Kind, founded_at: datetime, founder_id: int | None, **choices: str) -> int:
    name = _free_name(name)
    values = {"slug": free_slug(name, kind), "name": name, "name_key": name.casefold(), "purpose": purpose,
              "kind": kind, "founded_at": founded_at, "founder_id": founder_id, **choices}  # fmt: skip
    return db.session.execute(insert(Group).values(values).returning(Group.id)).scalar_one()


def _free_name(name: str) -> str:
    """The name, numbered when a group here has it: that is another group."""
    while len(name.casefold()) > KEY_LIMIT - len(" (999)"):
        name = name[:-1]
    number = 1
    wanted = name
    while db.session.scalar(_named(wanted)):
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def _named(name: str) -> Any:
    return select(Group.id).where(Group.name_key == name.casefold(), Group.kind != Kind.HIDDEN)


def _let_in(group_id: int, member_ids: Collection[int], at: datetime, organiser: int | None = None) -> None:
    """Under the lock of the group, or before anybody sees it; none of them is in it."""
    roles = {organiser: GroupRole.ORGANISER}
    rows = [
        {
            "group_id": group_id,
            "member_id": member_id,
            "joined_at": at,
            "role": roles.get(member_id, GroupRole.MEMBER),
        }
        for member_id in sorted(member_ids)
    ]
    if rows:
        db.session.execute(insert(Membership), rows)
        counted = update(Group).where(Group.id == group_id)
        db.session.execute(counted.values(members_count=Group.members_count + len(rows)))


def _belonging(keys: Sequence[str]) -> dict[str, int]:
    """Our rows for these members, of those who may enter."""
    found: dict[str, int] = {}
    for at in range(0, len(keys), BATCH):
        these = Imported.key.in_(keys[at : at + BATCH])
        found |= {
            row.key: row.row_id for row in db.session.execute(_may_enter(Imported.key, Imported.row_id).where(these))
        }
    return found


def _may_enter(*columns: Any) -> Select[Any]:
    """The imported who are members here or may become one by their address: nobody ever stands behind the others."""
    imported = select(*columns).join(Member, Member.id == Imported.row_id)
    return imported.where(known.of_kind("member"), Member.email_key.is_not(None))


def _first(rows: dict[str, int], keys: Iterable[str]) -> int | None:
    return next((rows[key] for key in keys if key in rows), None)
