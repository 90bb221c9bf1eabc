"""What holds for any writing at all."""

# ruff: noqa: E501

import re
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum import text
from forum.text.imported import well_formed
from forum.text.sanitise import sanitise

SECRET = "zq7"
MARKDOWN = [
    "a", "b ", " ", "  ", "    ", "\n", "\n\n", "\r\n", "\t", "*", "**", "_", "`", "```", "~~", "~~~", "[", "]", "](", ")", "![", "(", "<", ">", "> ", "- ", "1. ", "# ", "|", "|-|\n",
    "---", "===", "\\", "&", "&amp;", "&#xE000;", "\ue000", "\ue001", "\ue002", "[^1]", "[^1]: ", "[k]", "[k]: ", "/x", "http://a.b/", "javascript:", "x@y.co", "<b>", "</b>", "<!--", "\u200b", "é", "😀",
    "- [ ] ", "  \n", "![a](http://b.c/d)", f"![a](/files/{'0' * 32})", "[a](/b)", "> [a](/d/1/2) wrote:\n", ">> [b](/d/1/3) wrote:\n", "> > [c](/d/2/4) wrote:\n> > ", "- > [d](/d/1/5) wrote:\n  > ", "\n\n> [e](/d/9/1) wrote:\n> ", " wrote:", "[quote 1 withdrawn]",
]  # fmt: skip
HTML = [
    "a", " ", "\n", "<", ">", "&", "&lt;", "&#xE000;", "\ue001", '"', "'", "=", "/", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href=/x>", "<a href='javascript:x'>", "</a>", "<ul>", "</ul>", "<ol start=3>", "<li>", "</li>",
    "<table>", "</table>", "<tr>", "<td>", "<th>", "</td>", "</tr>", "<tbody>", "<thead>", "<caption>", "<blockquote>", "<blockquote cite='/d/1/2'>", '<blockquote cite="/d/3/4">', "</blockquote>", "<pre>", "</pre>", "<code>", "</code>", "<h1>", "</h1>", "<h4>",
    "<br>", "<hr>", "<img src='http://a/b' alt='c'>", f"<img src=/files/{'0' * 32} alt='c' width=3 height=4>", "<img src=x onerror=y>", "<script>", "</script>", "<style>", "<svg>", "<math>", "<select>", "<form>", "<iframe src='//x'>", "<!--", "-->", "<!x>", "<dl>", "<dt>", "<dd>", "</dl>", "<div>", "</div>", "<q>", "<template>",
    "<section class=footnotes>", "<sup class=footnote>", "</sup>", "<textarea>", "<title>", "<plaintext>", "<x-y", " cite=/d/1/2", " onclick=x",
]  # fmt: skip

markdown = st.lists(st.sampled_from(MARKDOWN), max_size=40).map("".join) | st.text(max_size=60)
html = st.lists(st.sampled_from(HTML), max_size=40).map("".join) | st.text(max_size=60)

words = st.lists(
    st.sampled_from(["one", "two", "it's", "“four”", "five-six", "8.5", "naïve", "日本", "a_b", "x*y", "50%", "#1", "(round)", "[0,1)", "C++"]),
    min_size=1, max_size=8,
).map(" ".join)  # fmt: skip
inline = st.one_of(
    words,
    words.map("**{}**".format),
    words.map("*{}*".format),
    words.map("~~{}~~".format),
    st.just("`code [x] *y*`"),
    words.map(lambda label: f"[{label.replace('[0,1)', '')}](https://example.com/a?b=c&d)"),
    st.just("<https://example.com/x_y_z>"),
    st.just("https://example.com/a_b?c=1"),
    st.just("![A *cat*](http://example.com/cat.png)"),
    st.just("![](http://example.com/cat.png)"),
    st.just("[see][ref]"),
    st.just("note[^n]"),
    st.just("\\*not emphasis\\* &copy; 1 < 2"),
)
paragraph = st.lists(inline, min_size=1, max_size=6).map(" ".join)
lines = st.lists(inline, min_size=1, max_size=4).map("\n".join)


def prefixed(first: str, rest: str) -> Callable[[str], str]:
    return lambda block: first + block.replace("\n", f"\n{rest}")


