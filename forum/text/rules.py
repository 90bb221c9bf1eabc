"""The dialect: CommonMark without HTML, with tables, strikethrough, addresses and footnotes, all of them bounded."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLinkText
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

from forum.text.sanitise import is_address, is_picture
from forum.text.tokens import describe

NESTING_LIMIT = 20
DEEPEST_QUOTE = 10
DEEPEST_LIST = 16
CELLS_LIMIT = 2_000
ADDRESS_LIMIT = 2_000

_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,60}\]")
_MARKUP = re.compile(r"([\\`*_\[\]<>&~|])")


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
        address = str(image.attrs["src"])
        _note_plain(state, start, "" if is_picture(address) else describe(image) or normalizeLinkText(address))
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


def engine() -> MarkdownIt:
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
