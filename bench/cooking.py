"""How long the worst texts take to cook: run it as `python -m bench.cooking`.

Each family is built to 32,000 characters (HTML: 200,000). "refused" texts cost what it takes to refuse them.
The worst accepted Markdown is to cook in under 250 ms.
"""

# ruff: noqa: E501

import sys
import time
from collections.abc import Callable

from forum import text
from forum.text.limits import BODY_LIMIT, HTML_LIMIT

RICH = """A paragraph with *emphasis*, **strength**, `code` and a [link](https://example.com/a).

> [@amy](/d/7/2) wrote:
>
> Some words, https://example.com/b and more.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

"""


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def pair(left: str, right: str) -> Callable[[int], str]:
    def build(size: int) -> str:
        count = size // (len(left) + len(right))
        return left * count + right * count

    return build


def after(head: str, piece: str) -> Callable[[int], str]:
    return lambda size: head + repeated(piece)(size - len(head))


PIECES = [
    "a", "a ", "a\n", "a\n\n", "*", "*a", "*a*", "*a* ", "**a** ", "_a_ ", "***a", "~~a~~", "~~a", "*_", "*a _b ", "`", "`a", "`a` ",
    "``a` ", "[", "[]", "[a", "[a]", "[a](", "[a](b)", "[a](/b) ", "[a](<", "[a]: /b\n", "[a]\n", "![", "![]", "![a](/b)", "![a](http://b)", "[![a](/b)](/c) ",
    "<", "<a", "<a>", "<a@b.c>", "<http://a>", "http://a.b ", "http://", "a@b.co ", "a@", "mailto:", "://", "www.", "&", "&amp;", "&#x41;",
    "&#xE000;", "\\", "\\*", ">", "> ", ">a\n", "> a\n\n", ">>>>>>>>>>>>>>>>>>>> a\n", "- ", "- a\n", "- a\n\n", "-\n", "1. a\n", "+ * - ", "* ", "  - a\n", "# a\n", "#", "a\n=\n",
    "a\n---\n", "---\n", "```\n", "```\na\n```\n", "~~~", "    a\n", "\t", "\ta\n", "|", "|a", "|a|b|\n|-|-|\n", "a|b\n-|-\n\n", "[^a]", "[^a]: b\n", "[^1]: a\n\n",
    "- [ ] a\n", "> [a](/d/1/2) wrote:\n> b\n\n", "> - ", "- > ", "\u00e9", "\U0001f600", "\u200b", "a\u0301", "\r", "\r\n", "\ue000", "<!--", "<![CDATA[", "<?", "</a ",
    "a**b", "a_b_", "\"a\" ", "--", "(a) ", "[a][b] ", "[a\n", "*[a](/b)* ", "**a\n", "  \n", "a  \n", "a\\\n", "!", "![a]", "[[a](/b)](/c)", "`\\`", "**", "__", "_*", "* _",
]  # fmt: skip

