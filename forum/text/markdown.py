"""Markdown as it is written here, parsed to tokens and rendered to HTML that still has to be sanitised."""

import threading
from dataclasses import dataclass
from typing import Any

from markdown_it.common.normalize_url import normalizeLink, normalizeLinkText
from markdown_it.token import Token

from forum.text import rules, tokens
from forum.text.sanitise import is_address
from forum.text.tokens import AttributedQuote


@dataclass(slots=True)
class Parsed:
    """A parsed source: its `quotes` in the order in which they open when rendered."""

    tokens: list[Token]
    quotes: list[AttributedQuote]
    env: dict[str, Any]

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
    parsed = Parsed(*tokens.credit_quotes(_engines.markdown.parse(source, env)), env)
    tokens.unlink_borrowers(parsed.tokens, parsed.quotes, env.get("references", {}))
    for before, token in zip([None, None, *parsed.tokens], parsed.tokens, strict=False):
        tokens.shift(token)
        if token.children:
            if before is not None and before.type == "list_item_open":
                tokens.tick(token.children)
            token.children = tokens.link_images(token.children)
    return parsed


def render(parsed: Parsed) -> str:
    engine = _engines.markdown
    return str(engine.renderer.render(parsed.tokens, engine.options, parsed.env))


def address_for(url: str) -> str | None:
    """The address in its normal form if a link may lead there."""
    address = normalizeLink(url.strip())
    return address if is_address(address) else None


def address_text(address: str) -> str:
    """The address as people read it."""
    return normalizeLinkText(address)


class _Engines(threading.local):
    """linkify-it keeps the text it looks at on itself, so every thread has its own engine."""

    def __init__(self) -> None:
        self.markdown = rules.engine()


_engines = _Engines()
