"""HTML written elsewhere, made well-nested, shallow and plain before the sanitiser reads it."""

import re
from collections import Counter
from html import escape, unescape

from forum.text.markdown import address_for, address_text
from forum.text.marks import without_marks
from forum.text.quotes import post_at
from forum.text.sanitise import BLOCK_TAGS, INLINE_TAGS, TAGS, is_picture, permitted

NESTING_LIMIT = 24

# A tag never contains "<", so that every scan ends at the next one however broken the text is.
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)"""
    r"""(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>"""
    r"""|<!--|<[!?/][^<>]*+>"""
)
_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([a-zA-Z:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""")
_START = re.compile(r"[0-9]{1,9}")
_UNREAD = {name: re.compile(f"</{name}[^<>]*>?", re.IGNORECASE) for name in ("script", "style", "template", "title")}
_COMMENT_END = re.compile("-->")

_NAMES = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "strike": "s", "tt": "code"}
_MEDIA = frozenset({"audio", "embed", "iframe", "img", "source", "video"})
# fmt: off
_PARTS = frozenset({
    "address", "article", "aside", "body", "center", "details", "div", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "main", "nav", "optgroup", "option", "section", "summary",
})
# fmt: on
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
# What a piece of a table must stand in, and what is put there where its author left it out.
_WITHIN = {"tbody": "table", "thead": "table", "tfoot": "table", "tr": "tbody", "td": "tr", "th": "tr"}
_TABLE_DEPTHS = {"table": 0, "tbody": 1, "thead": 1, "tfoot": 1, "tr": 2, "td": 3, "th": 3}
_BEGINS_PARAGRAPH = frozenset({"", "blockquote"})
_TABLE_SCOPE = frozenset({"blockquote", "table"})
_ROW_SCOPE = _TABLE_SCOPE | {"tr"}
_CELL_SCOPE = _TABLE_SCOPE | {"td", "th"}
_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})
_LIST_SCOPE = frozenset({"blockquote", "dl", "ol", "table", "td", "th", "ul"})

# What an opening tag ends first when it is still open, and where the search for it stops.
_ENDED_BY = {
    "li": (frozenset({"li"}), _LIST_SCOPE),
    "dt": (frozenset({"dt", "dd"}), _LIST_SCOPE),
    "dd": (frozenset({"dt", "dd"}), _LIST_SCOPE),
    "td": (frozenset({"td", "th"}), _ROW_SCOPE),
    "th": (frozenset({"td", "th"}), _ROW_SCOPE),
    "tr": (frozenset({"tr"}), _TABLE_SCOPE),
    **dict.fromkeys(_ROW_GROUPS, (_ROW_GROUPS, _TABLE_SCOPE)),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, BLOCK_TAGS - _HEADINGS)),
}
_PARAGRAPH = frozenset({"p"})
_NOT_PARAGRAPH = BLOCK_TAGS - _PARAGRAPH


def well_formed(html: str) -> str:
    """The same words in balanced tags of the allow-list, at most 24 deep, quotes of posts numbered in `cite`.

    Takes any text and never raises; players become links, and so do pictures that are no files of ours.
    """
    writer = _Writer()
    at = 0
    unclosed: set[re.Pattern[str]] = set()
    while tag := _TAG.search(html, at):
        writer.text(html[at : tag.start()])
        at = tag.end()
        name = (tag["name"] or "").lower()
        ending = _COMMENT_END if tag[0] == "<!--" else None if tag["end"] else _UNREAD.get(name)
        if ending and ending not in unclosed:
            close = ending.search(html, at)
            at = close.end() if close else at
            if close is None:
                unclosed.add(ending)
        elif name and tag["end"]:
            writer.end(name)
        elif name:
            writer.start(name, tag["attributes"])
    writer.text(html[at:])
    return writer.finish()


