"""Attributed quotes become slots, and `fill` decides what is seen of them."""

import pytest

from forum import text

NESTED = """Before

> [@amy](/d/7/2) wrote:
>
> outer words
>
> > [Ben](/d/8-slug/3) wrote:
> > inner words
>
> outer tail

After
"""
AMY = text.Attributed("Amy", "/d/7/2")
BEN = text.Attributed("Ben", "/d/8/3", "edited since")


def slots(source: str, source_format: str = "markdown") -> list[tuple[int, int | None, int, int]]:
    quotes = text.cook(source, source_format).quotes
    return [(quote.slot, quote.parent, quote.discussion_id, quote.number) for quote in quotes]


def test_quotes_are_numbered_in_the_order_in_which_they_open_and_know_what_holds_them() -> None:
    body = text.cook(NESTED)
    outer, inner = body.quotes
    assert outer == text.QuoteSlot(1, None, 7, 2, "outer words outer tail", (2, 10))
    assert inner == text.QuoteSlot(2, 1, 8, 3, "inner words", (6, 8))
    assert body.words == "Before After"


def test_the_attribution_line_comes_from_the_fate_alone() -> None:
    body = text.cook("> [**Some**body else](/d/7/2) wrote:\n> Words")
    assert "Some" not in body.template
    assert text.fill(body.template, {1: AMY}) == (
        '<blockquote class="quote" dir="auto" cite="/d/7/2">'
        '<p class="quote-by" dir="auto"><a href="/d/7/2">Amy wrote</a></p>\n'
        "<p>Words</p>\n</blockquote>\n"
    )
    assert text.fill(body.template, {}) == "<blockquote>\n<p>Words</p>\n</blockquote>\n"
    assert text.fill(body.template, {1: text.UNATTRIBUTED}) == text.fill(body.template, {})
    assert text.fill(body.template, {1: text.WITHDRAWN}) == (
        '<blockquote class="quote quote-withdrawn"><p>Quote withdrawn</p></blockquote>\n'
    )


def test_name_address_and_note_are_escaped() -> None:
    body = text.cook("> [@amy](/d/7/2) wrote:\n> Words")
    html = text.fill(body.template, {1: text.Attributed('<b>"%s', '/d/7/2"x', "<i>")})
    assert '<a href="/d/7/2&quot;x">&lt;b&gt;&quot;%s wrote</a> <span class="quote-note">&lt;i&gt;</span>' in html


def test_without_an_address_the_name_stands_alone() -> None:
    body = text.cook("> [@amy](/d/7/2) wrote:\n> Words")
    html = text.fill(body.template, {1: text.Attributed("Amy", "")})
    assert html.startswith('<blockquote class="quote" dir="auto"><p class="quote-by" dir="auto">Amy wrote</p>')


def test_an_inner_quote_is_withdrawn_while_the_outer_is_shown() -> None:
    html = text.fill(text.cook(NESTED).template, {1: AMY, 2: text.WITHDRAWN})
    assert "inner words" not in html
    assert html.index("Amy wrote") < html.index("outer words") < html.index("Quote withdrawn")
    assert html.index("Quote withdrawn") < html.index("outer tail") < html.index("After")


def test_a_withdrawn_outer_quote_takes_the_inner_one_along() -> None:
    html = text.fill(text.cook(NESTED).template, {1: text.WITHDRAWN, 2: BEN})
    assert html.count("blockquote") == 2
    assert "outer" not in html
    assert "inner" not in html
    assert "Ben" not in html
    assert "<p>After</p>" in html


def test_both_quotes_are_shown_where_both_may_be() -> None:
    html = text.fill(text.cook(NESTED).template, {1: AMY, 2: BEN})
    assert html.index("Amy wrote") < html.index("Ben wrote") < html.index("edited since") < html.index("inner words")


def test_mask_shows_no_quote_and_leaves_everything_else() -> None:
    body = text.cook(NESTED + "\n> an ordinary quote\n")
    assert text.mask(body.template) == text.fill(body.template, {1: text.WITHDRAWN, 2: text.WITHDRAWN})
    assert "an ordinary quote" in text.mask(body.template)


