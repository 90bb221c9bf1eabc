"""Imported HTML as Markdown, when somebody edits it for the first time."""

# ruff: noqa: E501

import pytest

from forum import text

NAMES = {(7, 2): "@amy", (8, 3): "B [e] *n*"}


def test_what_was_written_is_kept() -> None:
    html = (
        "<h2>Plan</h2><p>Some <b>bold</b>, <i>slanted</i> and <code>a*b</code>,<br>a <a href='https://example.com/x'>link</a>.</p>"
        "<ul><li>one<li>two</ul><pre><code>x = 1\ny = 2</code></pre><table><tr><th>a<th>b<tr><td>1<td>2</table>"
    )
    assert text.to_markdown(html, {}) == (
        "### Plan\n\nSome **bold**, *slanted* and `a*b`,\\\na [link](https://example.com/x).\n\n- one\n- two\n\n"
        "```\nx = 1\ny = 2\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    )


@pytest.mark.parametrize(
    "around", ["<p>a {} b</p>", "<table><tr><td>{}<td>b</table>", "<h2>{}</h2>", "<a href=/x>{}</a>"]
)
def test_a_picture_of_ours_stays_one(around: str) -> None:
    markdown = text.to_markdown(around.format(f"<img src=/files/{'0' * 32} alt='A cat' width=3>"), {})
    assert f'src="/files/{"0" * 32}" alt="A cat"' in text.cook(markdown).template


def test_quotes_keep_their_attribution() -> None:
    html = '<blockquote cite="/d/7/2"><p>outer</p><blockquote cite="/d/8/3">inner</blockquote></blockquote><p>mine</p>'
    markdown = text.to_markdown(html, NAMES)
    assert markdown.startswith("> [@amy](/d/7/2) wrote:\n>\n> outer\n>\n> > [B ")
    assert [(q.parent, q.number, q.words) for q in text.cook(markdown).quotes] == [(None, 2, "outer"), (1, 3, "inner")]
    assert text.cook(markdown).words == "mine"


def test_a_post_without_a_name_is_called_by_its_number() -> None:
    assert "> [#2](/d/7/2) wrote:" in text.to_markdown('<blockquote cite="/d/7/2">x</blockquote>', {}).replace("\\", "")


@pytest.mark.parametrize(
    "around",
    [
        "{}", "<table><tr><td>a{}<td>b</table>", "<ul><li>a{}</li><li>b</li></ul>", "<b>a{}b</b>", "<a href=/x>a{}b</a>", "<h2>a{}b</h2>", "<pre>a{}b</pre>",
        "<dl><dt>a<dd>{}</dl>", "<code>{}</code>", "<blockquote>{}</blockquote>", "<p>a{}b</p>", "<ol start=7><li><p>a</p>{}</ol>", "<table><tr><th>{}</table>", "a<br>{}<br>b", "<div>{}</div>",
    ],
)  # fmt: skip
def test_no_quote_becomes_the_editors_own_words(around: str) -> None:
    quote = '<blockquote cite="/d/7/2"><p>secret</p><blockquote cite="/d/8/3">secret</blockquote></blockquote>'
    markdown = text.to_markdown(around.format(quote), NAMES)
    body = text.cook(markdown)
    assert "secret" not in body.words
    assert "secret" not in text.mask(body.template)
    assert "secret" not in text.veil(body, {slot.slot for slot in body.quotes})


def test_text_that_looks_like_markdown_stays_text() -> None:
    html = (
        "<p>*a* _b_ `c` [d](javascript:x) # e &lt;b&gt; \\ | &gt; ~~f~~</p><p>1. g</p><p>- h</p><p># i</p><p>&gt; j</p>"
    )
    assert text.cook(text.to_markdown(html, {})).words == text.cook(html, "html").words
    assert "<em>" not in text.cook(text.to_markdown(html, {})).template
    assert "<li>" not in text.cook(text.to_markdown(html, {})).template


def test_a_quote_faked_in_the_words_of_imported_html_is_no_quote() -> None:
    html = "<blockquote><p>[@amy](/d/7/2) wrote:</p><p>x</p></blockquote>"
    assert text.cook(text.to_markdown(html, {})).quotes == ()
