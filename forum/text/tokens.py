"""What becomes of the tokens of parsed Markdown: attributions, borrowed links, headings, tasks and images."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from forum.text.quotes import attributed_post, post_at
from forum.text.sanitise import is_picture

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


@dataclass(frozen=True, slots=True)
class AttributedQuote:
    """An attributed blockquote of a source: what it credits, its lines, the column of its first `>`."""

    post: tuple[int, int]
    lines: tuple[int, int]
    column: int


def credit_quotes(tokens: Sequence[Token]) -> tuple[list[Token], list[AttributedQuote]]:
    """Turns each attribution into a numbered `cite`: the line itself belongs to whoever fills the slot."""
    kept: list[Token] = []
    quotes: list[AttributedQuote] = []
    skipped_until = 0
    for at, token in enumerate(tokens):
        if at < skipped_until:
            continue
        kept.append(token)
        post = _credited(tokens[at + 1 : at + 3]) if token.type == "blockquote_open" else None
        if post is None:
            continue
        start, end = token.map or (0, 0)
        quotes.append(AttributedQuote(post, (start, end), token.meta["column"]))
        token.attrs["cite"] = f"/d/{post[0]}/{post[1]}#{len(quotes)}"
        first = tokens[at + 2]
        first.children = _after_first_line(first.children or [])
        if not first.children:
            skipped_until = at + 4
    return kept, quotes


def _credited(paragraph: Sequence[Token]) -> tuple[int, int] | None:
    if len(paragraph) < 2 or paragraph[0].type != "paragraph_open":
        return None
    children = paragraph[1].children or []
    post = attributed_post(paragraph[1].content.split("\n", 1)[0])
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


def unlink_borrowers(
    tokens: Sequence[Token], quotes: Sequence[AttributedQuote], references: Mapping[str, Mapping[str, Any]]
) -> None:
    """A link outside a quote may not take its address from a definition in it: that belongs to the quote."""
    ranges = [quote.lines for quote in quotes]
    lent = {label: _innermost(ranges, found["map"][0]) for label, found in references.items()} if ranges else {}
    if not any(lent.values()):
        return
    for token in tokens:
        if token.children:
            line = token.map[0] if token.map else -1
            outside = {label for label, lines in lent.items() if lines and not lines[0] <= line < lines[1]}
            token.children = _unlinked(token.children, outside)


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


def shift(token: Token) -> None:
    """A page has its own two upper levels of headings; alignment is a class, since style is refused."""
    token.tag = _HEADINGS.get(token.tag, token.tag)
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrs["class"] = style.replace("text-align:", "align-")


def tick(children: list[Token]) -> None:
    task = _TASK.match(children[0].content) if children[0].type == "text" else None
    if task:
        box = "☐ " if task[1] == " " else "☑ "
        children[0].content = box + children[0].content[task.end() :]


def link_images(children: list[Token]) -> list[Token]:
    """Pictures that are no files of ours become links."""
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
    if is_picture(address):
        image.attrs.pop("title", None)
        return [image]
    text = Token("text", "", 0, content=describe(image) or normalizeLinkText(address))
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
