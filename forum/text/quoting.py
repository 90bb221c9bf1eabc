"""A whole post as a quotation: Markdown that cooks into one attributed quote."""

import re

from forum.text.comparing import same_words
from forum.text.cooking import Body, cook
from forum.text.limits import Refused, clean_line
from forum.text.markdown import Parsed, parse
from forum.text.sources import split_lines

QUOTATION_LIMIT = 1_200
CUT = "[…]"

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|:])")
_LINE_START = re.compile(r"^(?:([#+=-])|([0-9]+)([.)]))")


def quotation(source: str, *, name: str, address: str) -> str:
    """Markdown that quotes this post: "> [@amy](/d/7/2) wrote:", an empty line and its own words.

    Left out are the quotes it holds, its footnotes and pictures; an image that is a link is its description; over
    1,200 characters it is cut at a paragraph. `name` is the label as it shall stand there, `address` the path of the
    post. Where the Markdown can't be carried over (a definition lost by cutting, quotes twenty deep) the plain words
    are.
    """
    body = cook(source)
    head = f"[{_escaped(clean_line(name))}]({address}) wrote:"
    for lines in (_own_lines(source), [_plain(body.words)], [CUT]):
        candidate = _quoted([head, "", *lines])
        if any(lines) and _quotes_faithfully(candidate, body):
            return candidate
    return _quoted([head, "", CUT])


def _quotes_faithfully(candidate: str, body: Body) -> bool:
    try:
        quotes = cook(candidate).quotes
    except Refused:
        return False
    return len(quotes) == 1 and same_words(quotes[0].words, body.words)


def _own_lines(source: str) -> list[str]:
    """The lines of the post that are its author's own, without notes, cut at a paragraph."""
    parsed = parse(source)
    lines: list[str | None] = [line for line, _ in split_lines(source)]
    _write_plainly(lines, parsed)
    for quote in parsed.quotes:
        start, end = quote.lines
        _remove(lines, start, end, keep=quote.column)
    for start, end in parsed.notes:
        _remove(lines, start, end)
    return _cut(lines, parsed)


def _write_plainly(lines: list[str | None], parsed: Parsed) -> None:
    """Puts the description in the place of each image, and nothing in the place of a footnote's number."""
    for token in parsed.tokens:
        changed = parsed.plain_content(token)
        start = token.map[0] if token.map else 0
        for place, (old, new) in enumerate(changed, start):
            line = lines[place] or ""
            if old and old in line:
                lines[place] = line.replace(old, new, 1)


def _remove(lines: list[str | None], start: int, end: int, keep: int = 0) -> None:
    prefix = (lines[start] or "")[:keep].rstrip()
    is_after_gap = start == 0 or not lines[start - 1]
    lines[start:end] = [prefix or (None if is_after_gap else "")] + [None] * (end - start - 1)


def _cut(lines: list[str | None], parsed: Parsed) -> list[str]:
    blocks = [token.map for token in parsed.tokens if token.level == 0 and token.map]
    size = kept = 0
    for start, end in blocks:
        size += sum(len(line) + 1 for line in lines[start:end] if line)
        if size > QUOTATION_LIMIT:
            within = {place for start, end in blocks for place in range(start, end)}
            after = [line for place, line in enumerate(lines) if place >= kept and place not in within]
            definitions = _trimmed(after)
            return [*_trimmed(lines[:kept]), "", CUT, "", *definitions] if kept else []
        kept = end
    return _trimmed(lines)


def _trimmed(lines: list[str | None]) -> list[str]:
    """The lines that are left, without empty ones at either end."""
    text = "\n".join(line.expandtabs(4).rstrip() for line in lines if line is not None)
    return text.strip("\n").split("\n") if text.strip() else []


def _quoted(lines: list[str]) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in lines) + "\n"


def _plain(words: str) -> str:
    if len(words) > QUOTATION_LIMIT:
        words = words[:QUOTATION_LIMIT].rsplit(" ", 1)[0]
        return f"{_escaped(words)} {CUT}"
    return _escaped(words)


def _escaped(words: str) -> str:
    return _LINE_START.sub(_escape_start, _MARKUP.sub(r"\\\1", words))


def _escape_start(start: re.Match[str]) -> str:
    return f"\\{start[1]}" if start[1] else f"{start[2]}\\{start[3]}"
