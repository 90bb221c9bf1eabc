"""The one door through which HTML becomes safe: one short allow-list, applied twice."""

import re
import threading

import bleach.sanitizer
import nh3

from forum.text.marks import without_marks

# fmt: off
INLINE_TAGS = frozenset({
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "strong", "sub", "sup", "u", "var",
})
BLOCK_TAGS = frozenset({
    "blockquote", "dd", "dl", "dt", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
TAGS = INLINE_TAGS | BLOCK_TAGS
ATTRIBUTES = {
    "a": {"href"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
}
SCHEMES = frozenset({"http", "https", "mailto"})

_PIXELS = re.compile(r"[1-9][0-9]{0,4}")
_ALIGNED = re.compile(r"align-(?:left|center|right)")
_VALUES = {
    ("a", "href"): re.compile(r"(?:https?://[a-z0-9%]|mailto:[a-z0-9%]|/(?!/))[!#-;=?-\[\]^_a-z{|}~]*", re.IGNORECASE),
    ("blockquote", "cite"): re.compile(r"/d/[0-9]{1,19}/[0-9]{1,19}#[0-9]{1,6}"),
    ("img", "src"): re.compile("/files/[0-9a-f]{32}"),
    ("img", "alt"): re.compile("[^<>]*"),
    ("img", "width"): _PIXELS,
    ("img", "height"): _PIXELS,
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
    ("section", "class"): re.compile(r"footnotes"),
    ("sup", "class"): re.compile(r"footnote"),
    ("td", "class"): _ALIGNED,
    ("th", "class"): _ALIGNED,
}
_EXTERNAL = re.compile(r'<a href="(?=https?:)', re.IGNORECASE)


def permitted(tag: str, attribute: str, value: str) -> bool:
    pattern = _VALUES.get((tag, attribute))
    return pattern is not None and pattern.fullmatch(value) is not None


def is_address(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto or a path of this site."""
    return permitted("a", "href", address)


def is_picture(address: str) -> bool:
    """Whether a picture may be shown from there: a file of ours, which is shown to who may read its post."""
    return permitted("img", "src", address)


def sanitise(html: str) -> str:
    """HTML within the allow-list, in canonical form: every attribute quoted, no `<` or `>` inside one.

    Links that lead away carry `rel`; the private marks of templates are gone, however they were written.
    """
    cleaned = _cleaners.nh3.clean(_cleaners.bleach.clean(without_marks(html)))
    if cleaned != without_marks(cleaned):
        cleaned = _cleaners.nh3.clean(without_marks(cleaned))
    return _EXTERNAL.sub('<a rel="nofollow ugc noopener" href="', cleaned)


def _nh3_filter(tag: str, attribute: str, value: str) -> str | None:
    return value if permitted(tag, attribute, value) else None


class _Cleaners(threading.local):
    """Bleach's parser has a state of its own, so every thread has its own pair."""

    def __init__(self) -> None:
        self.bleach = bleach.sanitizer.Cleaner(
            tags=TAGS, attributes=permitted, protocols=SCHEMES, strip=False, strip_comments=True
        )
        self.nh3 = nh3.Cleaner(
            tags=set(TAGS),
            attributes=ATTRIBUTES,
            attribute_filter=_nh3_filter,
            url_schemes=set(SCHEMES),
            link_rel=None,
        )


_cleaners = _Cleaners()