@pytest.mark.parametrize(
    "source",
    [
        "> [@amy](/d/7/2) wrote: ",
        ">[@amy](/d/7/2) wrote:\n>x",
        "> [](/d/7/2) wrote:\n> x",
        "> [a \\] b](/d/7-a-slug/2) wrote:\n> x",
        "> [*a*](/d/7-/2) wrote:  \n> x",
        ">\n> [a](/d/7/2) wrote:\n> x",
        "- > [a](/d/7/2) wrote:\n  > x",
        "> [a](/d/7/2) wrote:\r\n> x\r\nlazy",
        "\t\n   > [a](/d/7/2) wrote:\n\tx",
        "> > [a](/d/7/2) wrote:\n> > x",
    ],
)
def test_a_blockquote_that_begins_with_an_attribution_is_a_quote(source: str) -> None:
    assert slots(source) == [(1, None, 7, 2)]


@pytest.mark.parametrize(
    "source",
    [
        "[a](/d/7/2) wrote:",
        "> x\n> [a](/d/7/2) wrote:",
        "> [a](/d/7/2) wrote: x",
        "> x [a](/d/7/2) wrote:",
        "> [a](/d/7/2) Wrote:",
        "> [a](/d/7/2) wrote",
        "> [a](/d/7/2)",
        "> [a](/d/7/2 'title') wrote:",
        "> [a](</d/7/2>) wrote:",
        "> [a](/d/7/2?x) wrote:",
        "> [a](/d/7/2#x) wrote:",
        "> [a](/d/7/2/edit) wrote:",
        "> [a](/d/7) wrote:",
        "> [a](/d/0/2) wrote:",
        "> [a](/d/-7/2) wrote:",
        "> [a](/d/007/2) wrote:",
        "> [a](/d/٧/2) wrote:",
        "> [a](/d/9223372036854775808/2) wrote:",
        "> [a](/d/7/99999999999999999999999999) wrote:",
        "> [a](https://example.com/d/7/2) wrote:",
        "> [a](//example.com/d/7/2) wrote:",
        "> [a][k] wrote:\n\n[k]: /d/7/2",
        "> [a](/x) [b](/d/7/2) wrote:",
        "> `[a](/d/7/2) wrote:`",
        "> ```\n> [a](/d/7/2) wrote:\n> ```",
        ">     [a](/d/7/2) wrote:",
        "```\n> [a](/d/7/2) wrote:\n> x\n```",
        "    > [a](/d/7/2) wrote:",
        "\\> [a](/d/7/2) wrote:",
        "> \\[a](/d/7/2) wrote:",
        "> # [a](/d/7/2) wrote:",
        "> - [a](/d/7/2) wrote:",
        "> **[a](/d/7/2) wrote:**",
        "> ![a](/d/7/2) wrote:",
        "> [a](/d/7/2) wrote&#58;",
        "> [a\n> b](/d/7/2) wrote:",
    ],
)
def test_anything_else_is_an_ordinary_blockquote_or_code(source: str) -> None:
    assert slots(source) == []


def test_the_largest_numbers_of_a_database_are_taken() -> None:
    assert slots(f"> [a](/d/{2**63 - 1}/{2**63 - 1}) wrote:\n> x") == [(1, None, 2**63 - 1, 2**63 - 1)]


def test_an_html_blockquote_with_the_cite_of_a_post_is_a_quote() -> None:
    source = (
        '<blockquote cite="/d/7/2">outer<blockquote cite=/d/8-slug/3>inner</blockquote></blockquote>'
        "<blockquote cite='https://example.com/d/7/2'>other</blockquote><blockquote>plain</blockquote>"
    )
    body = text.cook(source, "html")
    assert [(quote.slot, quote.parent, quote.words, quote.lines) for quote in body.quotes] == [
        (1, None, "outer", (0, 0)),
        (2, 1, "inner", (0, 0)),
    ]
    assert body.words == "other plain"
    assert text.mask(body.template).count("Quote withdrawn") == 1


