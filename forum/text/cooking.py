"""From what a person wrote to a `Body`: safe HTML with numbered slots for the quotes."""

import re
from dataclasses import dataclass
from html import unescape

from forum.text import imported, limits, markdown
from forum.text.mentions import MentionSlot, mark, slots_in
from forum.text.outline import Outline
from forum.text.quotes import QuoteSlot, post_at
from forum.text.sanitise import BLOCK_TAGS, sanitise
from forum.text.slots import CLOSING, opening

PIPELINE = 3

_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+="[^"]*")*)>')
_CITE = re.compile(r' cite="([^"#]*)#([0-9]+)"')
_BODY = 0
_NAMES_NOBODY = frozenset({"a", "code", "kbd", "pre", "samp", "q"})


@dataclass(frozen=True, slots=True)
class Body:
    """A cooked text; `words` are the visible words of the post without its attributed quotes, `mentions` whom they
    name."""

    source: str
    source_format: str
    template: str
    quotes: tuple[QuoteSlot, ...]
    words: str
    pipeline: int
    mentions: tuple[MentionSlot, ...] = ()


def cook(source: str, source_format: str = "markdown") -> Body:
    """Pure: the same text gives the same body. Refuses a text that is too long or absurd."""
    if source_format == "html":
        limits.check_html(source)
        return _body(source, source_format, imported.well_formed(source), {})
    limits.check_body(source)
    parsed = markdown.parse(source)
    limits.check_quotes(len(parsed.quotes))
    html = markdown.render(parsed)
    limits.check_markup(html)
    lines = {slot: quote.lines for slot, quote in enumerate(parsed.quotes, 1)}
    return _body(source, source_format, html, lines)


def _body(source: str, source_format: str, html: str, lines: dict[int, tuple[int, int]]) -> Body:
    reading = _Reading(lines)
    reading.read(sanitise(html))
    template = "".join(reading.template)
    return Body(
        source=source,
        source_format=source_format,
        template=template,
        quotes=tuple(reading.quotes()),
        words=reading.words_of(_BODY),
        pipeline=PIPELINE,
        mentions=slots_in(template),
    )


class _Reading:
    """One pass over sanitised HTML: the template, the quotes, and whose words are whose."""

    def __init__(self, lines: dict[int, tuple[int, int]]) -> None:
        self.lines = lines
        self.template: list[str] = []
        self.words: dict[int, list[str]] = {_BODY: []}
        self.credits: dict[int, tuple[int | None, tuple[int, int]]] = {}
        self.blockquotes: list[int | None] = []
        self.owners = [_BODY]
        self.asides: list[str] = []
        self.unnamed = 0
        self.outline = Outline()

    def read(self, html: str) -> None:
        at = 0
        for tag in _TAG.finditer(html):
            self._text(html[at : tag.start()])
            self._tag(tag)
            at = tag.end()
        self._text(html[at:])

    def quotes(self) -> list[QuoteSlot]:
        return [
            QuoteSlot(slot, parent, *post, self.words_of(slot), self.lines.get(slot, (0, 0)))
            for slot, (parent, post) in self.credits.items()
        ]

    def words_of(self, owner: int) -> str:
        return " ".join(unescape("".join(self.words[owner])).split())

    def _text(self, text: str) -> None:
        may_name = not self.unnamed and not self.blockquotes
        self.template.append(mark(text) if may_name else text)
        self._add_words(text)

    def _add_words(self, text: str) -> None:
        is_note = "sup" in self.asides or (self.asides and self.owners[-1] == _BODY)
        if not is_note:
            self.words[self.owners[-1]].append(text)

    def _tag(self, tag: re.Match[str]) -> None:
        if tag["name"] in _NAMES_NOBODY:
            self.unnamed += -1 if tag["end"] else 1
        if tag["name"] in BLOCK_TAGS or tag["name"] == "br":
            self._add_words(" ")
        if tag["name"] == "blockquote":
            self.template.append(self._close_quote() if tag["end"] else self._open_quote(tag["attributes"]))
            return
        fitted = self.outline.closing if tag["end"] else self.outline.opening
        self.template.append(fitted(tag["name"], tag[0]))
        if tag["end"] and self.asides[-1:] == [tag["name"]]:
            self.asides.pop()
        elif tag["name"] == "section" or tag["attributes"] == ' class="footnote"':
            self.asides.append(tag["name"])

    def _open_quote(self, attributes: str) -> str:
        cite = _CITE.fullmatch(attributes)
        post = post_at(cite[1]) if cite else None
        slot = int(cite[2]) if cite and post and int(cite[2]) not in self.credits else None
        self.blockquotes.append(slot)
        if slot is None or post is None:
            return "<blockquote>"
        self.credits[slot] = (self.owners[-1] or None, post)
        self.owners.append(slot)
        self.words[slot] = []
        return opening(slot)

    def _close_quote(self) -> str:
        if self.blockquotes.pop() is None:
            return "</blockquote>"
        self.owners.pop()
        return CLOSING
