"""A whole post as a quotation, and the comparison of quoted words with their source."""

# ruff: noqa: E501

import pytest

from forum import text


def quoted(source: str) -> str:
    return text.quotation(source, name="@amy", address="/d/7/2")


def test_a_post_is_quoted_with_its_attribution() -> None:
    assert quoted("Hello *there*\n\n- one\n- two\n") == (
        "> [@amy](/d/7/2) wrote:\n>\n> Hello *there*\n>\n> - one\n> - two\n\n"
    )


def test_quotes_with_attribution_and_footnotes_are_left_out() -> None:
    source = "> [@ben](/d/7/1) wrote:\n>\n> His words\n> > [@cat](/d/7/3) wrote:\n> > Hers\n\nMine[^1]\n\n> plain\n\n[^1]: Note\n"
    assert quoted(source) == "> [@amy](/d/7/2) wrote:\n>\n> Mine\n>\n> > plain\n\n"


def test_quotes_nested_in_lists_and_ordinary_quotes_are_left_out() -> None:
    source = "- mine\n- > [@ben](/d/7/1) wrote:\n  > his\n\n> ordinary\n> > [@cat](/d/7/3) wrote:\n> > hers\n"
    quotation = quoted(source)
    assert "his" not in quotation
    assert "hers" not in quotation
    assert "> - mine\n" in quotation
    assert "> > ordinary\n" in quotation


def test_images_are_replaced_by_their_description() -> None:
    assert "> See A *cat* here\n" in quoted("See ![A \\*cat\\*](http://example.com/a.png) here").replace("\\*", "*")
    assert "example.com/a.png" in quoted("![](http://example.com/a.png)")
    assert "> | a | A cat |\n" in quoted("| x | y |\n|---|---|\n| a | ![A cat](http://example.com/a.png) |")
    assert "`![A](/b)`" in quoted("`![A](/b)` and ![A](/b)")


def test_a_long_post_is_cut_at_a_paragraph() -> None:
    source = "\n\n".join(f"Paragraph {n} " + "words " * 50 for n in range(9)) + "\n\n[k]: /guidelines\n"
    quotation = quoted("See [k]\n\n" + source)
    assert "Paragraph 2" in quotation
    assert "Paragraph 8" not in quotation
    assert quotation.endswith("> […]\n>\n> [k]: /guidelines\n\n")
    assert len(quotation) < 1_500


def test_one_paragraph_without_an_end_is_cut_at_a_word() -> None:
    quotation = quoted("word *and* `code` " * 400)
    assert quotation.endswith(" […]\n\n")
    assert len(quotation) < 1_300
    assert text.cook(quotation).quotes[0].words.endswith("[…]")


def test_what_is_already_deep_is_quoted_as_plain_words() -> None:
    assert quoted("> " * 20 + "deep *words*").startswith("> [@amy](/d/7/2) wrote:\n>\n> ")
    assert len(text.cook(quoted("> " * 20 + "deep *words*")).quotes) == 1


def test_a_post_of_quotes_alone_gives_an_attribution_and_nothing_to_compare() -> None:
    quotation = quoted("> [@ben](/d/7/1) wrote:\n> x")
    assert quotation == "> [@amy](/d/7/2) wrote:\n>\n> […]\n\n"


@pytest.mark.parametrize(
    "name", ["@amy", "A [b] `c` *d*", "a]b(c)\\", "<b>", "a\n> b", "!", "&amp;", "http://x.example"]
)
def test_any_name_makes_an_attribution(name: str) -> None:
    quotation = text.quotation("Words", name=name, address="/d/7/2")
    assert [(quote.discussion_id, quote.number) for quote in text.cook(quotation).quotes] == [(7, 2)]
    assert quotation.count("\n") == 4


def test_two_quotations_stand_one_after_the_other() -> None:
    both = quoted("One") + text.quotation("Two", name="@ben", address="/d/7/3") + "Mine"
    assert [quote.words for quote in text.cook(both).quotes] == ["One", "Two"]
    assert text.cook(both).words == "Mine"


@pytest.mark.parametrize(
    "words",
    [
        "the quick brown fox",
        "the quick\n  brown\tfox",
        "**the** *quick* `brown` fox",
        "the […] fox",
        "the [...] brown [ … ] fox",
        "“quoted” it’s – yes…",
        '"quoted" it\'s - yes...',
        "[quick](/x) brown",
        "- the quick\n- brown fox",
        "> the quick\n> brown fox",
        "",
    ],
)
def test_words_that_stand_in_the_source_are_found(words: str) -> None:
    assert text.same_words(words, "See the quick brown fox “quoted” it's — yes… jumps")


@pytest.mark.parametrize(
    "words",
    [
        "the slow brown fox",
        "the brown fox",
        "fox [...] quick",
        "the quick brown fox jumps",
        "Quick",
        "the quick. brown fox",
    ],
)
def test_words_that_were_changed_left_out_or_reordered_are_not(words: str) -> None:
    assert not text.same_words(words, "See the quick brown fox")


def test_an_excerpt_is_plain_words_without_quotes() -> None:
    body = text.cook("> [a](/d/7/2) wrote:\n> his\n\nMine & *yours*[^1]\n\n> plain\n\n- one\n- <b>\n\n[^1]: Note")
    html = text.fill(body.template, {1: text.Attributed("Amy", "/d/7/2")})
    assert text.excerpt(html) == "Mine & yours one <b>"


def test_an_excerpt_is_cut_at_a_word_within_its_limit() -> None:
    assert text.excerpt("<p>one two three, four</p>", 16) == "one two three…"
    assert text.excerpt("<p>one two</p>", 7) == "one two"
    assert text.excerpt("<p>" + "a" * 300 + "</p>", 10) == "a" * 9 + "…"
    assert all(len(text.excerpt("<p>" + "word " * 90 + "</p>", limit)) <= limit for limit in range(2, 200))