def test_cite_elements_stay_as_text() -> None:
    assert text.cook("<p><cite>A book</cite></p>", "html").template == "<p><cite>A book</cite></p>"


def test_no_words_leave_a_quote_through_broken_tables_and_tags() -> None:
    holes = [
        "</p>",
        "</b>",
        "</td>",
        "</table>",
        "<td>",
        "<tr><td>",
        "<table><tr><td>",
        "<li>",
        "</ul>",
        "</div>",
        "<h1>",
        "</a>",
    ]
    for hole in holes:
        for around in (
            "{}",
            "<table>{}",
            "<table><tr><td>{}</table>",
            "<ul><li>{}",
            "<b>{}</b>",
            "<p>{}",
            "<a href=/x>{}",
        ):
            quote = f'<blockquote cite="/d/7/2">one{hole}secret</blockquote>'
            body = text.cook(around.format(quote), "html")
            assert len(body.quotes) == 1
            assert "secret" in body.quotes[0].words, (hole, around)
            assert "secret" not in text.mask(body.template), (hole, around)


def test_a_footnote_defined_in_a_quote_does_not_carry_its_words_out() -> None:
    body = text.cook("> [a](/d/7/2) wrote:\n> x[^1]\n>\n> [^1]: secret\n\ny[^1]")
    assert "secret" not in text.mask(body.template)
    assert "secret" in body.quotes[0].words


def test_a_link_outside_a_quote_does_not_take_its_address_from_a_definition_inside() -> None:
    source = "> [a](/d/7/2) wrote:\n> see [k]\n>\n> [k]: http://secret.example\n\n[k] and ![pic][k] and ![][k]"
    body = text.cook(source)
    assert "secret" not in text.mask(body.template)
    assert 'href="http://secret.example"' in text.fill(body.template, {})
    assert body.words == "k and pic and"


def test_footnotes_are_read_but_not_compared() -> None:
    body = text.cook("One[^a] and two[^a].\n\n[^a]: A note\n")
    assert '<sup class="footnote">1</sup>' in body.template
    assert '<section class="footnotes"><ol>\n<li><p>A note</p>\n</li>\n</ol></section>' in body.template
    assert body.words == "One and two."


def test_task_lists_and_tables_are_plain_characters_and_classes() -> None:
    assert "<li>☑ done</li>\n<li>☐ to do</li>" in text.cook("- [x] done\n- [ ] to do").template
    assert '<td class="align-right">1</td>' in text.cook("|a|\n|-:|\n|1|").template


def test_headings_begin_below_those_of_the_page_and_skip_no_level() -> None:
    assert text.cook("# One\n\n###### Six").template == "<h3>One</h3>\n<h4>Six</h4>\n"
    alike = "".join(f"<h3>{word}</h3>\n" for word in ("One", "Two", "Three"))
    assert text.cook("## One\n\n## Two\n\n# Three").template == alike
    assert text.cook("#### Four\n\n# One").template == "<h3>Four</h3>\n<h3>One</h3>\n"
    assert text.cook("<h1>One</h1>", "html").template == "<h3>One</h3>"


def test_what_may_be_too_wide_can_be_scrolled_by_keyboard() -> None:
    table = text.cook("| a |\n| - |\n| 1 |").template
    assert table.startswith('<div class="table-scroll" tabindex="0"><table>')
    assert table.rstrip().endswith("</table></div>")


def test_what_is_nested_too_deep_is_shown_as_text() -> None:
    assert "deepest" in text.cook("> " * 20 + "deepest").words
    assert "deepest" in text.cook("".join("  " * n + "- a\n" for n in range(30)) + "  " * 30 + "- deepest").words


def test_preview_and_publication_are_the_same_function_of_the_same_text() -> None:
    assert text.cook(NESTED) == text.cook(NESTED)
    assert text.cook(NESTED).pipeline == text.PIPELINE
    assert text.cook(NESTED).source == NESTED
