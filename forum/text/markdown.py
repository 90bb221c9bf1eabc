"""Markdown as it is written here, parsed to tokens and rendered to HTML that still has to be sanitised."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import blockquote as quote_rule
from markdown_it.rules_block import list_block as list_rule
from markdown_it.rules_block import table as table_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def as definition_rule
from mdit_py_plugins.footnote.index import footnote_ref as reference_rule

from forum.text.quotes import attributed_post, post_at
from forum.text.sanitise import is_address

NESTING_LIMIT = 20
DEEPEST_QUOTE = 10
DEEPEST_LIST = 16
CELLS_LIMIT = 2_000
ADDRESS_LIMIT = 2_000

_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,60}\]")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_MARKUP = re.compile(r"([\\`*_\[\]<>&~|])")
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


@dataclass(frozen=True, slots=True)
class AttributedQuote:
    """An attributed blockquote of a source: what it credits, its lines, the column of its first `>`."""

    post: tuple[int, int]
    lines: tuple[int, int]
    column: int


@dataclass(slots=True)
class Parsed:
    """A parsed source: its `quotes` in the order in which they open when rendered."""

    tokens: list[Token]
    env: dict[str, Any]
    quotes: list[AttributedQuote] = field(default_factory=list)

    @property
    def notes(self) -> list[tuple[int, int]]:
        """The half-open ranges of lines that define footnotes."""
        return list(self.env.get("note_lines", ()))

    def plain_content(self, inline: Token) -> list[tuple[str, str]]:
        """The lines of this text, each with how it reads with images described and notes left out."""
        plain = self.env.get("plain", {}).get(inline.content, {})
        if inline.type != "inline" or not plain:
            return []
        pieces: list[str] = []
        at = 0
        for start, (end, text) in sorted(plain.items()):
            if start >= at:
                pieces += [inline.content[at:start], text]
                at = end
        pieces.append(inline.content[at:])
        return list(zip(inline.content.split("\n"), "".join(pieces).split("\n"), strict=False))


def parse(source: str) -> Parsed:
    env: dict[str, Any] = {}
    parsed = Parsed(_engines.markdown.parse(source, env), env)
    _credit_quotes(parsed)
    _unlink_borrowers(parsed)
    for before, token in zip([None, None, *parsed.tokens], parsed.tokens, strict=False):
        _shift(token)
        if token.children:
            if before is not None and before.type == "list_item_open":
                _tick(token.children)
            token.children = _link_images(token.children)
    return parsed


def render(parsed: Parsed) -> str:
    engine = _engines.markdown
    return str(engine.renderer.render(parsed.tokens, engine.options, parsed.env))


def address_for(url: str) -> str | None:
    """The address in its normal form if a link may lead there."""
    address = _engines.markdown.normalizeLink(url.strip())
    return address if is_address(address) else None


def address_text(address: str) -> str:
    return _engines.markdown.normalizeLinkText(address)


def _credit_quotes(parsed: Parsed) -> None:
    """Turns each attribution into a numbered `cite`: the line itself belongs to whoever fills the slot."""
    kept: list[Token] = []
    tokens = parsed.tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        kept.append(token)
        at += 1
        if token.type != "blockquote_open" or at + 1 >= len(tokens):
            continue
        first = tokens[at + 1]
        post = _credited(first) if tokens[at].type == "paragraph_open" else None
        if post is None:
            continue
        start, end = token.map or (0, 0)
        parsed.quotes.append(AttributedQuote(post, (start, end), token.meta["column"]))
        token.attrs["cite"] = f"/d/{post[0]}/{post[1]}#{len(parsed.quotes)}"
        first.children = _after_first_line(first.children or [])
        if not first.children:
            at += 3
    parsed.tokens = kept


def _credited(inline: Token) -> tuple[int, int] | None:
    post = attributed_post(inline.content.split("\n", 1)[0])
    children = inline.children or []
    if post is None or not children or children[0].type != "link_open":
        return None
    line = _first_line(children)
    closes = [place for place, child in enumerate(line) if child.type == "link_close"]
    is_whole = len(closes) == 1 and [child.content for child in line[closes[0] + 1 :]] == [" wrote:"]
    return post if is_whole and post_at(str(children[0].attrs.get("href"))) == post else None


def _first_line(children: Sequence[Token]) -> list[Token]:
    breaks = (place for place, child in enumerate(children) if child.type in ("softbreak", "hardbreak"))
    return list(children[: next(breaks, len(children))])


def _after_first_line(children: Sequence[Token]) -> list[Token]:
    return list(children[len(_first_line(children)) + 1 :])


def _unlink_borrowers(parsed: Parsed) -> None:
    """A link outside a quote may not take its address from a definition in it: that belongs to the quote."""
    references = parsed.env.get("references", {})
    ranges = [quote.lines for quote in parsed.quotes]
    lent = {label: _innermost(ranges, entry["map"][0]) for label, entry in references.items()} if ranges else {}
    if not any(lent.values()):
        return
    for token in parsed.tokens:
        if token.children:
            line = token.map[0] if token.map else -1
            token.children = _unlinked(
                token.children, {label for label, lines in lent.items() if lines and not lines[0] <= line < lines[1]}
            )


def _innermost(ranges: Sequence[tuple[int, int]], line: int) -> tuple[int, int] | None:
    return max((lines for lines in ranges if lines[0] <= line < lines[1]), default=None)


def _unlinked(children: Sequence[Token], labels: set[str]) -> list[Token]:
    kept: list[Token] = []
    is_open = False
    for child in children:
        is_borrowed = child.meta.get("label") in labels
        if child.type == "image" and is_borrowed:
            kept.append(Token("text", "", 0, content=describe(child)))
        elif child.type == "link_open" and is_borrowed:
            is_open = True
        elif child.type == "link_close" and is_open:
            is_open = False
        else:
            kept.append(child)
    return kept


def _shift(token: Token) -> None:
    """A page has its own two upper levels of headings; alignment is a class, since style is refused."""
    token.tag = _HEADINGS.get(token.tag, token.tag)
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrs["class"] = style.replace("text-align:", "align-")


def _tick(children: list[Token]) -> None:
    task = _TASK.match(children[0].content) if children[0].type == "text" else None
    if task:
        box = "☐ " if task[1] == " " else "☑ "
        children[0].content = box + children[0].content[task.end() :]


def _link_images(children: list[Token]) -> list[Token]:
    if not any(child.type == "image" for child in children):
        return children
    linked: list[Token] = []
    is_in_link = False
    for child in children:
        if child.type in ("link_open", "link_close"):
            is_in_link = child.type == "link_open"
        linked.extend(_link_to(child, is_in_link) if child.type == "image" else [child])
    return linked


def _link_to(image: Token, is_in_link: bool) -> list[Token]:
    address = str(image.attrs["src"])
    text = Token("text", "", 0, content=describe(image) or address_text(address))
    if is_in_link:
        return [text]
    return [Token("link_open", "a", 1, attrs={"href": address}), text, Token("link_close", "a", -1)]


def describe(image: Token) -> str:
    """An image's description as plain words."""
    return " ".join("".join(map(_words_of, image.children or [])).split())


