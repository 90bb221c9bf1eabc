"""Whether quoted words still stand in their source."""

import re
import unicodedata

_CUT = re.compile(r"\\?\[\s*(?:…|\.\.\.)\s*\\?\]")
_LINK = re.compile(r"\]\([^\s()]*\)")
_LIST_MARK = re.compile(r"^[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+", re.MULTILINE)
_IGNORED = dict.fromkeys(map(ord, "*_~`#>|\\[]()"))
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛‹›′"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    ord("…"): "...",
}


def same_words(quoted: str, source_words: str) -> bool:
    """Whether the quoted words stand in the source, in their order.

    Whitespace, typographic quotes and dashes and Markdown's marks don't count; "[…]" stands for anything.
    """
    source = _bare(source_words)
    at = 0
    for piece in _CUT.split(quoted):
        bare = _bare(_LIST_MARK.sub("", piece))
        found = source.find(bare, at)
        if found < 0:
            return False
        at = found + len(bare)
    return True


def _bare(words: str) -> str:
    normal = unicodedata.normalize("NFC", _LINK.sub("]", words))
    return "".join(normal.translate(_TYPOGRAPHY).translate(_IGNORED).split())
