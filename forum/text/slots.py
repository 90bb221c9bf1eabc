"""Templates: safe HTML with slots for quotes and mentions; `fill` alone turns one into a post's HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from html import escape
from types import MappingProxyType
from typing import TypeAlias

from forum.language import gettext as _
from forum.text.marks import CLOSES, OPENED, OPENS
from forum.text.mentions import fill_names

_EDGE = re.compile(f"<blockquote>{OPENS}([0-9]+){OPENED}|{CLOSES}</blockquote>")


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quote that may be shown with where it came from; without an address the name stands alone.

    The `note` beside it leads to `note_address` if there is one.
    """

    name: str
    address: str
    note: str = ""
    note_address: str = ""


class Unattributed(Enum):
    """The two fates that name nobody."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"


NOBODY: Mapping[str, str] = MappingProxyType({})
UNATTRIBUTED = Unattributed.SHOWN
WITHDRAWN = Unattributed.WITHDRAWN

Fate: TypeAlias = Attributed | Unattributed


def opening(slot: int) -> str:
    return f"<blockquote>{OPENS}{slot}{OPENED}"


CLOSING = f"{CLOSES}</blockquote>"


def fill(template: str, fates: Mapping[int, Fate], names: Mapping[str, str] = NOBODY) -> str:
    """A post's HTML: each slot as its fate says, a slot without a fate unattributed; and each mention of a handle in
    `names`, which are folded, as the handle that it stands for.

    A withdrawn quote takes everything inside it along, whatever the fates of the quotes nested in it.
    """
    shown: list[str] = []
    withdrawn = 0
    pieces = iter(_EDGE.split(template))
    shown.append(next(pieces))
    for slot, text in zip(pieces, pieces, strict=True):
        if withdrawn:
            withdrawn += 1 if slot else -1
        elif slot:
            fate = fates.get(int(slot), UNATTRIBUTED)
            withdrawn = int(fate is WITHDRAWN)
            shown.append(_opened(fate))
        else:
            shown.append("</blockquote>")
        if not withdrawn:
            shown.append(text)
    return fill_names("".join(shown), names)


def mask(template: str, names: Mapping[str, str] = NOBODY) -> str:
    """The HTML that shows no attributed quote at all."""
    return fill(template, {int(slot): WITHDRAWN for slot in _EDGE.findall(template) if slot}, names)


def _opened(fate: Fate) -> str:
    if fate is UNATTRIBUTED:
        return "<blockquote>"
    if isinstance(fate, Attributed):
        return _attribution(fate)
    return f'<blockquote class="quote quote-withdrawn"><p>{escape(_("Quote withdrawn"))}</p></blockquote>'


def _attribution(fate: Attributed) -> str:
    """Name and words each have the direction of their own script."""
    address = escape(fate.address)
    credit = escape(_("%(name)s wrote", name=fate.name))
    cite = f' cite="{address}"' if address else ""
    link = f'<a href="{address}">{credit}</a>' if address else credit
    note = f" {_note(fate)}" if fate.note else ""
    return f'<blockquote class="quote" dir="auto"{cite}><p class="quote-by" dir="auto">{link}{note}</p>'


def _note(fate: Attributed) -> str:
    if fate.note_address:
        return f'<a class="quote-note" href="{escape(fate.note_address)}">{escape(fate.note)}</a>'
    return f'<span class="quote-note">{escape(fate.note)}</span>'


def cut_quotes(template: str) -> tuple[str, list[str]]:
    """The template without its quotes, and each outermost quote with all that is nested in it."""
    rest: list[str] = []
    quotes: list[str] = []
    depth = 0
    at = 0
    for edge in _EDGE.finditer(template):
        is_outer = depth == (0 if edge[1] else 1)
        depth += 1 if edge[1] else -1
        if is_outer:
            end = edge.start() if edge[1] else edge.end()
            (rest if edge[1] else quotes).append(template[at:end])
            at = end
    return "".join([*rest, template[at:]]), quotes
