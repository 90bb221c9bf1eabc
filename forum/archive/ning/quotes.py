"""Quotes as Ning wrote them, found in a text and pointed at posts of ours.

A quoting text has `<cite>Name said:</cite><blockquote cite="…?commentId=2075%3AComment%3A84">`. While it is cooked,
nobody knows yet which number the quoted post gets, so its quotes point at `HERE`, numbered as they are listed; with
the numbers known, `settled` puts the posts in their place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from slugify import slugify

from forum import addresses, text
from forum.archive.ning.spool import Topic
from forum.discussions.quoting import Place
from forum.text.quotes import ID_LIMIT

HERE = ID_LIMIT
"""A discussion that there never is."""

_QUOTE = re.compile(
    r"(?P<said><cite(?![a-z0-9:-])[^<>]*+>[^<>]{0,200}+</cite>\s*+(?:<br\s*+/?>\s*+)*+)?"
    r"""<blockquote(?![a-z0-9:-])(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>""",
    re.IGNORECASE,
)
_CITE = re.compile(r"""(?<![^\s"'])cite\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_COMMENT_ID = re.compile(r"[?&;]commentId=([^&#]+)|(?<![0-9])([0-9]++:Comment:[0-9]++)", re.IGNORECASE)
_TOPIC_ID = re.compile(r"(?<![0-9])[0-9]++:Topic:[0-9]++", re.IGNORECASE)
_TOPIC_SLUG = re.compile(r"/topics?/([^/?#]+)", re.IGNORECASE)
_POINTING_HERE = re.compile(rf' cite="/d/{HERE}/([0-9]{{1,9}})"')


def quoted_keys(body: str, topic: Topic) -> set[str]:
    """The posts that the quotes in a text point at, by their keys in the archive."""
    return {key for match in _QUOTE.finditer(body) if (key := _key(match, topic))}


def point(body: str, topic: Topic, is_found: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The text with its quotes of found posts pointing at `HERE`, 1 being the first of the listed keys.

    Other quotes stay as they read. A `cite` of any kind is gone: an archive has no say about posts that are here.
    """
    keys: list[str] = []

    def point_one(match: re.Match[str]) -> str:
        key = _key(match, topic)
        if not key or not is_found(key):
            return f"{match['said'] or ''}<blockquote>"
        keys.append(key)
        return f'<blockquote cite="{addresses.post(HERE, len(keys))}">'

    return _QUOTE.sub(point_one, body), keys


def settled(body: text.Body, places: Mapping[int, Place]) -> text.Body:
    """The cooked text with its quotes pointing at these posts instead of at `HERE`."""

    def settle_one(match: re.Match[str]) -> str:
        place = places.get(int(match[1]))
        return f' cite="{addresses.post(*place)}"' if place else ""

    quotes = [_settled_slot(slot, places) for slot in body.quotes]
    return replace(body, source=_POINTING_HERE.sub(settle_one, body.source), quotes=tuple(quotes))


def _settled_slot(slot: text.QuoteSlot, places: Mapping[int, Place]) -> text.QuoteSlot:
    place = places.get(slot.number) if slot.discussion_id == HERE else None
    return replace(slot, discussion_id=place[0], number=place[1]) if place else slot


def _key(quote: re.Match[str], topic: Topic) -> str | None:
    cite = _CITE.search(quote["attributes"])
    if cite is None:
        return None
    address = unescape(cite[1] or cite[2] or cite[3] or "")
    plain = unquote(address)
    if comment := _COMMENT_ID.search(address) or _COMMENT_ID.search(plain):
        return unquote(comment[1] or comment[2])
    if named := _TOPIC_ID.search(plain):
        return named[0]
    slug = _TOPIC_SLUG.search(address)
    return topic.key if slug and _is_slug_of(unquote(slug[1]), topic.title) else None


def _is_slug_of(slug: str, title: str) -> bool:
    """Whether Ning may have made the slug from the title: it cuts long ones and numbers those that come twice."""
    short, long = sorted((slugify(slug), slugify(title)), key=len)
    return bool(short) and long.startswith(short)
