"""A page that a browser has kept is shown again only while it is what a new one would be."""

from collections.abc import Callable

from builders import Browser, House, later

from forum.accounts.models import Role
from forum.discussions.operations import make_staff
from forum.groups import operations as groups

PAGE = "/d/1"


def keep(browser: Browser) -> str:
    return browser.get(PAGE).headers["ETag"]


def ask_again(browser: Browser, tag: str) -> str | None:
    """The page as it is now; None when the one that was kept will do."""
    answer = browser.get(PAGE, **{"If-None-Match": tag})
    return None if answer.status_code == 304 else answer.text


def leave_and_join_again(house: House) -> None:
    house.do(groups.leave, house.ben, house.open)
    house.do(groups.join, house.ben, house.open)


def test_badges_come_and_go_on_pages_that_others_have_kept(house: House) -> None:
    house.start(house.ben, house.open, "A bus at last", "It comes on time.")
    readers = [house.browser(None), house.browser(house.cat)]
    acts: list[tuple[Callable[[], object], bool]] = [
        (lambda: house.do(groups.appoint, house.amy, house.open, "ben"), True),
        (lambda: house.do(groups.step_down, house.ben, house.open), False),
        (lambda: house.do(groups.appoint, house.amy, house.open, "ben"), True),
        (lambda: leave_and_join_again(house), False),
        (lambda: house.do(make_staff, "ben", Role.MODERATOR), True),
        (lambda: house.do(make_staff, "ben", Role.MEMBER), False),
    ]
    for act, has_badge in acts:
        tags = [keep(reader) for reader in readers]
        assert [ask_again(reader, tag) for reader, tag in zip(readers, tags, strict=True)] == [None, None]
        act()
        for reader, tag in zip(readers, tags, strict=True):
            page = ask_again(reader, tag)
            assert page, "the kept page is no longer what a new one would be"
            assert ('class="badge' in page) == has_badge


def test_what_happens_elsewhere_leaves_a_kept_page_as_it_is(house: House) -> None:
    house.start(house.ben, house.open, "A bus at last", "It comes on time.")
    visitor = house.browser(None)
    tag = keep(visitor)
    house.do(groups.appoint, house.amy, house.private, "ben")
    house.start(house.ben, house.private, "Elsewhere", "Nobody sees it.")
    assert ask_again(visitor, tag) is None


def test_the_button_that_puts_a_post_back_goes_after_ten_minutes(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Count me in.")
    ben = house.browser(house.ben)
    before = keep(ben)
    house.delete(house.ben, 1, 2)
    answer = ben.get(PAGE, **{"If-None-Match": before})
    assert "/d/1/2/restoration" in answer.text
    assert "ETag" not in answer.headers
    with later(minutes=11):
        assert "/d/1/2/restoration" not in ben.get(PAGE).text
        assert ask_again(ben, keep(ben)) is None


def test_a_kept_page_is_of_no_use_to_whoever_may_read_no_longer(house: House) -> None:
    house.start(house.amy, house.private, "The key", "It hangs behind the door.")
    ben = house.browser(house.ben)
    tag = keep(ben)
    house.do(groups.remove, house.amy, house.private, "ben")
    assert ben.get(PAGE, **{"If-None-Match": tag}).status_code == 404
