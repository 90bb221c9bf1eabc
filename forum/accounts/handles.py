"""Handles: the form under which one is held once, which ones look alike, and which are nobody's."""

import unicodedata
from datetime import timedelta
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func, select

from forum.accounts import signatures
from forum.accounts.models import Member, RetiredHandle
from forum.database import db, insert_new
from forum.errors import Conflict
from forum.language import gettext as _
from forum.ports import clocks

RETIRED = timedelta(days=365)
RETIRED_USE = "roomful retired handle"

LOOK_ALIKES = (
    (".", "-"), ("_", "-"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"), ("cl", "d"),
)  # fmt: skip
"""What is read as something else at a glance: each is replaced, in this order."""

RESERVED = """
    abuse admin administrator administrators admins all anonymous api community deleted everybody everyone forum
    former guidelines help here host info mail me member members mod moderation moderator moderators mods new news
    nobody noreply null official organiser organisers organizer organizers owner postmaster privacy root roomful
    security settings staff support sysadmin system team undefined unknown visitor webmaster www
"""


class HandleTaken(Conflict):
    """Somebody has this handle or one that looks like it, or nobody may have it."""


def fold_handle(handle: str) -> str:
    """The form under which a handle is held once: neither case nor a letter's width tells people apart."""
    return unicodedata.normalize("NFKC", handle).strip().removeprefix("@").casefold()


def skeleton(handle: str) -> str:
    """What the eye keeps of a handle: two with the same skeleton can be taken for one another."""
    return reduce(lambda seen, pair: seen.replace(*pair), LOOK_ALIKES, fold_handle(handle))


def is_reserved(handle: str) -> bool:
    """Whether the handle would speak for the site, dots and dashes not counted."""
    return skeleton(handle).replace("-", "") in _RESERVED_SKELETONS


def refuse_taken(handle: str, *among: ColumnElement[bool]) -> None:
    """Raise HandleTaken for a handle that cannot be given, among the members for which these conditions hold."""
    if is_reserved(handle):
        raise HandleTaken(_("This handle is kept for the site itself. Please choose another."))
    if _is_retired(handle):
        raise HandleTaken(_("Somebody had this handle not long ago. Please choose another."))
    looks = reduce(lambda seen, pair: func.replace(seen, *pair), LOOK_ALIKES, _as_any(Member.handle_key))
    holders = select(Member.handle_key).where(looks == skeleton(handle), *among).limit(10)
    held = set(db.session.scalars(holders))
    if fold_handle(handle) in held:
        raise HandleTaken(_("Somebody has this handle already. Please choose another."))
    if held:
        raise HandleTaken(_("This looks too much like somebody else’s handle. Please choose another."))


def retire(handle: str) -> None:
    """Let nobody have this handle, or one that looks like it, for a year, within the running verb."""
    made = signatures.sign(RETIRED_USE, skeleton(handle))
    insert_new(RetiredHandle, signature=made, until=clocks.now() + RETIRED)


def _is_retired(handle: str) -> bool:
    known = signatures.sign_with_all(RETIRED_USE, skeleton(handle))
    retired = select(RetiredHandle.signature).where(
        RetiredHandle.signature.in_(known), RetiredHandle.until > clocks.now()
    )
    return db.session.scalar(retired.limit(1)) is not None


def _as_any(column: Any) -> Any:
    return column


_RESERVED_SKELETONS = frozenset(skeleton(word) for word in RESERVED.split())
