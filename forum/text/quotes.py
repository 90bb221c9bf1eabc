"""What makes a blockquote a quote of a post: its attribution."""

import re
from dataclasses import dataclass

ID_LIMIT = 2**63 - 1

_POST = re.compile(r"/d/([1-9][0-9]{0,18})(?:-[^/?#]*)?/([1-9][0-9]{0,18})")
_ATTRIBUTION = re.compile(r"\[.*\]\((/d/[^\s<>()]+)\) wrote:[ \t]*")


@dataclass(frozen=True, slots=True)
class QuoteSlot:
    """A quote in a text, by number in the order in which the quotes open.

    `words` are its visible words, without attribution and nested attributed quotes, whitespace folded;
    `lines` the half-open range of its source lines, (0, 0) for HTML.
    """

    slot: int
    parent: int | None
    discussion_id: int
    number: int
    words: str
    lines: tuple[int, int]


def post_at(address: str) -> tuple[int, int] | None:
    """(discussion, number) of the post at this path, or None."""
    match = _POST.fullmatch(address)
    if match is None:
        return None
    discussion_id, number = int(match[1]), int(match[2])
    return (discussion_id, number) if max(discussion_id, number) <= ID_LIMIT else None


def attributed_post(line: str) -> tuple[int, int] | None:
    """(discussion, number) that this first line of a blockquote credits, or None."""
    match = _ATTRIBUTION.fullmatch(line)
    return post_at(match[1]) if match else None
