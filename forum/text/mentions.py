"""What makes "@ben" a mention: a handle in ordinary words, not in code, a quote, a link or an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from forum.text.marks import NAMED, NAMES

MENTIONS_LIMIT = 10

# Of bounded length, and taken whole: "@ben" is not found in "@ben@example.org".
_MENTION = re.compile(r"(?<![\w@./+&-])@((?>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,28}[A-Za-z0-9])))(?![\w@]|\.\w)")
_SLOT = re.compile(f"{NAMES}@([^{NAMED}]*){NAMED}")


@dataclass(frozen=True, slots=True)
class MentionSlot:
    """A member named in a text, by handle as it is written there; `key` is how handles are compared."""

    handle: str

    @property
    def key(self) -> str:
        return self.handle.casefold()


def mark(words: str) -> str:
    """The words with a slot round each mention."""
    return _MENTION.sub(f"{NAMES}\\g<0>{NAMED}", words) if "@" in words else words


def slots_in(template: str) -> tuple[MentionSlot, ...]:
    """The first ten who are mentioned, each once."""
    found: dict[str, MentionSlot] = {}
    for handle in _SLOT.findall(template):
        found.setdefault(handle.casefold(), MentionSlot(handle))
    return tuple(found.values())[:MENTIONS_LIMIT]


def fill_names(html: str, names: Mapping[str, str]) -> str:
    """Each slot as the handle that its member has now; as plain words where there is no such member."""

    def name(slot: re.Match[str]) -> str:
        handle = names.get(slot[1].casefold())
        return f'<span class="mention">@{escape(handle)}</span>' if handle else f"@{slot[1]}"

    return _SLOT.sub(name, html) if NAMES in html else html
