"""The files in which people wrote: each thing becomes a discussion, in its group or in one that all members share.

What is not clearly for everybody stays out: a shared group is read by all members, an open one by anyone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from forum.archive.ning.reading import Fields
from forum.archive.ning.values import key, line, words
from forum.groups.models import Layout, Starts
from forum.language import gettext as _

CATEGORY_LIMIT = 70
LINE_LIMIT = 300

EVERYBODY = {"", "all", "anyone", "everybody", "everyone", "public"}
NO = {"", "0", "false", "n", "no", "none"}
PRIVACIES = ("privacy", "visibility", "blogPrivacy", "eventPrivacy")


@dataclass(frozen=True, slots=True)
class Shared:
    """A group for what has none in the archive, remembered as this kind and key."""

    kind: str
    key: str
    name: str
    starts: Starts = Starts.MEMBERS
    layout: Layout = Layout.DISCUSSIONS


@dataclass(frozen=True, slots=True)
class Section:
    """One file: its `name`, the `kind` as which its things are remembered, `replies` as which their comments are, and
    what they are called in the summary.

    `refuse` says why one of them stays out, `body` what its first post says, `share` where it stands without a group.
    """

    name: str
    kind: str
    replies: str
    things: str
    refuse: Callable[[Fields], str | None]
    body: Callable[[Fields], str]
    share: Callable[[str], Shared]
    has_categories: bool = False

    def category(self, fields: Fields) -> str:
        return line(fields, "category", CATEGORY_LIMIT) if self.has_categories else ""


def _of_category(name: str) -> Shared:
    folded = name.casefold()
    is_none = folded in ("", "uncategorized")
    return Shared("category", "" if is_none else folded, _("Discussions") if is_none else name)


def _blog(_category: str) -> Shared:
    return Shared("section", "blogs", _("Blog"), Starts.ORGANISERS, Layout.BLOG)


def _pages(_category: str) -> Shared:
    return Shared("section", "pages", _("Pages"), Starts.ORGANISERS, Layout.BLOG)


def _events(_category: str) -> Shared:
    return Shared("section", "events", _("Events"))


def _why_removed(fields: Fields) -> str | None:
    if words(fields, "deleted").strip().lower() == "y":
        return "deleted on Ning"
    return "never approved on Ning" if words(fields, "approved").strip().lower() == "n" else None


def _why_not_for_all(fields: Fields) -> str | None:
    """Drafts, what was for friends or for who was invited, and what the archive says in words that nobody knows."""
    if _plain(fields, "publishStatus") not in ("", "publish", "published"):
        return "drafts, never published on Ning"
    is_private = _plain(fields, "isPrivate") not in NO
    if is_private or any(_plain(fields, name) not in EVERYBODY for name in PRIVACIES):
        return "not for everybody on Ning"
    return _why_removed(fields)


def _plain(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)[:LINE_LIMIT].strip().lower()


def _description(fields: Fields) -> str:
    return words(fields, "description")


def _event_body(fields: Fields) -> str:
    """When and where, as the archive says it, before what it says about the event."""
    said = [f"<b>{escape(label)}</b> {value}" for label, value in _event_facts(fields) if value]
    head = f"<p>{'<br>'.join(said)}</p>" if said else ""
    return _picture(fields) + head + _description(fields)


def _event_facts(fields: Fields) -> Iterator[tuple[str, str]]:
    place = [line(fields, name, LINE_LIMIT) for name in ("location", "street", "city")]
    organiser, website = line(fields, "organizedBy", LINE_LIMIT), line(fields, "website", LINE_LIMIT)
    yield _("When:"), escape(_span(fields))
    yield _("Where:"), escape(", ".join(part for part in place if part))
    yield _("Organised by:"), escape(organiser) if organiser != key(fields, "contributorName") else ""
    yield _("Contact:"), escape(line(fields, "contactInfo", LINE_LIMIT))
    yield _("Website:"), f'<a href="{escape(website)}">{escape(website)}</a>' if website else ""


def _picture(fields: Fields) -> str:
    path = words(fields, "photoUrl").strip()
    return f'<p><img src="{escape(path)}" alt=""></p>' if path else ""


def _span(fields: Fields) -> str:
    start, end = _moment(fields, "startDate"), _moment(fields, "endDate")
    if start and end and end > start:
        return _("%(start)s to %(end)s", start=_written(start), end=_written(end, after=start))
    return _written(start) if start else ""


def _moment(fields: Fields, name: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(words(fields, name).strip())
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _written(at: datetime, after: datetime | None = None) -> str:
    """In English, as the whole import speaks; the time alone where the day is the same."""
    if after and after.date() == at.date():
        return f"{at:%H:%M} UTC"
    return f"{at:%A}, {at.day} {at:%B %Y, %H:%M} UTC"


SECTIONS = (
    Section("discussions", "discussion", "comment", "discussions", _why_removed, _description, _of_category, True),
    Section("blogs", "blog", "blog comment", "blog posts", _why_not_for_all, _description, _blog),
    Section("pages", "page", "page comment", "pages", _why_not_for_all, _description, _pages),
    Section("events", "event", "event comment", "events", _why_not_for_all, _event_body, _events),
)
FORUM = SECTIONS[0]
