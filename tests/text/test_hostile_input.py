"""No writing, however hostile, becomes more than the allow-list; each input is tried as Markdown and as HTML."""

# ruff: noqa: E501

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import lxml.html
import pytest

from forum import text

SCHEMES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "java\x0bscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "javascript&#x3A;alert(1)", "&#106;&#97;vascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)",
    "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java&#xE000;script:alert(1)", "java\ue001script:alert(1)",
    "java\u200bscript:alert(1)", "javascript%3Aalert(1)", "javascript://example.com/%0aalert(1)", "vbscript:msgbox(1)",
    "VBScript&#58;x", "livescript:x", "mocha:x", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg/onload=alert(1)>",
    "DATA&colon;text/html,x", "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "file:///etc/passwd", "blob:x",
    "about:blank", "ms-settings:", "tel:1", "//example.com", "/\\example.com", "\\\\example.com", "///example.com",
    "/\t/example.com", "http:example.com", "https:/\\example.com", "http://", "x-javascript:alert(1)", "\u2028javascript:alert(1)",
    "ｊａｖａｓｃｒｉｐｔ:alert(1)", "jav\u0430script:alert(1)", "javascript\u003aalert(1)", "/d/7/2\" onclick=\"alert(1)", "?x", "#x", "x/y",
]  # fmt: skip

CARRIERS = {
    "markdown link": "[click]({})",
    "angle link": "[click](<{}>)",
    "titled link": '[click]({} "title")',
    "definition": "[click][k]\n\n[k]: {}",
    "autolink": "<{}>",
    "image": "![alt]({})",
    "image in a link": "[![alt]({})](/safe)",
    "html link": '<a href="{}">click</a>',
    "bare html link": "<a href={}>click</a>",
    "html image": "<img src='{}' alt=alt>",
    "html cite": '<blockquote cite="{}">words</blockquote>',
    "attribution": "> [@amy]({}) wrote:\n>\n> words",
}