FAMILIES: dict[str, Callable[[int], str]] = {
    **{repr(piece): repeated(piece) for piece in PIECES},
    "rich": repeated(RICH),
    "20 quote marks, lazy lines": after("> " * 20, "a\n"),
    "20 quote marks tight, lazy lines": after(">" * 20, "\na"),
    "200 brackets, then text": after("[" * 200, "a "),
    "200 brackets, then parentheses": after("[" * 200, "("),
    "200 images, then text": after("![" * 200, "a "),
    "200 brackets, then stars": after("[" * 200, "*a "),
    "200 brackets spread": repeated("[" + "a" * 160),
    "200 brackets spread, starred": repeated("[" + "*a " * 54),
    "200 images spread": repeated("![" + "a " * 79),
    "200 brackets around links": lambda size: "[" * 190 + repeated("[a](/b)")(size - 400) + "]" * 190,
    "190 deep links": repeated("[" * 190 + "a" + "](/b)" * 190 + "\n\n"),
    "footnote and open references": after("[^x]: y\n\n", "[^" + "a" * 158),
    "footnote used often": after("[^x]: y\n\n", "[^x]"),
    "footnotes that refer": lambda size: "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(size // 17)) + "[^0]",
    "definition used often": after("[x]: /y\n\n", "[x] "),
    "definition missed often": after("[x]: /y\n\n", "[z] "),
    "many definitions": lambda size: "".join(f"[{n}]: /b\n" for n in range(size // 12)),
    "wide table": lambda size: "|" * (size // 3) + "\n" + "|-" * (size // 3),
    "wide short rows": lambda size: "a|" * 800 + "\n" + "-|" * 800 + "\n" + "a\n" * ((size - 3300) // 2),
    "square table": lambda size: "a|" * 90 + "\n" + "-|" * 90 + "\n" + ("a|" * 90 + "\n") * ((size - 400) // 181),
    "nested lists": lambda size: "".join(" " * (2 * n) + "- a\n" for n in range(170))[:size],
    "deep list items": lambda size: "".join("- " * n + "a\n" for n in range(1, 170))[:size],
    "lists in quotes": repeated("> - " * 8 + "a\n"),
    "quotes in lists": repeated("- > " * 8 + "a\n\n"),
    "lazy lists": after("- " * 8, "a\n"),
    "backticks of every length": lambda size: " ".join("`" * n for n in range(1, int((2 * size) ** 0.5) - 1)),
    "stars balanced": pair("*a", "a*"),
    "double stars balanced": pair("**a ", " b**"),
    "tildes balanced": pair("~~a", "b~~"),
    "brackets balanced": pair("[", "]"),
    "brackets balanced 190": repeated("[" * 190 + "]" * 190),
    "brackets balanced 190 with links": repeated("[" * 190 + "a" + "]" * 190 + "(/b)\n"),
    "images balanced 190": repeated("![" * 190 + "]" * 190),
    "parentheses balanced": lambda size: "[a](" + "(" * (size // 2 - 10) + ")" * (size // 2 - 10) + ")",
    "angle quotes": repeated('[a](/b "'),
    "slots nested": repeated("".join("> " * n + f"[a](/d/1/{n}) wrote:\n" + "> " * n + "b\n" for n in range(1, 15)) + "\n"),
    "addresses that are none": repeated("http:// "),
    "addresses and code": repeated("a@b.co `x` "),
    "addresses with stars": repeated("http://a/*b*_c_ "),
    "long line of words": repeated("word " * 40),
}  # fmt: skip

HTML_PIECES = [
    "a", "<", "<div>", "<p>", "<p>a", "<b>", "<b>a", "<a href=/b>", "<blockquote>", '<blockquote cite="/d/1/2">', "<table>", "<td>", "<tr><td>a", "<li>",
    "<ul><li>", "<script>", "<style>", "<!--", "<!", "<a ", '<a b="', "<a b='", '<a b="c>', "&#xE000;", "&", "&amp", "</p>", "</b>", "<br>", "<img src=http://a/b>",
    "<svg>", "<math>", "<select>", "<template>", "<b><i><u><p>", "<a href=http://b>c</a>", "<b x=1></p>", "<h1>", "<pre>", "<em>a</em> ", "</div><div>", "<font><b><p>", "<x-y ", "<a a a a ",
]  # fmt: skip


def measured(source: str, source_format: str) -> tuple[float, str]:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        try:
            text.cook(source, source_format)
            outcome = "cooked"
        except text.Refused:
            outcome = "refused"
        best = min(best, time.process_time() - start)
    return best * 1000, outcome


def report(title: str, families: dict[str, Callable[[int], str]], size: int, source_format: str, rows: int) -> float:
    results = [(*measured(build(size)[:size], source_format), name) for name, build in families.items()]
    print(f"\n{title}")
    for milliseconds, outcome, name in sorted(results, reverse=True)[:rows]:
        print(f"{milliseconds:9.1f} ms  {outcome:8} {name}")
    return max((milliseconds for milliseconds, outcome, _ in results if outcome == "cooked"), default=0.0)


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    worst = report("Markdown, 32,000 characters", FAMILIES, BODY_LIMIT, "markdown", rows)
    report("Markdown, 8,000 characters", FAMILIES, BODY_LIMIT // 4, "markdown", rows)
    report("HTML, 200,000 characters", {repr(p): repeated(p) for p in HTML_PIECES}, HTML_LIMIT, "html", rows)
    print(f"\nworst accepted Markdown: {worst:.0f} ms (to stay under 250)")
    return int(worst >= 250)


if __name__ == "__main__":
    raise SystemExit(main())
