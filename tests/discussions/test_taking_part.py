"""Who takes part in a discussion, and what each of them wrote."""

import pytest
from builders import House

from forum.moderation import operations as moderation


@pytest.fixture
def talk(house: House) -> int:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    house.reply(house.ben, opened, "Count the zebra in.", answering=1)
    house.reply(house.dan, opened, "And the yak.")
    house.reply(house.ben, opened, "And the gnu.")
    return opened


def test_the_page_counts_those_who_take_part(house: House, talk: int) -> None:
    page = house.page(None, f"/d/{talk}")
    assert "3 people take part" in page
    assert page.index("by=amy") < page.index("by=ben") < page.index("by=dan")
    house.delete(house.ben, talk, 2)
    assert "3 people take part" in house.page(None, f"/d/{talk}")
    house.do(moderation.hide, house.mo, talk, 4, "No gnus.")
    page = house.page(None, f"/d/{talk}")
    assert "2 people take part" in page
    assert "by=ben" not in page
    house.restore(house.ben, talk, 2)
    assert "3 people take part" in house.page(None, f"/d/{talk}")
    assert house.findings() == []


def test_one_may_read_what_one_member_wrote(house: House, talk: int) -> None:
    page = house.page(None, f"/d/{talk}?by=BEN")
    assert "Posts by" in page
    assert "zebra" in page
    assert "gnu" in page
    assert "yak" not in page
    house.delete(house.ben, talk, 4)
    assert "gnu" not in house.page(None, f"/d/{talk}?by=ben")


@pytest.mark.parametrize("handle", ["nobody", "cat", "%3Cb%3E", "x" * 300, "%E2%80%AEneb", "ben%0A"])
def test_a_member_who_wrote_nothing_there_is_like_none(house: House, talk: int, handle: str) -> None:
    page = house.page(None, f"/d/{talk}?by={handle}")
    assert "<b>" not in page
    assert ("Nothing to show here" in page) is (not handle.startswith("ben"))


def test_what_one_member_wrote_goes_on_page_by_page(house: House, talk: int) -> None:
    for number in range(30):
        house.reply(house.dan, talk, f"Number {number} of dan.")
    page = house.page(None, f"/d/{talk}?by=dan")
    assert page.count('<article class="post"') == 25
    assert "after=28" in page
    assert house.page(None, f"/d/{talk}?by=dan&after=28").count('<article class="post"') == 6
