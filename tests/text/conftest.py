"""What the tests of writing share: a reader of HTML that knows nothing of the sanitisers."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

VOID = {"br", "hr", "img"}
# fmt: off
TAGS = VOID | {
    "a", "abbr", "b", "blockquote", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h3", "h4", "h5", "h6", "i",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}
# fmt: on
CLASSES = {
    "blockquote": {"quote", "quote quote-withdrawn"},
    "div": {"table-scroll"},
    "p": {"quote-by"},
    "section": {"footnotes"},
    "span": {"quote-note"},
    "sup": {"footnote"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
EXTERNAL_REL = "nofollow ugc noopener"


class Reader(HTMLParser):
    """Finds everything in a post's HTML that should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"tag {tag}")
        for name, value in attrs:
            if not self.is_fitting(tag, name, value or "", dict(attrs)):
                self.faults.append(f"attribute {tag} {name}={value}")
        if tag not in VOID:
            self.open.append(tag)
            self.depth = max(self.depth, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"unbalanced {tag}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if any(0xE000 <= ord(character) <= 0xE002 for character in data):
            self.faults.append("a private mark")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    def is_fitting(self, tag: str, name: str, value: str, attributes: dict[str, str | None]) -> bool:
        if name == "class":
            return value in CLASSES.get(tag, set())
        if (tag, name) == ("a", "href"):
            is_external = value.lower().startswith("http")
            return leads_somewhere_safe(value) and is_external == (attributes.get("rel") == EXTERNAL_REL)
        if (tag, name) == ("a", "rel"):
            return value == EXTERNAL_REL
        if tag == "img":
            return is_fitting_picture(name, value)
        if name == "dir":
            return tag in ("blockquote", "p") and value == "auto"
        if name == "tabindex":
            return tag in ("div", "pre") and value == "0"
        if (tag, name) == ("ol", "start"):
            return value.isdigit()
        return (tag, name) == ("blockquote", "cite") and value.startswith("/d/")


def is_fitting_picture(name: str, value: str) -> bool:
    if name == "src":
        return re.fullmatch("/files/[0-9a-f]{32}", value) is not None
    return name == "alt" or (name == "loading" and value == "lazy") or (name in ("width", "height") and value.isdigit())


def leads_somewhere_safe(address: str) -> bool:
    """As a browser would read it: controls at the ends and tabs and newlines anywhere don't count."""
    seen = "".join(c for c in address.strip("".join(map(chr, range(33)))) if c not in "\t\r\n").replace("\\", "/")
    if seen.startswith("/"):
        return not seen.startswith("//")
    return seen.lower().startswith(("http://", "https://", "mailto:"))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.faults += [f"left open {tag}" for tag in reader.open]
    return reader


@pytest.fixture(scope="session")
def faults() -> Callable[[str], list[str]]:
    """Everything in this HTML that is not on the allow-list."""
    return lambda html: read(html).faults


@pytest.fixture(scope="session")
def visible() -> Callable[[str], str]:
    """The words of this HTML as a person sees them."""
    return lambda html: " ".join("".join(read(html).words).split())


@pytest.fixture(scope="session")
def depth() -> Callable[[str], int]:
    """How deep the tags of this HTML are nested."""
    return lambda html: read(html).depth
