"""Letting people into a group."""

import pytest
from builders import House

from forum.groups.operations import add, remove


@pytest.mark.parametrize("handle", ["cat", "@cat", "CAT", " @Cat "])
def test_an_organiser_lets_somebody_in_by_handle(house: House, handle: str) -> None:
    page = house.browser(house.amy).post("/groups/cabin/members", follow=True, handle=handle).text
    assert "Cat Cole belongs to the group now." in page
    assert house.browser(house.cat).get("/groups/cabin/members").status_code == 200
    assert house.findings() == []


def test_letting_somebody_in_twice_is_as_good_as_once(house: House) -> None:
    for _again in range(2):
        assert house.browser(house.amy).post("/groups/cabin/members", handle="cat").status_code == 303
    assert "3 members" in house.page(house.amy, "/groups/cabin")


def test_an_organiser_who_adds_themselves_stays_one(house: House) -> None:
    house.browser(house.amy).post("/groups/cabin/members", handle="amy")
    assert "You are an organiser" in house.page(house.amy, "/groups/cabin")


def test_whoever_was_taken_out_may_be_let_in_again(house: House) -> None:
    house.do(add, house.amy, house.private, "dan")
    assert house.browser(house.dan).get("/groups/cabin/members").status_code == 200


@pytest.mark.parametrize("handle", ["nobody", "", "\u202e", "x" * 500])
def test_a_handle_of_nobody_is_refused_by_the_field(house: House, handle: str) -> None:
    answer = house.browser(house.amy).post("/groups/cabin/members", handle=handle)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Ben Brown" in answer.text


def test_only_organisers_let_people_in(house: House) -> None:
    assert house.browser(house.ben).post("/groups/cabin/members", handle="cat").status_code == 403
    assert house.browser(house.ben).post("/groups/buses/members", handle="cat").status_code == 403
    assert house.browser(house.ada).post("/groups/buses/members", handle="ada").status_code == 403
    assert house.browser(house.ada).post("/groups/cabin/members", handle="ada").status_code == 404
    assert "Bring someone in" not in house.page(house.ben, "/groups/cabin/members")
    assert house.findings() == []


def test_one_person_let_in_twice_at_once_counts_once(house: House) -> None:
    outcomes = house.at_once(*[lambda: add(house.amy, house.private, "cat").handle] * 3)
    assert outcomes == ["cat"] * 3
    assert "3 members" in house.page(house.amy, "/groups/cabin")
    assert house.findings() == []


def test_letting_in_while_taking_out_leaves_the_count_right(house: House) -> None:
    for _again in range(4):
        house.at_once(
            lambda: add(house.amy, house.private, "ben"),
            lambda: remove(house.amy, house.private, "ben"),
        )
        assert house.findings() == []
        house.do(add, house.amy, house.private, "ben")
