"""The source that a person gets to edit: a token for each quote they may not see, put back on saving."""

import re
from collections.abc import Callable, Iterable

from forum.text.cooking import Body
from forum.text.limits import Refused, check_body
from forum.text.markdown import parse
from forum.text.tokens import AttributedQuote

Naming = Callable[[int, str], str]
"""What a token calls a quote, given its slot and its lines."""

_LINE = re.compile(r"([^\r\n]+)(\r\n?|\n|\Z)|(\r\n?|\n)")


def by_number(slot: int, _lines: str) -> str:
    """The name of a token that is read and not sent back, or sent back while its source stands as it is."""
    return str(slot)


def veil(body: Body, slots: set[int], naming: Naming = by_number) -> str:
    """The Markdown source with a token line for each of these quotes and all that is nested in it.

    Only Markdown can be veiled: HTML turns into Markdown first (`to_markdown`).
    """
    if body.source_format != "markdown":
        raise ValueError("only Markdown can be veiled")
    lines = split_lines(body.source)
    quotes = _quotes(body)
    for slot in _outermost(slots & quotes.keys(), quotes):
        start, end = quotes[slot].lines
        lines[start:end] = [(_token_line(body, slot, quotes[slot], lines, naming), lines[end - 1][1])]
    return _joined(lines)


def unveil(submitted: str, body: Body, naming: Naming = by_number) -> str:
    """The text with the original lines wherever the token line of one of this body's quotes stands.

    A token stays as it is where its lines would not be a quote of the same post, as in code or within another
    quote: there, their words would be shown whatever has become of their source.
    """
    originals = _originals(body, naming)
    lines = split_lines(submitted)
    kept: set[int] = set()
    while True:
        text, put_back = _put_back(lines, {at: originals[line] for at, (line, _end) in enumerate(lines)
                                           if line in originals and at not in kept})  # fmt: skip
        if not put_back or not _may_be_parsed(text):
            return text
        ends = {(quote.lines[0], quote.post): quote.lines[1] for quote in parse(text).quotes}
        lost = {at for at, (start, end, post) in put_back.items() if ends.get((start, post), 0) < end}
        if not lost:
            return text
        kept |= lost


def _originals(body: Body, naming: Naming) -> dict[str, tuple[AttributedQuote, list[tuple[str, str]]]]:
    lines = split_lines(body.source)
    quotes = {_token_line(body, slot, quote, lines, naming): quote for slot, quote in _quotes(body).items()}
    return {token: (quote, lines[slice(*quote.lines)]) for token, quote in quotes.items()}


def _put_back(
    lines: list[tuple[str, str]], originals: dict[int, tuple[AttributedQuote, list[tuple[str, str]]]]
) -> tuple[str, dict[int, tuple[int, int, tuple[int, int]]]]:
    """The text, and for each line that gave way: where its original starts and ends, and the post it quotes."""
    unveiled: list[tuple[str, str]] = []
    places: dict[int, tuple[int, int, tuple[int, int]]] = {}
    for at, (line, ending) in enumerate(lines):
        if at not in originals:
            unveiled.append((line, ending))
            continue
        quote, original = originals[at]
        start = len(unveiled)
        unveiled += [*original[:-1], (original[-1][0], ending)]
        places[at] = (start, len(unveiled), quote.post)
    return _joined(unveiled), places


def _may_be_parsed(text: str) -> bool:
    """Cooking refuses the rest, and parsing it could take long."""
    try:
        check_body(text)
    except Refused:
        return False
    return True


def split_lines(source: str) -> list[tuple[str, str]]:
    """(line, its ending) as Markdown counts lines: other separators of Unicode end none."""
    return [(line, ending or alone) for line, ending, alone in _LINE.findall(source)]


def _joined(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(line + ending for line, ending in lines)


def _quotes(body: Body) -> dict[int, AttributedQuote]:
    return dict(enumerate(parse(body.source).quotes, 1)) if body.quotes else {}


def _outermost(slots: set[int], quotes: dict[int, AttributedQuote]) -> list[int]:
    """The slots that no other one of them holds, last in the source first."""
    kept: list[int] = []
    for slot in sorted(slots, key=lambda slot: quotes[slot].lines):
        if not kept or quotes[slot].lines[0] >= quotes[kept[-1]].lines[1]:
            kept.append(slot)
    return kept[::-1]


def _token_line(body: Body, slot: int, quote: AttributedQuote, lines: list[tuple[str, str]], naming: Naming) -> str:
    words = "".join(line + ending for line, ending in lines[slice(*quote.lines)]).rstrip()
    return f"{lines[quote.lines[0]][0][: quote.column]}> {_token(body.source, naming(slot, words))}"


def _token(source: str, name: str) -> str:
    """A token that the source doesn't happen to hold already."""
    token = f"[quote {name} withdrawn]"
    again = 2
    while token in source:
        token = f"[quote {name} withdrawn, {again}]"
        again += 1
    return token
