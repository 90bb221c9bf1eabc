"""How many queries a page takes, every cache off: as many for five rows as for fifty."""

import pytest
from builders import Browser, House, counting_queries

from forum import addresses
from forum.discussions import operations as discussions
from forum.groups import operations as groups
from forum.site.queries import forget_name

PAGES = {
    addresses.discussion(1): (7, 11),
    addresses.discussion(1, page=2): (7, 11),
    addresses.discussion(1, view="threaded"): (7, 11),
    addresses.discussion(1, view="threaded", after="2.5"): (7, 11),
    addresses.home(): (4, 6),
    addresses.forum(): (4, 6),
    addresses.forum(sort="new"): (4, 6),
    addresses.forum(sort="unread", group="buses"): (4, 6),
    addresses.forum(sort="top"): (4, 6),
    addresses.group("buses"): (5, 7),
    addresses.group("ferries"): (5, 7),
    addresses.members("ferries"): (4, 6),
    addresses.groups(q="group"): (3, 5),
    addresses.tags(): (3, 4),
    addresses.thanks(1, 1): (4, 5),
    addresses.printed(1): (4, 5),
    addresses.share(1): (3, 4),
    addresses.tag("ferries"): (4, 6),
    addresses.member("ben"): (5, 6),
    addresses.directory(): (3, 4),
}
"""The most queries for a visitor and for a member."""

OWN_PAGES = {addresses.my_page(): 9}
"""The most queries of pages that only members have."""

REPLY = 11
"""Ten on SQLite, which locks no rows."""
FERRIES = 3
"""The blog's group, after those of the house."""
KNOWN = (1, 2)


@pytest.fixture
def house(house: House) -> House:
    """With the discussion that is looked at, and five of everything."""
    house.start(house.amy, house.open, "The long discussion", "Where it begins.")
    house.do(found_blog, house)
    fill(house, range(2, 6))
    return house


def found_blog(house: House) -> None:
    """Discussion 2 opens Amy's blog, which is by request."""
    ferries = groups.found(house.amy, name="Ferries", purpose="All about them", kind="request").id
    groups.change_settings(house.amy, ferries, name="Ferries", purpose="All about them", description=None, tint=1,
                           starts="members", layout="blog", roster="readers", question="")  # fmt: skip
    house.start(house.amy, ferries, "The first crossing", "Where it begins.")


def fill(house: House, numbers: range) -> None:
    """Posts that answer one another in discussion 1, as many other discussions, and as many groups."""
    for number in numbers:
        author = (house.amy, house.ben, house.dan)[number % 3]
        house.reply(author, 1, f"Reply number {number}.", answering=number // 2)
        house.do(discussions.bookmark, house.ben, 1, number)
        house.start(author, house.open, f"Discussion number {number}", "Some words.")
        house.start(house.amy, FERRIES, f"Crossing number {number}", "Some words.", "ferries", f"crossing-{number}")
        reader = house.member(f"m{number}", f"Member {number}")
        house.do(groups.add, house.amy, FERRIES, reader.handle)
        house.do(groups.join, reader, house.open)
        house.do(discussions.thank, reader, 1, 1)
        house.group(house.ben, f"Group number {number}", "private" if number % 2 else "open")


def queries(house: House, browser: Browser, path: str, status: int = 200, **headers: str) -> int:
    house.do(forget_name)
    with counting_queries(house.app) as statements:
        assert browser.get(path, **headers).status_code == status
    return len(statements)


def test_a_page_takes_as_few_queries_for_fifty_rows_as_for_five(house: House) -> None:
    visitor, member = house.browser(None), house.browser(house.ben)

    def count() -> dict[str, tuple[int, int]]:
        own = {path: (0, queries(house, member, path)) for path in OWN_PAGES}
        return own | {path: (queries(house, visitor, path), queries(house, member, path)) for path in PAGES}

    few = count()
    fill(house, range(6, 51))
    many = count()
    assert few == many
    most = PAGES | {path: (0, count) for path, count in OWN_PAGES.items()}
    over = {path: taken for path, taken in many.items() if taken[0] > most[path][0] or taken[1] > most[path][1]}
    assert over == {}


def test_a_reply_takes_as_few_queries_among_fifty_posts_as_among_five(house: House) -> None:
    browser = house.browser(house.ben)

    def reply() -> int:
        house.do(forget_name)
        with counting_queries(house.app) as statements:
            assert browser.post(addresses.posts(1), body="One more reply.", answering=1).status_code == 303
        return len(statements)

    few = reply()
    fill(house, range(7, 51))
    assert reply() == few <= REPLY


def test_a_page_that_the_browser_has_costs_one_query_and_a_member_one_more(house: House) -> None:
    for browser, most in zip((house.browser(None), house.browser(house.ben)), KNOWN, strict=True):
        tag = browser.get(addresses.discussion(1)).headers["ETag"]
        with counting_queries(house.app) as statements:
            assert browser.get(addresses.discussion(1), **{"If-None-Match": tag}).status_code == 304
        assert len(statements) == most, statements
