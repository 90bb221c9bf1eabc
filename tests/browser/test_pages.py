"""Every page in the browser: nothing for axe to find, nothing out of sight, nothing that the policy refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from builders import House, picture
from matrix import TOKEN
from surroundings import settings_for
from test_visibility import invite_into, issue_links

from forum import create_app, database, pictures, text
from forum.accounts.operations import Details, change_profile
from forum.discussions.operations import change_photo, retag
from forum.groups import operations as groups
from forum.moderation import operations as moderation

pytestmark = pytest.mark.browser

PATHS = {
    "visitor": """
        / /forum /forum?sort=new /groups /groups/buses /groups/cabin /groups/buses/members
        /d/1 /d/1?page=2 /d/1?view=threaded /d/2 /d/1?replies_to=1 /d/1?by=ben /d/1?by=nobody /d/1/1/history /join
        /join/check-mail /sign-in /password /guidelines /nowhere /confirm/1.stale /styleguide
        /groups?q=nothing /groups/ferries /groups/quiet
        /members /members?q=nobody+here /members/ben /members/amy /members/cat
        /sign-in/link /sign-in/link/{sign_in} /confirm/{confirm} /password/{reset} /set-up/{set_up} /demo/{demo}
        /email/new/{new_address} /email/old/{old_address} /language /tags /tags/timetables
        /about /accessibility /privacy /terms /help/formatting /report /invitations/{link}
        /d/1/1/thanks /d/1/share /d/1/print
    """.split(),
    "organiser": """
        / /me /forum /forum?sort=unread /forum?sort=top&group=buses
        /groups /groups/new /groups/buses /groups/buses/members /groups/buses/leave /groups/buses/discussions/new
        /d/1 /d/1?page=2 /d/1/reply?to=2&quote=2 /d/1/1/edit /groups/empty /me/sessions
        /groups/ferries /groups/ferries/requests /groups/ferries/members /groups/ferries/settings
        /groups/ferries/settings/kind?kind=hidden /groups/cabin/settings/kind?kind=open /groups/cabin/members
        /d/1?view=threaded /d/1/splitting /d/1/moving /d/1/moving?to=cabin /d/1/merging /d/1/merging?into=2 /me/reading
        /d/1/closing /d/1/2/hiding /d/1/1/history /groups/buses/rulings /me/rulings
        /me/profile /me/name /me/photo /me/password /me/account /me/email /me/proof /members/amy
        /groups/quiet /groups/quiet/settings /groups/empty/leave /groups/ferries/requests?after=9 /d/1/tags
        /groups/buses/bans /groups/buses/members/dan/ban /groups/buses/invitations /groups/buses/reports
        /groups/buses/settings/picture /d/1/2/report /members/ben/report /groups/ferries/report /agreement
        /d/1/2/bookmark /me/bookmarks /me/following /d/1/2/share
    """.split(),
    "member": """
        /d/1 /d/2 /groups/buses /groups/buses/leave /me/rulings /me/invitations /me/photo
        /d/1/37/history /me/drafts /me/drafts/1 /me/account/closing
    """.split(),
    "asking": "/groups/ferries /groups/ferries/request /members?sector=community".split(),
    "outsider": """
        / /me /groups/buses /groups/cabin /d/1?page=2 /groups/ferries /groups/ferries/request /groups?own=yes
    """.split(),
    "moderator": """
        /d/1 /moderation/groups /moderation/rulings /groups/buses/rulings /groups/cabin /groups/cabin/entry
        /members/ben /members/ben/suspension /moderation/reports /tags/timetables/spelling
    """.split(),
    "admin": "/groups/cabin /groups/cabin/members /moderation/groups /site/documents/about".split(),
}
ABSENT = ("/nowhere",)
WHO = {"organiser": "amy", "member": "ben", "asking": "dan", "outsider": "cat", "moderator": "mo", "admin": "ada"}
NO_PAGES = {
    "/healthz", "/readyz", "/s/<digest>/<path:path>", "/members/<handle>/photo/<digest>-<int:size>",
    "/groups/<slug>/picture/<digest>-<int:size>", "/files/<file>", "/groups/<slug>/bans/new",
    "/d/<int:discussion_id>/<int:post_number>", "/d/<int:discussion_id>/unread",
}  # fmt: skip
"""What is for machines, and what leads on to a page."""
WITH_A_FORM = {
    "visitor": "/join /sign-in /sign-in/link /password /password/{reset} /set-up/{set_up}".split(),
    "organiser": """
        /groups/new /groups/buses/settings /groups/buses/members /groups/buses/discussions/new /d/1/reply /d/1/1/edit
        /d/1/2/hiding /me/profile /me/name /me/password /me/photo /me/email
    """.split(),
    "moderator": "/groups/cabin/entry /members/ben/suspension".split(),
}
"""Pages with a form that is sent with an "x" in every field."""
TYPED_INTO = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea"
LOOKS = [
    pytest.param({"width": 1280, "color_scheme": "light"}, id="wide, light"),
    pytest.param({"width": 360, "color_scheme": "dark"}, id="narrow, dark"),
]
EVERY_LOOK = [
    pytest.param(
        {"width": width, "color_scheme": scheme, "javascript": javascript},
        id=f"{width}, {scheme}, JavaScript {'on' if javascript else 'off'}",
    )
    for width in (320, 360, 768, 1280)
    for scheme in ("light", "dark")
    for javascript in (True, False)
]  # fmt: skip


def test_every_page_is_looked_at(worker_folder: Path) -> None:
    """A page of yours is missing? Its address belongs into PATHS, for somebody who gets to see it."""
    app = create_app(settings_for(worker_folder, "sqlite://"))
    site, seen = app.url_map.bind(""), set()
    for path in (path for paths in PATHS.values() for path in paths if path not in ABSENT):
        rule, _values = site.match(urlsplit(path.replace("{", "").replace("}", "")).path, return_rule=True)
        seen.add(rule.rule)
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    database.dispose(app)
    assert seen == pages - NO_PAGES, sorted(seen ^ (pages - NO_PAGES))


@pytest.mark.parametrize("look", LOOKS[1:])
def test_a_form_that_says_what_is_wrong_is_accessible_and_fits(
    look: dict, house: House, open_browser: Callable
) -> None:
    links = furnish(house)
    for who, paths in WITH_A_FORM.items():
        reader = open_window(house, open_browser, who, look)
        for path in paths:
            page = reader.goto(path.format_map(links))
            form = page.locator("main form[method=post][novalidate]").first
            for field in form.locator(
                "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea"
            ).all():
                field.fill("x")
            form.locator("button").first.click()
            assert page.locator("[aria-invalid=true], .field-wrong").count(), f"{path} says nothing"
            assert page.evaluate("document.activeElement.classList.contains('error-summary')"), path
            assert reader.overflow() == 0, path
            assert reader.violations() == []
        assert reader.complaints == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_and_fit(look: dict, house: House, open_browser: Callable) -> None:
    walk(house, open_browser, look, axe=True)


def test_pages_fit_at_320_pixels_in_both_directions(house: House, open_browser: Callable) -> None:
    furnish(house)
    reader = open_browser(width=320)
    for path in PATHS["visitor"]:
        reader.goto(path)
        assert reader.overflow() == 0, path
        reader.page.evaluate("document.documentElement.dir = 'rtl'")
        assert reader.overflow() == 0, f"{path} from right to left"


def test_focus_is_seen_and_reaches_the_content_first(house: House, open_browser: Callable) -> None:
    furnish(house)
    page = open_browser().goto("/d/1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


def test_targets_are_large_enough(house: House, open_browser: Callable) -> None:
    """WCAG 2.5.8: 24 by 24 CSS pixels, except for links within sentences."""
    furnish(house)
    ben = open_browser(width=360)
    ben.sign_in(house.ben)
    for path in ("/d/1", "/groups/buses", "/"):
        small = ben.goto(path).evaluate(
            """() => [...document.querySelectorAll('button, summary, .post-actions a, nav a, input, select')]
                .filter(e => e.checkVisibility() && !e.closest('.prose') && e.type !== 'hidden')
                .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
                .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert small == [], path


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a look is the same on either
@pytest.mark.parametrize("look", EVERY_LOOK)
def test_every_page_in_every_look(look: dict, house: House, open_browser: Callable, tmp_path: Path) -> None:
    walk(house, open_browser, look, axe=look["javascript"], folder=tmp_path)
    assert list(tmp_path.glob("*.png"))


