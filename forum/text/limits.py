"""What a text may measure, and the refusal of what is too long, too short for a machine or absurd."""

import re
import unicodedata

from forum.language import gettext as _

BODY_LIMIT = 32_000
HTML_LIMIT = 200_000
TITLE_MIN = 5
TITLE_MAX = 200
REPLY_MIN = 2
QUOTE_MARKS_LIMIT = 20
OPEN_BRACKETS_LIMIT = 200
BRACKETS_DEEP_LIMIT = 100
LINES_LIMIT = 5_000
QUOTES_LIMIT = 100
MARKUP_LIMIT = 4_000
MARKS_LIMIT = 4

_QUOTE_MARKS = re.compile(rf"^[ \t]*(?:>[ \t]*){{{QUOTE_MARKS_LIMIT + 1}}}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]|\n[ \t]*\n")
_LINE_END = re.compile(r"\r\n?|\n")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Letters and marks that take no ink although Unicode does not call them format characters.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f]")


class Refused(ValueError):
    """A text that is not taken; its message is a sentence for the person who typed it."""


def check_body(source: str) -> None:
    if len(source) > BODY_LIMIT:
        raise Refused(_("This text is too long: it may have %(limit)s characters.", limit=f"{BODY_LIMIT:,}"))
    check_storable(source)
    if _QUOTE_MARKS.search(source):
        raise Refused(_("A line starts with too many quote marks."))
    normal = _LINE_END.sub("\n", source)
    if normal.count("\n") > LINES_LIMIT:
        raise Refused(_("This text has too many lines."))
    if _has_open_brackets(normal):
        raise Refused(_("This text has too many opening brackets that are never closed."))


def check_html(source: str) -> None:
    if len(source) > HTML_LIMIT:
        raise Refused(_("This text is too long: it may have %(limit)s characters.", limit=f"{HTML_LIMIT:,}"))
    check_storable(source)


def check_storable(source: str) -> None:
    if _UNSTORABLE.search(source):
        raise Refused(_("This text has characters that can't be stored."))


def check_quotes(amount: int) -> None:
    if amount > QUOTES_LIMIT:
        raise Refused(_("This text quotes too many posts: it may quote %(limit)s.", limit=QUOTES_LIMIT))


def check_markup(html: str) -> None:
    """Every tag costs the sanitisers, and every escaped character about half of that."""
    if html.count("<") + html.count("&") // 2 > MARKUP_LIMIT:
        raise Refused(_("This text has too much formatting. Try two posts, or plainer ones."))


def _has_open_brackets(source: str) -> bool:
    """Whether too many brackets stand open at once in a paragraph, or are never closed in all of them."""
    depth = unclosed = 0
    for bracket in _BRACKET.findall(source):
        if bracket == "[":
            depth += 1
        elif bracket == "]":
            depth = max(0, depth - 1)
        else:
            unclosed += depth
            depth = 0
        if depth > BRACKETS_DEEP_LIMIT:
            return True
    return unclosed + depth > OPEN_BRACKETS_LIMIT


def clean_line(value: str) -> str:
    """A name or title on one line: NFC, whitespace folded, nothing in it that the eye can't see."""
    line = " ".join(unicodedata.normalize("NFC", value).split())
    if line.isascii() and line.isprintable():
        return line
    kept = (c for i, c in enumerate(line) if not _is_hidden(c) or _joins(line, i))
    return " ".join(unicodedata.normalize("NFC", _with_few_marks("".join(kept))).split())


def visible_length(value: str) -> int:
    line = clean_line(value)
    return sum(1 for c in line if unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def _with_few_marks(line: str) -> str:
    """At most so many marks on a letter as writing needs; more would climb over the lines above and below."""
    kept: list[str] = []
    marks = 0
    for character in line:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS_LIMIT:
            kept.append(character)
    return "".join(kept)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in _BLANKS


def _joins(line: str, place: int) -> bool:
    """A joiner that shapes an emoji or a word of Arabic script is writing; any other one hides."""
    if line[place] not in _JOINERS or place in (0, len(line) - 1):
        return False
    before = _SELECTORS.sub("", line[max(0, place - 2) : place])[-1:] or " "
    after = line[place + 1]
    if line[place] == "\u200d":
        return unicodedata.category(before) in ("So", "Sk") and unicodedata.category(after) == "So"
    return unicodedata.bidirectional(before) == "AL" == unicodedata.bidirectional(after)
