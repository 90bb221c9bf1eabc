"""Pages by arithmetic and lists by keyset: everything is on one page, once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from builders import House
from hypothesis import given
from hypothesis import strategies as st

from forum.groups.operations import add
from forum.paging import FOLDED, MAX_ID, PAGE_SIZE, Cursor, Pages, page_count, page_of
from forum.ports import clocks

lasts = st.integers(0, 5000)
numbers = st.integers(-(10**6), 10**6)


@given(lasts)
def test_every_number_is_on_one_page_and_page_of_says_which(last: int) -> None:
    shown: list[int] = []
    for k in range(1, page_count(last) + 1):
        page = Pages.of(last, k)
        here = list(range(page.first_number, page.last_number + 1))
        assert all(page_of(number, last) == k for number in here)
        shown += here
    assert shown == list(range(1, last + 1))


@given(lasts)
def test_no_page_is_too_long_and_no_last_one_too_short(last: int) -> None:
    sizes = [
        page.last_number - page.first_number + 1 for page in (Pages.of(last, k) for k in range(1, page_count(last) + 1))
    ]
    assert all(size == PAGE_SIZE for size in sizes[:-1])
    assert sizes[-1] <= PAGE_SIZE + FOLDED
    assert len(sizes) == 1 or sizes[-1] > FOLDED


@given(lasts, numbers)
def test_whatever_page_is_asked_for_there_is_one(last: int, number: int) -> None:
    page = Pages.of(last, number)
    assert 1 <= page.number <= page.count
    assert (page.previous is None) == (page.number == 1)
    assert (page.next is None) == (page.number == page.count)
    assert page.number == number or not 1 <= number <= page.count


@given(lasts, numbers)
def test_the_window_names_the_ends_and_the_neighbours_in_order(last: int, number: int) -> None:
    page = Pages.of(last, number)
    named = [shown for shown in page.window if shown is not None]
    assert named == sorted(set(named))
    assert {1, page.count, page.number} <= set(named)
    for before, gap, after in zip(page.window, page.window[1:], page.window[2:], strict=False):
        if gap is None:
            assert before is not None
            assert after is not None
            assert after - before > 1


@given(lasts, st.integers(1, 5000))
def test_more_posts_never_move_a_post_to_an_earlier_page(last: int, number: int) -> None:
    if number <= last:
        assert page_of(number, last) <= page_of(number, last + 1) <= page_of(number, last) + 1


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, MAX_ID))
def test_a_cursor_reads_what_it_wrote(at: datetime, number: int) -> None:
    assert Cursor.parse(str(Cursor(at, number))) == Cursor(at, number)


@given(st.text(max_size=80))
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    cursor = Cursor.parse(text)
    assert cursor is None or 0 < cursor.id <= MAX_ID


# Lists


@contextmanager
def ticking(every: int) -> Iterator[None]:
    """A clock that moves on only now and then, so that many things happen at the same moment."""
    began, asked = clocks.now(), iter(range(10**6))
    with clocks.reading(lambda: began + timedelta(microseconds=next(asked) // every)):
        yield


def follow(house: House, path: str, row: str) -> list[str]:
    """What is on the page and all that follow it."""
    found: list[str] = []
    address: str | None = path
    while address:
        page = house.page(None, address)
        found += re.findall(row, page.partition('id="main"')[2].partition("<aside")[0])
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        address = onwards[1].replace("&amp;", "&") if onwards else None
        assert len(found) < 1000
    return found


@pytest.mark.parametrize("path", ["/forum", "/groups/buses"])
def test_a_list_shows_every_discussion_once_though_many_are_of_one_moment(house: House, path: str) -> None:
    with ticking(every=40):
        ids = [house.start(house.amy, house.open, f"Discussion {n}", "Words.").discussion_id for n in range(65)]
        house.start(house.amy, house.private, "Not for everybody", "Words.")
    shown = follow(house, path, r'<a href="/d/(\d+)-discussion')
    assert sorted(map(int, shown)) == ids
    assert len(shown) == 65


def test_the_directory_shows_every_group_once(house: House) -> None:
    with ticking(every=40):
        for n in range(33):
            house.group(house.amy, f"Club {n}", "private" if n % 2 else "open")
    shown = follow(house, "/groups", r'class="card-title"><a href="/groups/([^"]+)"')
    assert sorted(shown) == sorted([f"club-{n}" for n in range(33)] + ["buses", "cabin"])


def test_a_long_list_of_members_goes_on(house: House) -> None:
    for n in range(50):
        house.do(add, house.amy, house.open, house.member(f"m{n}", f"Member {n}").handle)
    shown = follow(house, "/groups/buses/members", r"<span>@([a-z0-9]+)</span>")
    assert sorted(shown) == sorted(["amy", "ben", "dan", *(f"m{n}" for n in range(50))])


def test_replies_to_one_post_go_on_after_25(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    for _again in range(27):
        house.reply(house.ben, 1, "Yes.", answering=1)
    shown = follow(house, "/d/1?replies_to=1", r'<article class="post[^>]*id="post-(\d+)"')
    assert shown == [str(number) for number in range(2, 29)]