def walk(house: House, open_browser: Callable, look: dict, axe: bool, folder: Path | None = None) -> None:
    """Open every page as each kind of person."""
    links = furnish(house)
    for who, paths in PATHS.items():
        reader = open_window(house, open_browser, who, look)
        for number, path in enumerate(path.format_map(links) for path in paths):
            page = reader.goto(path)
            assert urlsplit(page.url).path == urlsplit(path).path, f"{path} led elsewhere"
            assert reader.overflow() == 0, path
            assert page.locator("h1").count() == 1, path
            if axe:
                assert reader.violations() == []
            if folder:
                page.screenshot(path=folder / f"{who}-{number}.png", full_page=True)
        assert reader.complaints == []


def open_window(house: House, open_browser: Callable, who: str, look: dict) -> Any:
    reader = open_browser(**look)
    if who in WHO:
        reader.sign_in(getattr(house, WHO[who]))
    return reader


def furnish(house: House) -> dict[str, str]:
    """A discussion of two pages with everything in it that a post can have, and an empty group; links for a purpose."""
    opened = house.start(house.amy, house.open, "A bus at last, " + "and a very long title " * 8, "It comes on time.")
    for number in range(2, 40):
        answering = 1 if number < 9 else None
        house.reply(house.ben, opened.discussion_id, body_of(number, opened.discussion_id), answering=answering)
    house.delete(house.ben, opened.discussion_id, 38)
    house.do(moderation.hide, house.amy, opened.discussion_id, 37, "It names a person. " + "And it goes on. " * 20)
    settled = house.start(house.ben, house.open, "Settled long ago", "It is.").discussion_id
    house.do(moderation.pin, house.amy, settled)
    house.do(moderation.close, house.amy, settled, "It is settled.")
    house.edit(house.amy, opened.discussion_id, 1, "It came late.\n\n- once\n- twice\n\n## Why\n\n> plain quote")
    house.do(retag, house.amy, settled, ["timetables", "unbreakable" * 2])
    house.group(house.amy, "Empty", "open")
    house.do(change_photo, house.amy, pictures.make(picture()))
    house.do(change_profile, house.ben, LONG_DETAILS, text.cook("I **mend** things.\n\n" + "unbreakable" * 30))
    draft = {"title": "Not yet", "body": "Half a thought.", "token": TOKEN}
    assert house.browser(house.ben).post("/groups/buses/discussions/draft", **draft).status_code == 303
    furnish_by_request(house)
    house.work()
    link, _invitation = invite_into(house, house.private)
    return {**house.do(issue_links, house.cat.id), "link": str(link)}


