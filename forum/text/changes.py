"""What changed from one text to another, word by word, in a time that is bounded however they differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_LINES = 600
"""More changed lines than that are shown as one change."""
MOST_WORDS = 400
"""A longer passage that was rewritten is shown as a whole."""
MOST_COMPARED = 4_000
"""Words that are compared one by one in all."""

Kind = Literal["same", "gone", "new"]

_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stayed, went or came."""

    kind: Kind
    words: str


def changes(old: str, new: str) -> list[Change]:
    """The new text with what went and what came, in order: plain text, to be escaped by whoever shows it."""
    budget = MOST_COMPARED
    found: list[Change] = []
    for is_same, old_lines, new_lines in _compare(_LINES.findall(old), _LINES.findall(new), MOST_LINES):
        if is_same:
            found.append(Change("same", "".join(new_lines)))
            continue
        old_words, new_words = _WORDS.findall("".join(old_lines)), _WORDS.findall("".join(new_lines))
        budget -= len(old_words) + len(new_words)
        for same, went, came in _compare(old_words, new_words, MOST_WORDS if budget > 0 else 0):
            found += [Change("same", "".join(came))] if same else _replaced("".join(went), "".join(came))
    return list(_joined(found))


def changed_length(old: str, new: str) -> int:
    """How many characters lie between what both begin with and what both end with; the larger of the two."""
    start, end = _ends(old, new)
    return max(len(old), len(new)) - start - end


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much both begin with, and how much of the rest both end with."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    return start, next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)


def _compare(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """(whether they are the same, pieces of old, pieces of new); the ends are taken off first, which is cheap."""
    start, end = _ends(old, new)
    yield True, old[:start], new[:start]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(middle_old), len(middle_new)) > most:
        yield False, middle_old, middle_new
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle_old, middle_new).get_opcodes():
            yield tag == "equal", middle_old[i1:i2], middle_new[j1:j2]
    yield True, old[len(old) - end :], new[len(new) - end :]


def _replaced(went: str, came: str) -> list[Change]:
    return [Change("gone", went), Change("new", came)]


def _joined(found: list[Change]) -> Iterator[Change]:
    """Neighbours of one kind as one, empty ones left out; a space between two changes belongs to both."""
    gone = new = same = ""
    for change in found:
        if not change.words:
            continue
        if change.kind == "same" and change.words.isspace() and "\n" not in change.words and (gone or new) and not same:
            gone, new = gone + change.words, new + change.words
        elif change.kind == "same":
            yield from _ended(gone, new)
            gone, new, same = "", "", same + change.words
        else:
            if same:
                yield Change("same", same)
            same = ""
            gone, new = (gone + change.words, new) if change.kind == "gone" else (gone, new + change.words)
    yield from _ended(gone, new)
    if same:
        yield Change("same", same)


def _ended(gone: str, new: str) -> Iterator[Change]:
    """A change without the words that both of its sides end with."""
    shared = 0
    while shared < min(len(gone), len(new)) and gone[-1 - shared] == new[-1 - shared] and gone[-1 - shared].isspace():
        shared += 1
    tail = new[len(new) - shared :]
    for kind, words in (("gone", gone), ("new", new)):
        if words[: len(words) - shared]:
            yield Change("gone" if kind == "gone" else "new", words[: len(words) - shared])
    if tail:
        yield Change("same", tail)
