"""The source for somebody who may not read all of its quotes, and the way back."""

# ruff: noqa: E501

import itertools

import pytest

from forum import text

SOURCES = {
    "one quote": "Hello\n\n> [@amy](/d/7/2) wrote:\n>\n> secret1 words\n> more\n\nMy answer\n",
    "no newline at the end": "> [@amy](/d/7/2) wrote:\n> secret1",
    "windows lines": "Hello\r\n\r\n> [@amy](/d/7/2) wrote:\r\n>\r\n> secret1\r\n\r\nBye\r\n",
    "old mac lines": "Hello\r\r> [@amy](/d/7/2) wrote:\r> secret1\r\rBye",
    "mixed lines": "Hello\r\n\n> [@amy](/d/7/2) wrote:\n> secret1\r\n> more\n\r\nBye",
    "lazy lines": "> [@amy](/d/7/2) wrote:\n> secret1\nsecret1 lazily\nand on\n\nBye",
    "nested": "> [@amy](/d/7/2) wrote:\n> secret1\n> > [@ben](/d/8/3) wrote:\n> > secret2\n>\n> secret1\n\nBye",
    "nested three deep": (
        "> [a](/d/1/1) wrote:\n> secret1\n>\n> > [b](/d/1/2) wrote:\n> > secret2\n> >\n"
        "> > > [c](/d/1/3) wrote:\n> > > secret3\n> >\n> > secret2\n>\n> secret1\n"
    ),
    "in an ordinary quote": "> mine\n> > [@amy](/d/7/2) wrote:\n> > secret1\n>\n> mine too",
    "tight marks": ">>[@amy](/d/7/2) wrote:\n>>secret1\n>\n>mine",
    "on the line of a list": "- > [@amy](/d/7/2) wrote:\n  > secret1\n- two\n\n1. three\n   > [@ben](/d/7/3) wrote:\n   > secret2\n",
    "in a list in a list": "- a\n  - b\n\n    > [@amy](/d/7/2) wrote:\n    >\n    > secret1\n  - c\n",
    "tabs": "-\t> [@amy](/d/7/2) wrote:\n\t> secret1\n\n>\t[@ben](/d/7/3) wrote:\n>\tsecret2\n>\t\tcode secret2\n",
    "code inside": "> [@amy](/d/7/2) wrote:\n> ```\n> secret1\n>\n> ```\nafter",
    "a list inside": "> [@amy](/d/7/2) wrote:\n> - secret1\n>   - secret1\n> - x\n\nafter",
    "twice the same": "> [@amy](/d/7/2) wrote:\n> secret1\n\nx\n\n> [@amy](/d/7/2) wrote:\n> secret2\n",
    "interrupting a paragraph": "Hello\n> [@amy](/d/7/2) wrote:\n> secret1\n***\nBye",
    "separators that end no line": "> [@amy](/d/7/2) wrote:\n> secret1\u2028\x0b\x85still\n\nBye\u2029\x0c",
    "a token typed by hand": "> [quote 1 withdrawn]\n\n> [@amy](/d/7/2) wrote:\n> secret1\n",
    "two tokens typed by hand": "> [quote 1 withdrawn]\n> [quote 1 withdrawn, 2]\n\n> [@amy](/d/7/2) wrote:\n> secret1\n",
    "in a footnote": "x[^1]\n\n[^1]: Note\n\n    > [@amy](/d/7/2) wrote:\n    > secret1\n\n> [@ben](/d/7/3) wrote:\n> secret2\n",
    "a definition inside": "> [@amy](/d/7/2) wrote:\n> [secret1]\n>\n> [secret1]: http://secret1.example\n\nBye",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_every_choice_of_quotes_is_veiled_and_comes_back_byte_for_byte(source: str) -> None:
    body = text.cook(source)
    slots = [quote.slot for quote in body.quotes]
    assert slots
    for size in range(len(slots) + 1):
        for veiled in itertools.combinations(slots, size):
            assert text.unveil(text.veil(body, set(veiled)), body) == source


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_no_word_of_a_veiled_quote_is_left(source: str) -> None:
    body = text.cook(source)
    for quote in body.quotes:
        veiled = text.veil(body, {quote.slot})
        assert quote.words.split()[0] not in veiled
        assert quote.words.split()[0] not in text.cook(veiled).template
    assert "secret" not in text.veil(body, {quote.slot for quote in body.quotes})


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_the_token_reads_as_plain_text_in_a_quote(source: str) -> None:
    body = text.cook(source)
    veiled = text.cook(text.veil(body, {quote.slot for quote in body.quotes}))
    assert veiled.quotes == ()
    assert "withdrawn" in veiled.words or "footnotes" in veiled.template
    assert "<blockquote>\n<p>[quote" in veiled.template


def test_a_veiled_quote_is_one_line_with_the_marks_of_what_holds_it() -> None:
    body = text.cook(SOURCES["nested"])
    assert text.veil(body, {2}) == ("> [@amy](/d/7/2) wrote:\n> secret1\n> > [quote 2 withdrawn]\n>\n> secret1\n\nBye")
    assert text.veil(body, {1, 2}) == "> [quote 1 withdrawn]\n\nBye"


def test_an_edit_around_the_token_keeps_the_quote() -> None:
    body = text.cook(SOURCES["one quote"])
    edited = "New start\r\n\r\n" + text.veil(body, {1}).replace("My answer", "My better answer").replace("\n", "\r\n")
    assert "> secret1 words\n> more\r\n\r\nMy better answer" in text.unveil(edited, body)


def test_a_token_that_is_gone_stays_gone_and_one_of_another_body_is_text() -> None:
    body = text.cook(SOURCES["one quote"])
    assert text.unveil("Hello", body) == "Hello"
    assert text.unveil("> [quote 9 withdrawn]\n", body) == "> [quote 9 withdrawn]\n"
    assert text.unveil("say > [quote 1 withdrawn]\n", body) == "say > [quote 1 withdrawn]\n"


def test_html_is_not_veiled() -> None:
    with pytest.raises(ValueError, match="only Markdown"):
        text.veil(text.cook("<p>x</p>", "html"), set())
