"""What is too long or absurd is refused with a sentence; lines are cleaned of what the eye can't see."""

from collections.abc import Callable

import pytest

from forum import text


@pytest.mark.parametrize(
    "source",
    [
        "a" * 32_001,
        "a\x00b",
        "a\ud800b",
        "> " * 21 + "a",
        "a\n   " + ">" * 21,
        "[" * 101,
        "![" * 101,
        "a [b\n\n" * 201,
        "a\n" * 5_001,
        "*a* " * 8_000,
        "&" * 31_000,
        "> [a](/d/1/2) wrote:\n> b\n\n" * 101,
    ],
)
def test_absurd_markdown_is_refused_with_a_sentence(source: str) -> None:
    with pytest.raises(text.Refused, match=r"^[A-Z].*\.$"):
        text.cook(source)


@pytest.mark.parametrize(
    "source", ["", "a" * 32_000, "> " * 20 + "a", "[a] " * 2_000, "[0, 1) " * 90, "a [b\n\n" * 200, "a\n" * 5_000]
)
def test_what_is_only_long_is_taken(source: str) -> None:
    assert text.cook(source).source == source


def test_html_may_be_longer_and_is_refused_only_for_its_length_and_what_no_database_holds() -> None:
    assert len(text.cook("<p>" + "a" * 199_997, "html").words) == 199_997
    for source in ("a" * 200_001, "a\x00", "\udfff"):
        with pytest.raises(text.Refused):
            text.cook(source, "html")


@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "blockquote cite=/d/1/2", "b", "ul><li", "table><tr><td", "a", "x-y"]
)
def test_thousands_of_nested_tags_keep_their_words(tag: str, depth: Callable[[str], int]) -> None:
    source = (f"<{tag}>" * 7_000 + "deepest" + "</div></blockquote></b></ul></table></a>" * 100)[:200_000]
    body = text.cook(source, "html")
    assert "deepest" in " ".join([body.words, *(quote.words for quote in body.quotes)])
    assert depth(body.template) < 32


@pytest.mark.parametrize(
    "piece", [">", "> ", "*", "[", "![", "> a\n", "_*", "`", "~~a", "- ", "://", "|a", "<", "&#x41;"]
)
def test_thirty_two_thousand_characters_of_one_mark_are_cooked_or_refused(piece: str) -> None:
    try:
        body = text.cook((piece * 32_000)[:32_000])
    except text.Refused:
        return
    assert body.template


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Amy \t\n Sample ", "Amy Sample"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("A\u202emy\u202c \u2066x\u2069", "Amy x"),
        ("A\u200bm\u200cy\u200d\ufeff\u00ad\u2060", "Amy"),
        ("A\x00m\x1by\x7f", "Amy"),
        ("\u3164\u2800", ""),
        ("a\u00a0b\u2003c\u2028d", "a b c d"),
        ("\U0001f469\u200d\U0001f4bb writes", "\U0001f469\u200d\U0001f4bb writes"),
        ("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("a\u200d\U0001f4bb\u200d", "a\U0001f4bb"),
    ],
)
def test_a_line_is_cleaned(typed: str, line: str) -> None:
    assert text.clean_line(typed) == line
    assert text.clean_line(line) == line


def test_only_what_is_seen_counts() -> None:
    assert text.visible_length("ok") == 2
    assert text.visible_length(" \u200b\u3164\n") == 0
    assert text.visible_length("e\u0301\u0301\u0301") == 1
    assert text.visible_length("a b") == 3