PAYLOADS = [
    # script tags
    "<script>alert(1)</script>", "<SCRIPT SRC=http://example.com/x.js></SCRIPT>", "<script/src=//example.com>", "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<<script>alert(1)//<</script>", "<script>alert(1)", "</script><script>alert(1)</script>",
    "<script type=text/vbscript>x</script>", "<ſcript>alert(1)</ſcript>", "<script\x00>alert(1)</script>".replace("\x00", "\x0c"),
    "%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;script&#x3e;alert(1)", "&amp;lt;script&amp;gt;alert(1)", "＜script＞alert(1)＜/script＞", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    # event handlers
    "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)//", "<img/src=x/onerror=alert(1)>", "<img src=\"x\"onerror=\"alert(1)\">",
    "<img src=x oNeRrOr = alert(1)>", "<img src=x onerror\x0b=alert(1)>", "<img src=`x`onerror=alert(1)>", "<b onmouseover=alert(1)>hover</b>",
    "<p onclick='alert(1)'>p</p>", "<a href=/x onfocus=alert(1) autofocus tabindex=1>x</a>", "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>", "<audio src onloadstart=alert(1)>", "<body onload=alert(1)>", "<marquee onstart=alert(1)>x</marquee>",
    "<select onfocus=alert(1) autofocus>", "<textarea onfocus=alert(1) autofocus>", "<input onfocus=alert(1) autofocus>", "<keygen autofocus onfocus=alert(1)>",
    "<x onclick=alert(1)>x", "<a\tonclick=alert(1)\thref=/x>x</a>", "<b/onclick=alert(1)>x</b>", "<p title='' onclick='alert(1)'>x</p>", "<a =\" onclick=alert(1)\" href=/x>x</a>",
    # SVG and MathML
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><set attributeName=href to=javascript:alert(1)>", "<svg><use href='data:image/svg+xml,x#x'/></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a title=\"</style><img src=x onerror=alert(1)>\">", "<svg><title><b></title><script>alert(1)</script>", "<svg><desc><p><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>", "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    # mutation
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<noscript><style></noscript><img src=x onerror=alert(1)>", "<p><style></p><img src=x onerror=alert(1)></style>",
    "<table><td><svg><style></td><img src=x onerror=alert(1)>", "<template><style></template><img src=x onerror=alert(1)></style>", "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">", "<title><p title=\"</title><img src=x onerror=alert(1)>\">", "<iframe><p title=\"</iframe><img src=x onerror=alert(1)>\">",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">", "<noframes><p title=\"</noframes><img src=x onerror=alert(1)>\">", "<plaintext>x<b>y", "<listing>&lt;img onerror=alert(1)&gt;</listing>",
    "<b><table><i></b><td></i>x", "<a><table><a>x", "<table><blockquote cite='/d/7/2'>x<td>y</table>z", "<b><p></b></p><a></b>", "<ul><b><li></ul></b>x", "<p><table><p>x</table>y",
    # comments, declarations, processing instructions
    "<!-- x --><b>y</b>", "<!--><img src=x onerror=alert(1)>-->", "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<!-->x", "<!--", "<!", "<!DOCTYPE html><html>", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=1?><x>", "<?php echo 1 ?>", "<!ENTITY x 'y'>", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->", "<%= 1 %>", "--><img src=x onerror=alert(1)>", "]]><img src=x onerror=alert(1)>",
    # styles
    "<style>@import'http://example.com/x.css';</style>", "<style>*{background:url(javascript:alert(1))}</style>", "<p style='background:url(javascript:alert(1))'>x</p>", "<div style=width:expression(alert(1))>x</div>",
    "<p style=\"position:fixed;inset:0\">x</p>", "<link rel=stylesheet href=http://example.com/x.css>", "<b style='behavior:url(x.htc)'>x</b>", "<p class='quote-by' id='main'>x</p>", "<font color=red face=x>x</font>", "<p align=right dir=rtl lang=x>x</p>",
    # documents, forms, frames, plug-ins
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<meta charset=utf-7>+ADw-script+AD4-alert(1)", "<base href=//example.com/>", "<form action=//example.com><input name=password><button>Go</button></form>",
    "<isindex action=javascript:alert(1)>", "<button formaction=javascript:alert(1)>x</button>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "prose with an <iframe> in it", "<frameset onload=alert(1)>",
    "<object data=javascript:alert(1)></object>", "<object data=x.swf type=application/x-shockwave-flash>", "<embed src=javascript:alert(1)>", "<applet code=x>", "<portal src=x>", "<layer src=x>", "<bgsound src=javascript:alert(1)>", "<dialog open>x</dialog>",
    "<input type=image src=x>", "<isindex>", "<map name=x><area href=javascript:alert(1)></map>", "<picture><source srcset=x><img srcset='http://example.com/x 2x'></picture>", "<slot name=x>", "<html><head><body>x", "<x-custom>y</x-custom>",
    # broken tags and attributes
    "<", "<a", "<a href", "<a href=", "<a href=\"", "<a href='x\">y</a>", "<a href=/x", "< a href=/x>y</ a>", "</a>", "</blockquote></div></p>", "<a href=\"/x\" href=\"javascript:alert(1)\">y</a>", "<b><i></b></i>", "<p/><b/>x", "<a href=/x\x0c>y</a>",
    "<a title='>' href=/x>y</a>", "<a title=\"<b>\" href=/x>y</a>", "<b b b b b=b>x</b>", "<b '\">x</b>", "<a href=`/x`>y</a>", "<<b>>x<</b>>", "<b<i>x", "&", "&#;", "&#x;", "&#xFFFFFFFF;", "&#0;", "&#xD800;", "&unknown;", "&lt", "&ampamp;", "&#128;",
    # Markdown of its own
    "[a](javascript:alert(1)", "[a](<javascript:alert(1)>)", "[a]( javascript:alert(1) )", "[a]\n\n[a]: javascript:alert(1)", "[a]\n\n[a]: <javascript:alert(1)> 'x'", "![a\" onerror=\"alert(1)](/x)", "![<script>](http://example.com/x)", "[<b onclick=alert(1)>](/x)",
    "`<script>alert(1)</script>`", "```html\"onclick=alert(1)\n<script>alert(1)</script>\n```", "~~~ <script>\nx\n~~~", "    <script>alert(1)</script>", "[[[[[a](/b)](/c)](/d)]]]", "[a](/b \"onclick=alert(1)\")", "[a](/b '\"><script>alert(1)</script>')", "<http://example.com/\"onclick=alert(1)>",
    "http://example.com/\"onclick=\"alert(1)", "http://example.com/<script>", "http://example.com/'onclick='x", "a@b.co\"onclick=alert(1)", "<a@b.co>", "mailto:a@b.co?body=<script>", "[x](mailto:a@b.co?subject=\"x)", "|<script>|\n|-|\n|<img onerror=x>|", "| a |\n|:-:\" onclick=x|", "# <script>alert(1)</script>",
    "[^1]\n\n[^1]: <script>alert(1)</script>", "[^<b>]\n\n[^<b>]: x", "- [ ] <input onfocus=alert(1)>", "- [x](javascript:alert(1)) y", "> <script>alert(1)</script>", "\\<script>alert(1)\\</script>", "**<b onclick=alert(1)>**", "*a*{onclick=alert(1)}", "[a]{#main .quote}", "{{ 7*7 }} {% x %} ${x}", "$(x) `$(x)`",
    # forged marks and slots
    "<blockquote>\ue0001\ue001x\ue002</blockquote>", "\ue0001\ue001", "\ue002</blockquote>", "&#xE000;1&#xE001;x&#xE002;", "&#57344;1&#57345;", "`\ue0001\ue001`", "> \ue0001\ue001 x", "<blockquote cite=\"/d/7/2#1\">x</blockquote>", "<blockquote cite='/d/7/2'>\ue002</blockquote>", "<blockquote class=quote cite=/d/7/2>&#xe002;</blockquote>",
    "&amp;#xE000;1&amp;#xE001;", "[\ue000](/x\ue001)", "[a](/x&#xE000;)", "<sup class=footnote>1</sup>", "<section class=footnotes>x</section>", "<td class=align-left>x",
    # Unicode
    "\u202etxt.exe\u202c", "\u2066x\u2069", "\ufeff<script>alert(1)</script>", "<\u200bscript>alert(1)</script>", "\u0130\u0131 <İmg src=x>", "\U000e0061\U000e0062", "a\u0301\u0489" * 20, "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\x7f\x80\x9f", "\x0c\x0b\x1c\x1d\x85", "\u2028<script>\u2029", "﷽" * 10, "＜img src=x＞", "\ufffe\uffff",
]  # fmt: skip

