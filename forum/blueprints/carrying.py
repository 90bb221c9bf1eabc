"""What somebody had typed when they turned out to be signed out: carried through the sign-in page, and posted on."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, session
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from forum.accounts.signatures import is_signed, sign
from forum.accounts.viewers import Viewer
from forum.language import lazy_gettext as _l

MOST_CARRIED = 1024 * 1024
"""Bytes of a form: more than any field of ours may hold, and room for the rest."""
MOST_SHOWN = 4 * 1024 * 1024
USE = "carried form"
PREFIX = "carried-"
SECRET = ("csrf_token", "password", "old")
"""Fields that are never carried, nor a form in which they are filled in."""
TYPED = {
    "title": _l("Title"),
    "name": _l("Name"),
    "handle": _l("Handle"),
    "email": _l("Email address"),
    "purpose": _l("Purpose"),
    "description": _l("Description"),
    "question": _l("A question for people who ask to join"),
    "organisation": _l("Organisation"),
    "place": _l("Place"),
    "about": _l("About you"),
    "links": _l("Links"),
    "answer": _l("Your answer"),
    "reason": _l("Reason"),
    "words": _l("What you had written"),
    "note": _l("Note"),
    "body": _l("What you had written"),
}
"""Fields that people fill in, and what they are called where they are shown again."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A form that was sent to `action` by the member `author_id`, or 0 where nobody can tell; `seal` says that we saw
    it come: it goes nowhere else, and as nobody else."""

    action: str
    fields: tuple[tuple[str, str], ...]
    author_id: int
    seal: str

    @property
    def typed(self) -> list[tuple[str, str, str]]:
        """Name, label and words of what is shown: whatever somebody filled in."""
        return [(name, str(TYPED[name]), value) for name, value in self.fields if name in TYPED and value.strip()]

    @property
    def others(self) -> list[tuple[str, str]]:
        shown = {name for name, _label, _value in self.typed}
        return [(name, value) for name, value in self.fields if name not in shown]


def carried_now(*, is_ours: bool) -> Carried | None:
    """The form of this request; None for files, for secrets, for more than can be carried, and for nothing typed.

    It can be posted on by itself only if it `is_ours`, sent with the token of the session that it came from.
    """
    size = request.content_length or 0
    if request.method != "POST" or not 0 < size <= MOST_CARRIED or request.files:
        return None
    if any(request.form.get(name) for name in SECRET if name != "csrf_token"):
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET]
    author_id = int(session.get("member_id") or 0) if is_ours else 0
    action = request.full_path.rstrip("?")
    carried = Carried(action, tuple(fields), author_id, _seal(action, author_id))
    return carried if carried.typed else None


def carried_through() -> Carried | None:
    """The form that this sign-in form carries, if it is one that we sealed."""
    action, author_id = request.form.get("carried_to", ""), request.form.get("carried_as", "")
    seal = request.form.get("carried_seal", "")
    if not seal or not author_id.isdecimal() or not is_signed(USE, f"{action}\n{author_id}", seal):
        return None
    names = [name for name in request.form if name.startswith(PREFIX)]
    fields = [(name.removeprefix(PREFIX), value) for name in names for value in request.form.getlist(name)]
    return Carried(action, tuple(fields), int(author_id), seal)


def is_theirs(carried: Carried, member: Viewer | None) -> bool:
    return member is not None and carried.author_id == member.id


def post_on(carried: Carried) -> Any:
    """Answer as if the form had been sent now: by the member who has just signed in, to where it was sent first."""
    path, _mark, _query = carried.action.partition("?")
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    rule, values = adapter.match(path, method="POST", return_rule=True)
    request.url_rule, request.view_args = rule, dict(values)
    request.form = ImmutableMultiDict(list(carried.fields))
    g.pop("viewer", None)
    return current_app.view_functions[rule.endpoint](**values)


def is_for_members() -> bool:
    """Whether the address that was asked for is one for members only."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "is_for_members", False))


def words_typed(*, most: int = MOST_CARRIED) -> str | None:
    """All that was typed into the form, to be copied; None if that cannot be told any more."""
    if request.method != "POST" or not 0 < (request.content_length or 0) <= most:
        return None
    request.max_content_length = request.max_form_memory_size = most
    try:
        words = [request.form[name] for name in TYPED if request.form.get(name, "").strip()]
    except RequestEntityTooLarge:
        return None
    return "\n\n".join(words) or None


def _seal(action: str, author_id: int) -> str:
    return sign(USE, f"{action}\n{author_id}")
