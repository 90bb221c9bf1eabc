"""A post in a few plain words, for lists, feeds and descriptions."""

import re
from html import unescape

from forum.text.sanitise import BLOCK_TAGS

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^>\"]|\"[^\"]*\")*>")
_NOTE = re.compile(r'<sup class="footnote">[^<]*</sup>')
_LEFT_OUT = frozenset({"blockquote", "section"})


def excerpt(html: str, limit: int = 200) -> str:
    """At most `limit` characters of plain text from a post's stored HTML, without quotes and footnotes."""
    words = _visible(_NOTE.sub("", html))
    if len(words) <= limit:
        return words
    cut = words[:limit]
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > limit // 2 else cut[: limit - 1]).rstrip(" ,;:.–-") + "…"


def _visible(html: str) -> str:
    pieces: list[str] = []
    hidden = at = 0
    for tag in _TAG.finditer(html):
        pieces.append("" if hidden else html[at : tag.start()])
        at = tag.end()
        if tag[2] in _LEFT_OUT:
            hidden += -1 if tag[1] else 1
        if tag[2] in BLOCK_TAGS or tag[2] == "br":
            pieces.append(" ")
    pieces.append("" if hidden else html[at:])
    return " ".join(unescape("".join(pieces)).split())