class _Writer:
    """Keeps the tags that stand open, and writes only what keeps them balanced."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.quotes = 0
        self.begins_paragraph = False

    def text(self, raw: str) -> None:
        text = without_marks(unescape(raw))
        if text:
            if not text.isspace():
                self._begin_paragraph()
            self.written.append(escape(text, quote=False))

    def start(self, tag: str, raw: str) -> None:
        name = _NAMES.get(tag, tag)
        if tag in _PARTS:
            self._part()
        elif tag in _MEDIA:
            self._media(tag, _attributes(raw))
        elif name in ("br", "hr"):
            self._void(name)
        elif name in TAGS:
            self._element(name, raw)

    def end(self, tag: str) -> None:
        name = _NAMES.get(tag, tag)
        if tag in _PARTS:
            self._part()
        elif self.dropped[name]:
            self.dropped[name] -= 1
        elif name in TAGS:
            scope = BLOCK_TAGS if name in INLINE_TAGS else _TABLE_SCOPE
            self._close(frozenset({name}), scope if name in _TABLE_DEPTHS else scope | _CELL_SCOPE)

    def finish(self) -> str:
        while self.open:
            self._pop()
        return "".join(self.written)

    def _element(self, name: str, raw: str) -> None:
        if name in BLOCK_TAGS:
            self._close(_PARAGRAPH, _NOT_PARAGRAPH)
            self._close(*_ENDED_BY.get(name, (frozenset(), BLOCK_TAGS)))
            self.begins_paragraph = False
        else:
            self._begin_paragraph()
        is_in_place = self._enter(_WITHIN.get(name, "td")) or name not in _WITHIN
        if len(self.open) >= NESTING_LIMIT or not is_in_place or (name == "a" and "a" in self.open):
            self.dropped[name] += 1
        else:
            self._push(name, self._kept(name, _attributes(raw)) if raw else "")

    def _enter(self, part: str) -> bool:
        """Opens what is missing of a table down to this part of it; whether it stands open then.

        Parsers move what stands in a table outside its cells, and with it a quote's words out of the quote.
        """
        depth = _TABLE_DEPTHS.get(self.open[-1]) if self.open else None
        if depth is None or depth > _TABLE_DEPTHS[part]:
            return False
        for missing in ("tbody", "tr", "td")[depth : _TABLE_DEPTHS[part]]:
            self._push(missing, "")
        return True

    def _kept(self, name: str, attributes: dict[str, str]) -> str:
        if name == "a" and (address := address_for(attributes.get("href", ""))):
            return f' href="{escape(address)}"'
        if name == "ol" and _START.fullmatch(attributes.get("start", "")):
            return f' start="{attributes["start"]}"'
        if name == "blockquote" and (post := post_at(attributes.get("cite", ""))):
            self.quotes += 1
            return f' cite="/d/{post[0]}/{post[1]}#{self.quotes}"'
        return ""

    def _void(self, name: str) -> None:
        if name == "hr":
            self._close(_PARAGRAPH, _NOT_PARAGRAPH)
        self._enter("td")
        self.written.append(f"<{name}>")

    def _part(self) -> None:
        """A division has no tag here: what stands in it begins a paragraph of its own."""
        self._close(_PARAGRAPH, _NOT_PARAGRAPH)
        self.begins_paragraph = True
        self.written.append("\n")

    def _media(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "img" and is_picture(attributes.get("src", "")):
            self._picture(attributes)
            return
        address = address_for(attributes.get("src", ""))
        text = attributes.get("alt") or attributes.get("title") or (address_text(address) if address else "")
        if not text.strip():
            return
        self._begin_paragraph()
        text = escape(without_marks(text), quote=False)
        is_linked = address and "a" not in self.open
        self.written.append(f'<a href="{escape(address)}">{text}</a>' if address and is_linked else text)

    def _picture(self, attributes: dict[str, str]) -> None:
        self._begin_paragraph()
        alt = without_marks(" ".join(re.sub("[<>]", " ", attributes.get("alt", "")).split()))
        sides = {name: attributes.get(name, "") for name in ("width", "height")}
        kept = {"src": attributes["src"], "alt": alt, **sides}
        written = (f' {name}="{escape(value)}"' for name, value in kept.items() if permitted("img", name, value))
        self.written.append(f"<img{''.join(written)}>")

    def _begin_paragraph(self) -> None:
        self._enter("td")
        top = self.open[-1] if self.open else ""
        if self.begins_paragraph and top in _BEGINS_PARAGRAPH:
            self._push("p", "")
        self.begins_paragraph = False

    def _close(self, names: frozenset[str], scope: frozenset[str]) -> None:
        """Closes the innermost of these and all that stands open in it, unless `scope` shields it."""
        for depth, name in enumerate(reversed(self.open), 1):
            if name in names:
                for _ in range(depth):
                    self._pop()
                return
            if name in scope:
                return

    def _push(self, name: str, attributes: str) -> None:
        self.open.append(name)
        self.written.append(f"<{name}{attributes}>")

    def _pop(self) -> None:
        self.written.append(f"</{self.open.pop()}>")


def _attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag by name, the first one where a name comes twice."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(raw):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