def containers(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(blocks, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        several.map(prefixed("> ", "> ")),
        several.map(prefixed("> [@ben](/d/5/6) wrote:\n> \n> ", "> ")),
        several.map(prefixed("- ", "  ")),
        several.map(prefixed("3. ", "   ")),
        st.lists(paragraph, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    )


leaves = st.one_of(
    paragraph,
    lines,
    words.map("## {}".format),
    words.map("{}\n---".format),
    st.just("***"),
    st.just("```python\ndef f(x):\n\n    return x > 1  # [x]\n```"),
    st.just("    indented\n\n\tcode"),
    st.just("- [x] done\n- [ ] to do"),
    st.just("| a | b |\n|---|:-:|\n| 1 | ![p](/q) |\n| 2 | `x` |"),
    st.just("> [@cat](/d/7/8) wrote:\n> lazily\nquoted"),
    st.just("Line\\\nbroken  \ntwice"),
)
blocks = st.recursive(leaves, containers, max_leaves=6)
posts = st.lists(blocks, min_size=1, max_size=6).map(
    lambda all_blocks: "\n\n".join([*all_blocks, "[ref]: https://example.com/ref", "[^n]: A *note*\n"])
)


def cooked(source: str, source_format: str = "markdown") -> text.Body | None:
    try:
        return text.cook(source, source_format)
    except text.Refused:
        return None


def all_slots(body: text.Body) -> set[int]:
    return {quote.slot for quote in body.quotes}


def check(body: text.Body, faults: Callable[[str], list[str]]) -> None:
    shown = {q.slot: text.Attributed("Amy", f"/d/{q.discussion_id}/{q.number}") for q in body.quotes}
    for fates in (shown, {}, dict.fromkeys(shown, text.WITHDRAWN)):
        assert faults(text.fill(body.template, fates)) == []
    assert [quote.slot for quote in body.quotes] == list(range(1, len(body.quotes) + 1))
    assert all(quote.parent is None or quote.parent < quote.slot for quote in body.quotes)


@given(markdown)
@settings(max_examples=150, deadline=None)
def test_markdown_is_refused_or_within_the_allow_list(faults: Callable[[str], list[str]], source: str) -> None:
    if body := cooked(source):
        check(body, faults)


@given(html)
@settings(max_examples=150, deadline=None)
def test_html_is_refused_or_within_the_allow_list(faults: Callable[[str], list[str]], source: str) -> None:
    if body := cooked(source, "html"):
        check(body, faults)


@given(html)
@settings(max_examples=150, deadline=None)
@example("<table><blockquote cite='/d/1/2'>x<td>y</table>")
@example("<pre>\n\nx</pre>")
def test_the_sanitisers_move_nothing_in_well_formed_html(source: str) -> None:
    if "\x00" in source:
        return
    shape = re.compile(r"</?[a-z0-9]+")
    written = well_formed(source)
    assert shape.findall(sanitise(written)) == shape.findall(written)
    assert sanitise(sanitise(written)) == sanitise(written)


@given(markdown, st.data())
@settings(max_examples=150, deadline=None)
def test_veiling_comes_back_byte_for_byte(source: str, data: st.DataObject) -> None:
    body = cooked(source)
    if body:
        slots = data.draw(st.sets(st.sampled_from(sorted(all_slots(body))))) if body.quotes else set()
        assert text.unveil(text.veil(body, slots), body) == source


@given(st.lists(st.sampled_from([*MARKDOWN, SECRET]), max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
@example(f"> [a](/d/1/2) wrote:\n> [k]\n>\n> [k]: http://{SECRET}\n\n[k] ![x][k]")
@example(f"> [a](/d/1/2) wrote:\n> x[^1]\n>\n> [^1]: {SECRET}\n\n[^1]")
def test_what_stands_in_the_lines_of_a_quote_is_seen_nowhere_else(source: str) -> None:
    body = cooked(source)
    if body is None:
        return
    veiled = text.veil(body, all_slots(body))
    if SECRET not in veiled:
        assert SECRET not in text.mask(body.template)
        assert SECRET not in body.words
        again = cooked(veiled)
        assert again is None or SECRET not in again.template


@given(st.lists(st.sampled_from([*HTML, SECRET]), max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_imported_quotes_stay_quotes_in_markdown(source: str) -> None:
    body = cooked(source, "html")
    if body is None or SECRET in text.mask(body.template):
        return
    edited = cooked(text.to_markdown(source, {}))
    assert edited is None or SECRET not in text.mask(edited.template)


@given(posts)
@settings(max_examples=100, deadline=None)
def test_a_quotation_is_one_quote_with_the_words_of_its_source(source: str) -> None:
    body = text.cook(source)
    quotation = text.quotation(source, name="@amy", address="/d/7/2")
    again = text.cook(quotation)
    assert [(quote.discussion_id, quote.number) for quote in again.quotes] == [(7, 2)]
    assert again.words == ""
    assert text.same_words(again.quotes[0].words, body.words)
    assert len(quotation) < 4_000


@given(markdown)
@settings(max_examples=100, deadline=None)
def test_anything_that_cooks_can_be_quoted(source: str) -> None:
    body = cooked(source)
    if body:
        again = text.cook(text.quotation(source, name="@amy", address="/d/7/2"))
        assert len(again.quotes) == 1
        assert text.same_words(again.quotes[0].words, body.words)


@given(posts.map(lambda source: source.replace("[^n]", "")))
@settings(max_examples=60, deadline=None)
def test_a_quote_shown_alone_shows_the_words_it_is_said_to_have(source: str) -> None:
    body = text.cook(source)
    for quote in body.quotes:
        others = all_slots(body) - {quote.slot}
        if quote.parent is None:
            shown = text.fill(body.template, dict.fromkeys(others, text.WITHDRAWN))
            words = text.cook(shown, "html").words.replace("Quote withdrawn", "")
            assert text.same_words(quote.words, words)
        assert 0 <= quote.lines[0] < quote.lines[1] <= source.count("\n") + 1


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_a_clean_line_is_clean(value: str) -> None:
    line = text.clean_line(value)
    assert text.clean_line(line) == line
    assert line == " ".join(line.split())
    assert 0 <= text.visible_length(value) <= len(line)


ADDRESS = [
    "http://",
    "https://",
    "mailto:",
    "/",
    "//",
    "\\",
    "a",
    "b.c",
    "@",
    ":",
    "[::1]",
    "xn--",
    "é",
    "日",
    "%",
    "%41",
    "%zz",
    "?",
    "#",
    "&amp;",
    ";",
    "'",
    "<",
    ">",
    "`",
    "|",
    "^",
    "{",
    "\u202e",
    "\ud7ff",
    "\U0010ffff",
    "..",
    "0x7f",
    "\t",
    " ",
]


@given(st.lists(st.sampled_from(ADDRESS), max_size=12).map("".join) | st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_address_is_taken_or_left_out(faults: Callable[[str], list[str]], address: str) -> None:
    quoted = address.replace('"', "&quot;")
    for source, source_format in [
        (f'<a href="{quoted}">x</a><img src="{quoted}">', "html"),
        (f"[x](<{address}>) ![]({address}) {address}", "markdown"),
    ]:
        if body := cooked(source, source_format):
            assert faults(text.fill(body.template, {})) == []
