"""Lists of discussions: what each of them holds, in which order, and that going on finds everything once."""

import re

import pytest
from builders import House, later
from hypothesis import given
from hypothesis import strategies as st

from forum.discussions import operations, queries
from forum.discussions.queries import Filters
from forum.groups.queries import find_group
from forum.moderation import operations as moderation
from forum.paging import MAX_ID, Standing
from forum.ports import clocks


def titles(house: House, viewer: object, list_rows: object, **filters: object) -> list[str]:
    rows, _more = house.do(list_rows, viewer, None, Filters(**filters))
    return [row.title for row in rows]


def test_new_is_what_others_started_since_one_came_and_one_has_not_opened(house: House) -> None:
    house.start(house.amy, house.open, "Before Eve came", "Words.")
    eve = house.member("eve", "Eve East")
    for title in ("Opened", "Left alone", "Taken down"):
        house.start(house.amy, house.open, title, "Words.")
    house.start(house.amy, house.private, "In the cabin", "Words.")
    house.do(moderation.hide, house.mo, 4, 1, "No.")
    house.browser(eve).get("/d/2")
    house.settle()
    assert titles(house, eve, queries.list_new) == ["Left alone"]
    assert titles(house, house.ben, queries.list_new)[0] == "In the cabin"
    assert titles(house, house.amy, queries.list_new) == []
    house.do(operations.mark_all_read, eve, clocks.now())
    assert titles(house, eve, queries.list_new) == []
    house.do(moderation.unhide, house.mo, 4, 1)
    assert titles(house, eve, queries.list_new) == ["Taken down"]
    with later(days=200):
        assert titles(house, eve, queries.list_new) == []


def test_top_is_where_most_people_wrote_in_seven_days_and_then_most_posts(house: House) -> None:
    for title in ("Long ago", "Two voices", "One voice, much said", "Three voices", "One voice"):
        house.start(house.amy, house.open, title, "Words.")
    house.reply(house.ben, 2, "A second voice.")
    for word in ("more", "and more", "and still more"):
        house.reply(house.amy, 3, f"Words, {word}.")
    house.reply(house.ben, 4, "A second voice.")
    house.reply(house.dan, 4, "A third voice.")
    expected = ["Three voices", "Two voices", "One voice, much said", "One voice", "Long ago"]
    for who in (None, house.ben):
        assert titles(house, who, queries.list_top) == expected
    house.delete(house.dan, 4, 3)
    assert set(titles(house, None, queries.list_top)[:2]) == {"Two voices", "Three voices"}
    with later(days=8):
        house.reply(house.dan, 1, "This week's voice.")
        assert titles(house, None, queries.list_top) == ["Long ago"]


@pytest.mark.parametrize("sort", ["latest", "new", "unread", "top"])
def test_going_on_finds_every_discussion_once(house: House, sort: str) -> None:
    numbers = range(1, 36)
    for number in numbers:
        house.start(house.amy, house.open, f"Discussion number {number}", "Words.")
        if number % 3 == 0:
            house.reply(house.dan, number, "A voice.")
    browser, found, path = house.browser(house.ben), [], f"/forum?sort={sort}&group=buses"
    for _page in range(2):
        page = browser.get(path).text
        found += re.findall(r"Discussion number (\d+)</bdi></a>", page)
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        path = onwards[1].replace("&amp;", "&") if onwards else ""
    assert path == ""
    assert sorted(map(int, found)) == list(numbers)


def test_a_list_of_one_group_holds_no_other(house: House) -> None:
    house.start(house.amy, house.open, "In the open", "Words.")
    house.start(house.amy, house.private, "In the cabin", "Words.")
    cabin = house.do(find_group, house.ben, "cabin")
    for list_rows in (queries.list_latest, queries.list_new, queries.list_unread, queries.list_top):
        assert titles(house, house.ben, list_rows, group=cabin) == ["In the cabin"]
    page = house.page(house.ben, "/forum?sort=unread&group=cabin")
    assert '<option value="cabin" selected>' in page
    assert "In the open" not in page


@pytest.mark.parametrize(
    "asked", ["sort=oldest", "sort=", "before=x", "sort=top&before=MS4y", "sort=new&before=MS4yLjM"]
)
def test_a_list_that_there_is_not_and_a_place_that_is_none_are_the_beginning(house: House, asked: str) -> None:
    house.start(house.amy, house.open, "In the open", "Words.")
    assert "In the open" in house.page(house.ben, f"/forum?{asked}")


@given(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, MAX_ID)))
def test_a_place_among_the_most_talked_about_is_read_as_it_is_written(place: tuple[int, int, int]) -> None:
    assert Standing.parse(str(Standing(*place))) == place