CORPUS = PAYLOADS + [carrier.format(scheme) for scheme, carrier in product(SCHEMES, CARRIERS.values())]


def cooked(source: str, source_format: str) -> text.Body | None:
    try:
        return text.cook(source, source_format)
    except text.Refused:
        return None


def fillings(body: text.Body) -> list[str]:
    shown = {
        quote.slot: text.Attributed('A"<b>', f"/d/{quote.discussion_id}/{quote.number}", "<i>") for quote in body.quotes
    }
    return [text.fill(body.template, shown), text.fill(body.template, {}), text.mask(body.template)]


def test_the_corpus_is_large_enough() -> None:
    assert len(set(PAYLOADS)) >= 200
    assert len(set(CORPUS)) >= 500


@pytest.mark.parametrize("source_format", ["markdown", "html"])
def test_no_hostile_input_leaves_the_allow_list(source_format: str, faults: Callable[[str], list[str]]) -> None:
    bad = [
        (source, found)
        for source in CORPUS
        if (body := cooked(source, source_format))
        for html in fillings(body)
        if (found := faults(html))
    ]
    assert bad == []


@pytest.mark.parametrize("source_format", ["markdown", "html"])
def test_a_second_parser_finds_only_tags_and_attributes_of_ours(source_format: str) -> None:
    for source in CORPUS:
        body = cooked(source, source_format)
        for html in fillings(body) if body else []:
            for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
                assert element.tag not in ("script", "style", "img", "svg", "math", "iframe", "object", "form"), source
                assert set(element.attrib) <= {"href", "rel", "class", "cite", "start", "tabindex", "dir"}, source


