"""The threaded view: the same posts, each below what it answers, by link, by choice or by the site's default."""

import re
from dataclasses import replace
from random import Random
from urllib.parse import quote

import pytest
from builders import Browser, House, counting_queries
from sqlalchemy import select

from forum.accounts.models import Member
from forum.database import db
from forum.discussions.models import Post

LONG = 70


@pytest.fixture
def long(house: House) -> int:
    """A discussion of seventy posts, most of which answer another one."""
    chance = Random(7)
    here = house.start(house.amy, house.open, "A long one", "Where it begins.").discussion_id
    for number in range(2, LONG + 1):
        answering = chance.choice([None, *range(1, number)])
        house.reply((house.amy, house.ben, house.dan)[number % 3], here, f"Reply {number} says so.", answering)
    return here


def in_order(house: House, discussion: int) -> list[int]:
    numbers = select(Post.number).where(Post.discussion_id == discussion).order_by(Post.path)
    return list(house.do(lambda: db.session.scalars(numbers).all()))


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="[^"]*" id="post-([0-9]+)"', page)]


def step(page: str, way: str) -> str | None:
    found = re.search(f'rel="{way}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


def test_every_post_is_on_one_page_in_the_order_of_answers(house: House, long: int) -> None:
    visitor = house.browser(None)
    path: str | None = f"/d/{long}?view=threaded"
    pages = []
    while path:
        pages.append(visitor.get(path, follow=True).text)
        path = step(pages[-1], "next")
    numbers = [number for page in pages for number in shown(page)]
    assert numbers == in_order(house, long)
    assert [len(shown(page)) for page in pages] == [25, 25, 20]
    before = step(pages[-1], "prev")
    assert before
    assert shown(visitor.get(before).text) == shown(pages[1])
    assert step(pages[0], "prev") is None
    assert 'name="body"' not in house.page(house.ben, f"/d/{long}?view=threaded")


def test_a_link_to_a_post_leads_to_its_page_in_the_view_that_is_read(house: House, long: int) -> None:
    visitor, ben = house.browser(None), house.browser(house.ben)
    assert ben.post("/me/reading", view="threaded").status_code == 303
    for number in range(1, LONG + 1):
        assert number in shown(visitor.get(f"/d/{long}/{number}?view=threaded", follow=True).text)
        assert number in shown(ben.get(f"/d/{long}/{number}", follow=True).text)
        flat = ben.get(f"/d/{long}/{number}?view=flat", follow=True)
        assert shown(flat.text) == sorted(shown(flat.text))
        assert number in shown(flat.text)
    assert ben.get(f"/d/{long}/{LONG + 9}", follow=True).request.path == f"/d/{long}-a-long-one"


def test_the_choice_holds_until_another_one_and_a_link_beats_it(house: House, long: int) -> None:
    ben = house.browser(house.ben)
    tag = ben.get(f"/d/{long}").headers["ETag"]
    assert shown(ben.get(f"/d/{long}").text) == list(range(1, 26))
    assert "Always show discussions like this" not in ben.get(f"/d/{long}").text
    page = ben.get(f"/d/{long}?view=threaded").text
    assert "Always show discussions like this" in page
    assert f'href="/d/{long}/1?view=threaded"' in page, "what is led to is read in the same view"
    answer = ben.post("/me/reading", view="threaded", next=f"/d/{long}")
    assert answer.headers["Location"] == f"/d/{long}"
    threaded = ben.get(f"/d/{long}", **{"If-None-Match": tag})
    assert shown(threaded.text) == in_order(house, long)[:25]
    assert "view=threaded" not in threaded.text
    assert shown(ben.get(f"/d/{long}?view=flat").text) == list(range(1, 26))
    assert shown(ben.get(f"/d/{long}?page=2").text) == list(range(26, 51))
    assert re.search(r'<input checked [^>]*value="threaded"', ben.get("/me/reading").text)
    posted = ben.post(f"/d/{long}/posts", body="The newest of all.", answering=1)
    assert posted.headers["Location"] == f"/d/{long}/{LONG + 1}"
    ben.post("/me/reading", view="")
    assert shown(ben.get(f"/d/{long}").text) == list(range(1, 26))


def test_no_other_view_is_taken_and_whatever_stands_in_the_address_there_is_a_page(house: House, long: int) -> None:
    ben = house.browser(house.ben)
    for view in ("sideways", "flat ", "threaded" * 40):
        assert ben.post("/me/reading", view=view).status_code == 422
        assert shown(ben.get(f"/d/{long}?view={quote(view)}").text) == list(range(1, 26))
    assert house.do(lambda: db.session.get_one(Member, house.ben.id).discussion_view) is None
    for after in ("7.", "-1", "x", "9" * 9, "1.2.3.4.5.6.7.8", "٣", "", "99999999"):
        assert ben.get(f"/d/{long}?view=threaded&after={quote(after)}").status_code == 200


def test_the_site_has_a_default(house: House, long: int) -> None:
    house.app.extensions["roomful"] = replace(house.app.extensions["roomful"], discussion_view="threaded")
    assert shown(house.browser(None).get(f"/d/{long}").text) == in_order(house, long)[:25]
    ben = house.browser(house.ben)
    ben.post("/me/reading", view="flat")
    assert shown(ben.get(f"/d/{long}").text) == list(range(1, 26))


def test_what_answers_what_is_said_in_words_and_stubs_keep_their_place(house: House) -> None:
    here = house.start(house.amy, house.open, "Where is the key", "Who knows?").discussion_id
    house.reply(house.ben, here, "I do.", answering=1)
    house.reply(house.dan, here, "I do not.")
    house.reply(house.amy, here, "Then tell.", answering=2)
    house.delete(house.ben, here, 2)
    page = house.page(None, f"/d/{here}?view=threaded")
    assert shown(page) == [1, 2, 4, 3]
    assert "Reply 4, to post 2, by" in page
    assert "Reply 3 by" in page
    assert "I do." not in page
    assert "Removed by its author" in page


def test_a_threaded_page_costs_as_many_queries_at_the_end_as_at_the_start(house: House, long: int) -> None:
    def queries(browser: Browser, path: str) -> int:
        browser.get(path)
        with counting_queries(house.app) as statements:
            assert browser.get(path).status_code == 200
        return len(statements)

    end = ".".join(
        str(int(part)) for part in re.findall("[0-9]{8}", house.do(_path_of, long, in_order(house, long)[-9]))
    )
    for viewer, most in ((None, 7), (house.ben, 11)):
        browser = house.browser(viewer)
        first = queries(browser, f"/d/{long}?view=threaded")
        last = queries(browser, f"/d/{long}?view=threaded&after={end}")
        assert first <= last <= first + 1
        assert last <= most


def _path_of(discussion: int, number: int) -> str:
    return str(db.session.scalar(select(Post.path).where(Post.discussion_id == discussion, Post.number == number)))
