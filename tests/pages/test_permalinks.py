"""A post's address leads to a page that holds it, whatever happens around it."""

import re

import pytest
from builders import House

POSTS = {1: 1, 25: 1, 30: 1, 31: 2, 60: 3}
"""How many posts make how many pages: a last page of five or fewer is folded into the one before."""


def talk(house: House, posts: int) -> None:
    """Discussion 1, of Amy's, with so many posts of hers."""
    house.start(house.amy, house.open, "A long talk", "It begins.")
    for number in range(2, posts + 1):
        house.reply(house.amy, 1, f"Post {number}.")


def lost(house: House, posts: int) -> list[int]:
    """The posts whose address leads to no page that has them."""
    browser, pages = house.browser(None), {}
    missing = []
    for number in range(1, posts + 1):
        led = browser.get(f"/d/1/{number}")
        assert led.status_code == 303
        address, _hash, fragment = led.headers["Location"].partition("#")
        pages[address] = pages.get(address) or browser.get(address).text
        if fragment != f"post-{number}" or f'id="{fragment}"' not in pages[address]:
            missing.append(number)
    return missing


@pytest.mark.parametrize(("posts", "pages"), POSTS.items())
def test_every_address_leads_to_its_post_before_and_after_deletions(house: House, posts: int, pages: int) -> None:
    talk(house, posts)
    assert lost(house, posts) == []
    assert link_to_pages(house) == pages
    for number in {3, posts // 2, posts - 1, posts} & set(range(2, posts + 1)):
        house.delete(house.amy, 1, number)
    assert lost(house, posts) == []
    assert link_to_pages(house) == pages
    house.reply(house.amy, 1, "And on.")
    assert lost(house, posts + 1) == []


def link_to_pages(house: House) -> int:
    """How many pages the discussion says that it has."""
    linked = re.findall(r'class="page-number" href="/d/1-a-long-talk(?:\?page=(\d+))?"', house.page(None, "/d/1"))
    return max((int(page or 1) for page in linked), default=1)


def test_a_page_shows_25_posts_by_number_and_the_last_up_to_30(house: House) -> None:
    talk(house, 60)
    shown = [re.findall(r'<article class="post[^>]*id="post-(\d+)"', house.page(None, f"/d/1?page={page}"))
             for page in (1, 2, 3)]  # fmt: skip
    assert [(int(page[0]), int(page[-1]), len(page)) for page in shown] == [(1, 25, 25), (26, 50, 25), (51, 60, 10)]
    house.delete(house.amy, 1, 10)
    assert house.page(None, "/d/1?page=2").count('<article class="post') == 25


def test_a_page_past_the_end_is_the_last_and_a_post_past_the_end_too(house: House) -> None:
    talk(house, 31)
    last = re.findall(r'id="(post-\d+)"', house.page(None, "/d/1?page=2"))
    assert re.findall(r'id="(post-\d+)"', house.page(None, "/d/1?page=99")) == last
    led = house.browser(None).get("/d/1/99").headers["Location"]
    assert led == "/d/1-a-long-talk?page=2#post-31"


def test_a_reply_leads_to_the_page_that_it_came_to_stand_on(house: House) -> None:
    talk(house, 30)
    answer = house.browser(house.ben).post("/d/1/posts", body="The first of a new page.")
    assert answer.headers["Location"] == "/d/1-a-long-talk?page=2#post-31"
    assert lost(house, 31) == []


def test_the_composer_stands_at_the_end_alone(house: House) -> None:
    talk(house, 31)
    assert 'id="composer"' not in house.page(house.ben, "/d/1")
    assert 'id="composer"' in house.page(house.ben, "/d/1?page=2")
