"""The start page and one's own: where one left off, what is new, and what a newcomer has not done yet."""

import re

import pytest
from builders import House, counting_queries, later

from forum import text
from forum.accounts.operations import Details, change_profile
from forum.groups import operations as groups
from forum.site.queries import forget_name

UP_TO_DATE = "You are up to date"


@pytest.fixture
def busy(house: House) -> House:
    """With four discussions of Amy's, of which Ben has opened the first; since then Dan answered there."""
    for title in ("A bus at last", "A second bus", "A third bus", "A fourth bus"):
        house.start(house.amy, house.open, title, "It comes on time.")
    house.start(house.amy, house.private, "The cabin leaks", "Who mends it?")
    house.browser(house.ben).get("/d/1")
    house.settle()
    house.reply(house.dan, 1, "Really.")
    return house


def section(page: str, title: str) -> str:
    found = re.search(rf'<section aria-labelledby="{title}-title">.*?</section>', page, re.S)
    return found[0] if found else ""


def test_home_says_where_one_left_off_and_what_is_new_by_group(busy: House) -> None:
    page = busy.page(busy.ben, "/")
    left_off, news = section(page, "left-off"), section(page, "news")
    assert re.findall(r"A \w+ bus|A bus at last", left_off) == ["A bus at last"] * left_off.count("A bus at last")
    assert "1 new" in left_off
    assert 'href="/d/1/unread"' in left_off
    assert "A fourth bus" in news
    assert "The cabin leaks" in news
    assert "A bus at last" not in news
    assert re.search(r"Buses.*4 unread.*Cabin.*1 unread", page[page.index("<aside") :], re.S)
    assert UP_TO_DATE not in page


def test_home_says_more_only_to_whom_it_may(busy: House) -> None:
    for who in (None, busy.cat, busy.dan, busy.mo):
        assert "The cabin leaks" not in busy.page(who, "/")
    assert section(busy.page(None, "/"), "latest")
    assert "1 unread" not in busy.page(busy.cat, "/")


def test_who_has_read_everything_is_told_so_and_shown_where_to_go_on(busy: House) -> None:
    ben = busy.browser(busy.ben)
    page = ben.get("/").text
    until = re.search(r'name="until" value="(\d+)"', page)
    assert until
    answer = ben.post("/forum/read", until=until[1], next="/")
    assert answer.headers["Location"] == "/"
    page = ben.get("/").text
    assert UP_TO_DATE in page
    assert "A bus at last" in section(page, "latest")
    assert "unread" not in section(page, "groups")
    assert ben.post("/forum/read", until=until[1], next="//evil.example").headers["Location"] == "/"


def test_a_newcomer_is_shown_three_steps_until_they_are_done(busy: House) -> None:
    cat, title = busy.browser(busy.cat), "Three steps"
    assert cat.get("/").text.count('class="step"') == 3
    nothing = Details(organisation="", sector="unsaid", place="", links=[], time_zone="UTC")
    busy.do(change_profile, busy.cat, nothing, text.cook("I ride buses."))
    busy.do(groups.join, busy.cat, busy.open)
    for path in ("/", "/me"):
        page = cat.get(path).text
        assert page.count('class="step step-done"') == 2
        assert title in page
    with later(days=31):
        assert title not in cat.get("/").text
    busy.reply(busy.cat, 1, "So do I.")
    assert title not in cat.get("/").text


def test_my_page_holds_what_one_read_and_wrote_and_leads_on_when_there_is_nothing(busy: House) -> None:
    assert busy.browser(None).get("/me").headers["Location"].startswith("/sign-in")
    busy.reply(busy.ben, 2, "On the whole.")
    page = busy.page(busy.ben, "/me")
    assert "A bus at last" in section(page, "lately")
    assert "A second bus" not in section(page, "lately")
    assert "On the whole." in section(page, "posts")
    assert "Cabin" in page
    empty = busy.page(busy.cat, "/me")
    assert "You have not read anything yet" in empty
    assert "You have not written anything yet" in empty


def test_the_directory_tells_how_much_is_unread_in_own_groups(busy: House) -> None:
    assert re.search(r"Buses.*?4 unread", busy.page(busy.ben, "/groups"), re.S)
    assert "unread" not in busy.page(busy.cat, "/groups")
    assert "unread" not in busy.page(None, "/groups")


def test_home_takes_no_more_queries_when_nothing_is_new(busy: House) -> None:
    for who in (busy.cat, busy.ben):
        browser = busy.browser(who)
        busy.do(forget_name)
        with counting_queries(busy.app) as statements:
            browser.get("/")
        assert len(statements) <= 6, statements


@pytest.mark.parametrize(
    "path", ["/forum?sort=new", "/forum?sort=unread", "/forum?sort=top", "/forum?sort=unread&group=buses"]
)
def test_an_empty_list_leads_on(house: House, path: str) -> None:
    for who in (None, house.ben):
        page = house.page(who, path)
        assert re.search(r'class="empty-action">\s*<a class="button', page), (path, who)