def furnish_by_request(house: House) -> None:
    """A blog by request with everything that a group can have, a request and a denial, and an archived group."""
    ferries = house.group(house.amy, "Ferries", "request")
    description = text.cook("We **meet** on Tuesdays.\n\n- " + "unbreakable" * 20)
    house.do(groups.change_settings, house.amy, ferries, name="Ferries", purpose="unbreakable" * 40,
             description=description, tint=6, starts="organisers", layout="blog", roster="members",
             question="Which ferry, and why? " + "unbreakable" * 12)  # fmt: skip
    house.start(house.amy, ferries, "The first crossing, " + "unbreakable" * 10, "It was windy. " * 90)
    house.do(groups.ask, house.dan, ferries, "The one to the island.\n" + "unbreakable" * 40)
    house.do(groups.ask, house.cat, ferries, "Me too.")
    house.do(groups.deny, house.amy, ferries, "cat", "We are full. " + "unbreakable" * 20)
    house.do(groups.enter, house.ada, house.private, "A report. " + "unbreakable" * 20)
    house.do(groups.archive, house.amy, house.group(house.amy, "Quiet", "open"))


LONG_DETAILS = Details(
    organisation="The society for very long names " * 3,
    sector="community",
    place="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    links=["https://example.org/" + "a-long-way" * 20],
    time_zone="Europe/London",
)


def body_of(number: int, discussion_id: int) -> str:
    """Some posts quote; three hold what is hard to fit: a long word, a wide table, a long line of code."""
    quote = f"> [@amy](/d/{discussion_id}/1) wrote:\n>\n> comes on time\n\n" if number % 5 == 0 else ""
    return f"{quote}Reply **{number}**.\n\n{AWKWARD.get(number, '')}"


AWKWARD = {
    3: "unbreakable" * 30,
    4: "| stop |" + " hour |" * 14 + "\n" + "|---" * 15 + "|\n" + "| a |" + " 1 |" * 14,
    6: "```python\nprint('a line of code that is long enough to need a scroll bar on any telephone')\n```",
}