@pytest.mark.parametrize("source_format", ["markdown", "html"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_swallows_what_comes_after_it(payload: str, source_format: str, visible: Callable[[str], str]) -> None:
    body = cooked(f"before\n\n{payload}\n\nafterwards", source_format)
    assert body is None or ("before" in visible(body.template) and "afterwards" in visible(body.template))


@pytest.mark.parametrize("source_format", ["markdown", "html"])
def test_cooking_the_corpus_never_makes_a_quote_out_of_a_forgery(source_format: str) -> None:
    for source in CORPUS:
        body = cooked(source, source_format)
        slots = len(re.findall("\ue000", body.template)) if body else 0
        assert slots == len(body.quotes if body else ())
        assert slots == 0 or "cite" in source, source


def test_a_refused_tag_in_prose_shows_as_text() -> None:
    body = text.cook("Use an <iframe> for *that*, then go on.")
    assert body.template == "<p>Use an &lt;iframe&gt; for <em>that</em>, then go on.</p>\n"
    assert body.words == "Use an <iframe> for that, then go on."


def test_a_remote_image_becomes_a_link_with_its_description() -> None:
    link = '<a rel="nofollow ugc noopener" href="http://example.com/a.png">'
    assert text.cook("![A cat](http://example.com/a.png)").template == f"<p>{link}A cat</a></p>\n"
    assert text.cook("![](http://example.com/a.png)").words == "http://example.com/a.png"
    assert text.cook("[![A cat](http://example.com/a.png)](/x)").template == '<p><a href="/x">A cat</a></p>\n'
    assert text.cook("<img src=http://example.com/a.png alt='A cat'>", "html").template == f"{link}A cat</a>"


def test_a_picture_of_ours_is_shown_and_nothing_of_it_acts() -> None:
    own = "/files/" + "0a" * 16
    shown = f'<img loading="lazy" src="{own}" alt="A cat">'
    assert text.cook(f'![A *cat*]({own} "x")').template == f"<p>{shown}</p>\n"
    assert text.cook(f"<img onload=x style=x SRC='{own}' alt=' A\ncat '>", "html").template == shown
    sized = text.cook(f"<img src={own} alt='&quot;&lt;b&gt;' width=30 height=0>", "html").template
    assert sized == f'<img loading="lazy" src="{own}" alt="&quot; b" width="30">'
    for other in (
        f"{own}0",
        own.upper(),
        f"/{own}",
        f"//x{own}",
        f"http://example.com{own}",
        f"{own}?x",
        f"{own}/../x",
    ):
        assert "<img" not in text.cook(f"![A cat]({other})").template
        assert "<img" not in text.cook(f"<img src='{other}' alt=x>", "html").template


def test_links_out_are_marked_and_links_within_are_not() -> None:
    assert 'rel="nofollow ugc noopener" href="https://example.com/x"' in text.cook("https://example.com/x").template
    assert '<a href="/guidelines">' in text.cook("[the guidelines](/guidelines)").template
    assert '<a href="mailto:amy@example.com">' in text.cook("amy@example.com").template


def test_members_bring_no_class_id_or_style() -> None:
    body = text.cook('<p class="quote" id="main" style="color:red">x</p>', "html")
    assert body.template == "<p>x</p>"
    assert text.cook("```python\nx\n```").template == '<pre tabindex="0"><code>x\n</code></pre>\n'


@pytest.mark.parametrize("source_format", ["markdown", "html"])
def test_no_character_is_left_that_a_feed_cannot_hold(source_format: str) -> None:
    controls = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF]))
    body = text.cook(
        f"a{controls}b [c{controls}](/d{controls}) &#1;&#x8;&#xFFFF; <i title='{controls}'>x</i>", source_format
    )
    assert not set(controls) & set(text.fill(body.template, {}) + body.words)


def test_many_threads_cook_the_same_as_one() -> None:
    sources = [f"> [a](/d/1/{n}) wrote:\n> *words* {n}\n\nhttps://example.com/{n} and a@b.co" for n in range(1, 60)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(text.cook, sources)) == [text.cook(source) for source in sources]
