"""Imported HTML as Markdown, for the first time that somebody edits it."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from markdownify import ATX, BACKSLASH, MarkdownConverter

from forum.text.cooking import Body, cook
from forum.text.markdown import parse
from forum.text.mentions import fill_names
from forum.text.slots import CLOSING, cut_quotes, opening

Names = Mapping[tuple[int, int], str]


class _Converter(MarkdownConverter):
    class Options:
        heading_style = ATX
        bullets = "-"
        newline_style = BACKSLASH
        escape_misc = True
        autolinks = False
        keep_inline_images_in = ("td", "th", "h3", "h4", "h5", "h6")


def to_markdown(html: str, names: Names) -> str:
    """Markdown that reads like the imported HTML, each quote of a post with its attribution.

    `names` gives the label of a post by (discussion, number). A quote stays a quote: one that stands where
    Markdown can't hold it (in a table) moves to the end, since its words must not become the editor's own.
    """
    body = cook(html, "html")
    rest, quotes = cut_quotes(body.template)
    for template in (body.template, "\n".join([rest, *quotes])):
        markdown = _convert(template, body, names)
        if _credits(markdown) == _posts(body):
            return markdown
    return _convert(rest, body, names)


def _convert(template: str, body: Body, names: Names) -> str:
    html = fill_names(template.replace(CLOSING, "</blockquote>"), {})
    for quote in body.quotes:
        post = (quote.discussion_id, quote.number)
        label = escape(names.get(post) or f"#{quote.number}")
        line = f'<p><a href="/d/{post[0]}/{post[1]}">{label}</a> wrote:</p>'
        html = html.replace(opening(quote.slot), f"<blockquote>{line}")
    return _tidied(_Converter().convert(html))


def _tidied(markdown: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def _posts(body: Body) -> Sequence[tuple[int, int]]:
    return sorted((quote.discussion_id, quote.number) for quote in body.quotes)


def _credits(markdown: str) -> Sequence[tuple[int, int]]:
    return sorted(quote.post for quote in parse(markdown).quotes)