def _words_of(token: Token) -> str:
    if token.type == "image":
        return describe(token)
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _quote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.level >= DEEPEST_QUOTE:
        return False
    place = state.bMarks[line] + state.tShift[line]
    opened = len(state.tokens)
    if not quote_rule(state, line, end, silent):
        return False
    if not silent:
        state.tokens[opened].meta["column"] = place - state.src.rfind("\n", 0, place) - 1
    return True


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST_LIST and list_rule(state, line, end, silent)


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A table ends where it has too many cells; what follows is a paragraph."""
    if line + 1 >= end:
        return False
    columns = state.src.count("|", state.bMarks[line + 1], state.eMarks[line + 1]) + 1
    return columns <= CELLS_LIMIT // 10 and table_rule(state, line, min(end, line + CELLS_LIMIT // columns), silent)


def _footnote_definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Only at the top: a note defined inside a quote would carry the quote's words out of its slot."""
    place = state.bMarks[line] + state.tShift[line]
    if state.level or not _FOOTNOTE.match(state.src, place):
        return False
    if not definition_rule(state, line, end, silent):
        return False
    if not silent:
        state.env.setdefault("note_lines", []).append((line, state.line))
    return True


def _footnote_reference(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not _FOOTNOTE.match(state.src, start) or not reference_rule(state, silent):
        return False
    if not silent:
        _note_plain(state, start, "")
    return True


def _full_address(state: StateInline, silent: bool) -> bool:
    """An address written out, taken before emphasis can break it; looks back a few characters only."""
    linkify = state.md.linkify
    scheme = _SCHEME.search(state.pending[-6:]) if state.src.startswith("://", state.pos) else None
    if scheme is None or linkify is None or state.linkLevel > 0:
        return False
    start = state.pos - len(scheme[1])
    link = linkify.match_at_start(state.src[start : min(start + ADDRESS_LIMIT, state.posMax)])
    url = link.url.rstrip("*") if link else ""
    address = state.md.normalizeLink(url)
    if len(url) <= len(scheme[1]) or not is_address(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = state.md.normalizeLinkText(url)
        state.push("link_close", "a", -1)
    state.pos = start + len(url)
    return True


def _image(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not image_rule(state, silent):
        return False
    if not silent:
        image = state.tokens[-1]
        _note_plain(state, start, describe(image) or address_text(str(image.attrs["src"])))
    return True


def _note_plain(state: StateInline, start: int, words: str) -> None:
    """Remembers what stands for this piece of the source in plain writing, over as many lines."""
    lines = state.src.count("\n", start, state.pos)
    text = _MARKUP.sub(r"\\\1", " ".join(words.split())) + "\n" * lines
    state.env.setdefault("plain", {}).setdefault(state.src, {})[start] = (state.pos, text)


def _render_footnote(_self: object, tokens: Sequence[Token], at: int, *_rest: object) -> str:
    return f'<sup class="footnote">{tokens[at].meta["id"] + 1}</sup>'


def _literally(html: str) -> Any:
    return lambda *_arguments: html


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "maxNesting": NESTING_LIMIT, "store_labels": True}
    ).enable(["table", "strikethrough", "linkify"])
    markdown.use(footnote_plugin, inline=False)
    markdown.validateLink = is_address  # type: ignore[method-assign, assignment]
    if markdown.linkify is not None:
        markdown.linkify.set({"fuzzy_link": False, "fuzzy_ip": False}).add("//", None).add("ftp:", None)
    blocks = markdown.block.ruler
    blocks.at("blockquote", _quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    blocks.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    blocks.at("table", _table, {"alt": ["paragraph", "reference"]})
    blocks.at("footnote_def", _footnote_definition, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.at("linkify", _full_address)
    markdown.inline.ruler.at("image", _image)
    markdown.inline.ruler.at("footnote_ref", _footnote_reference)
    markdown.add_render_rule("footnote_ref", _render_footnote)
    for name, html in {
        "footnote_block_open": '<section class="footnotes"><ol>\n',
        "footnote_block_close": "</ol></section>\n",
        "footnote_open": "<li>",
        "footnote_close": "</li>\n",
        "footnote_anchor": "",
    }.items():
        markdown.add_render_rule(name, _literally(html))
    return markdown


class _Engines(threading.local):
    """linkify-it keeps the text it looks at on itself, so every thread has its own engine."""

    def __init__(self) -> None:
        self.markdown = _markdown()


_engines = _Engines()
