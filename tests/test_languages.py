"""Languages: who is spoken to in which, by which clock, and that no sentence goes past the translators."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from builders import Browser, House
from flask import Flask

import forum
from forum import addresses
from forum.accounts import operations as accounts
from forum.accounts.operations import Details

VOID = {"meta", "link", "input", "br", "img", "hr", "use", "line", "polyline"}
PEOPLE_S_OWN = {"bdi", "script", "style", "option", "code", "textarea", "title"}
"""Elements in which words stand that people wrote, or names of things."""
WRITTEN = re.compile(
    "@[a-z]+|Amy Adams|Ben Brown|Cat Cole|Dan Dale|Mo Moore|Ada Abel|A bus at last|It comes on time|Good|Buses|Test"
)
"""What people wrote, where it stands without an element of its own."""


class Words(HTMLParser):
    """The words of a page that ought to have gone through gettext."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = dict(attrs).get("class") or ""
        own = tag in PEOPLE_S_OWN or "prose" in classes.split() or dict(attrs).get("dir") == "auto"
        if tag not in VOID:
            self.open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(own for _tag, own in self.open) and re.search("[A-Za-z]{3}", data):
            self.words.append(" ".join(data.split()))


def unspoken(page: str) -> Iterator[str]:
    """Words outside the brackets of the pseudo-language; times and the made-up accents apart."""
    reader = Words()
    page = WRITTEN.sub("", page)
    reader.feed(re.sub(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]", "[]", page))
    yield from (word for word in reader.words if not re.fullmatch(r"[\d\s.,:#@·–-]*(?:\d+ \w+ \d{4})?[\d\s.,:]*", word))


def speaking(app: Flask, code: str, browser: Browser | None = None) -> Browser:
    browser = browser or Browser(app)
    browser.client.set_cookie("roomful-language", code)
    return browser


def test_a_visitor_is_spoken_to_as_the_browser_prefers_or_as_they_choose(app: Flask, visitor: Browser) -> None:
    assert 'lang="en-GB" dir="ltr"' in visitor.get("/").text
    welsh = visitor.get("/", **{"Accept-Language": "cy, en;q=0.5"})
    assert ('lang="cy"' in welsh.text, "Accept-Language" in welsh.headers["Vary"]) == (True, True)
    assert visitor.post(addresses.language(), language="ar-XB", next="/groups").headers["Location"] == "/groups"
    assert 'lang="ar-XB" dir="rtl"' in visitor.get("/groups").text
    assert visitor.post(addresses.language(), language="tlh").status_code == 422


def test_a_member_is_spoken_to_in_their_language_on_every_device(house: House) -> None:
    house.browser(house.ben).post(addresses.language(), language="cy")
    assert 'lang="cy"' in house.browser(house.ben).get("/").text
    assert 'lang="en-GB"' in house.browser(house.amy).get("/").text


def test_another_language_is_another_page_to_a_browser_that_has_it(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    browser = house.browser(None)
    tag = browser.get("/d/1").headers["ETag"]
    assert browser.get("/d/1", **{"If-None-Match": tag}).status_code == 304
    assert browser.get("/d/1", **{"If-None-Match": tag, "Accept-Language": "cy"}).status_code == 200


def test_times_are_told_by_the_member_s_clock(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    kathmandu = Details(organisation="", sector="unsaid", place="", links=[], time_zone="Asia/Kathmandu")
    house.do(accounts.change_profile, house.ben, kathmandu, None)
    assert "+0545" in house.page(house.ben, "/d/1")
    assert "UTC" in house.page(house.amy, "/d/1")


@pytest.mark.parametrize("code", ["en-XA", "ar-XB"])
def test_every_sentence_of_a_page_goes_through_gettext(house: House, code: str) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Good.", answering=1)
    paths = ["/", "/forum", "/groups", "/members", "/d/1", "/d/1/reply", "/groups/buses", "/groups/buses/members",
             "/groups/buses/settings", "/groups/new", "/members/ben", "/me/profile", "/me/sessions", "/language",
             "/nowhere"]  # fmt: skip
    browser = speaking(house.app, code, house.browser(house.amy))
    found = {path: list(unspoken(browser.get(path).text)) for path in paths}
    visitor = speaking(house.app, code)
    found |= {path: list(unspoken(visitor.get(path).text)) for path in ("/", "/join", "/sign-in", "/password", "/d/1")}
    left = [f"{path}: {word}" for path, words in found.items() for word in words]
    assert "\n".join(left) == ""


PUT_IN = re.compile(r"%\(\w+\)s|%%|<[^>]+>")
ROOT = Path(forum.__file__).parent


def test_welsh_says_nearly_everything_and_keeps_what_is_put_in() -> None:
    with (ROOT / "translations" / "cy" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="cy")
    with (ROOT / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
    found = {one[2] for one in extract_from_dir(str(ROOT), methods, options, keywords)}
    said = {message.id for message in catalogue if message.id and all(spoken(message))}
    assert len(found & said) > 0.9 * len(found)
    for message in (message for message in catalogue if message.id in said):
        wanted = sorted(PUT_IN.findall(message.id if isinstance(message.id, str) else message.id[1]))
        assert all(sorted(PUT_IN.findall(string)) == wanted for string in spoken(message)), message.id


def spoken(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_a_page_is_told_in_welsh(visitor: Browser) -> None:
    page = visitor.get("/", **{"Accept-Language": "cy"}).text
    assert "Siaradwch yma, yna cwrdd yn yr ystafell" in page
