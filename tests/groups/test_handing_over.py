"""Handing a group over: an organiser names a member, who takes their place by accepting it."""

from builders import House

from forum.errors import Conflict
from forum.groups import operations as groups
from forum.groups import queries


def roles(house: House) -> dict[str, str | None]:
    return {who: house.do(queries.find_group, getattr(house, who), "buses").role for who in ("amy", "ben", "dan")}


def test_the_only_organiser_hands_the_group_over_and_may_leave_then(house: House) -> None:
    amy, ben = house.browser(house.amy), house.browser(house.ben)
    assert amy.post("/groups/buses/leave").status_code == 409
    assert "/groups/buses/members/ben/handover" in amy.get("/groups/buses/members").text
    assert amy.post("/groups/buses/members/ben/handover").status_code == 303
    assert roles(house) == {"amy": "organiser", "ben": "member", "dan": "member"}
    assert "You are asked to take this group over" in ben.get("/groups/buses").text
    assert "You are asked" not in house.page(house.dan, "/groups/buses")
    assert ben.post("/groups/buses/handover/acceptance").status_code == 303
    assert roles(house) == {"amy": "member", "ben": "organiser", "dan": "member"}
    assert amy.post("/groups/buses/leave").status_code == 303
    assert house.findings() == []


def test_it_is_declined_taken_back_and_given_to_another(house: House) -> None:
    amy, ben, dan = (house.browser(who) for who in (house.amy, house.ben, house.dan))
    amy.post("/groups/buses/members/ben/handover")
    ben.post("/groups/buses/handover/refusal")
    assert ben.post("/groups/buses/handover/acceptance").status_code == 409
    amy.post("/groups/buses/members/ben/handover")
    amy.post("/groups/buses/members/dan/handover")
    assert ben.post("/groups/buses/handover/acceptance").status_code == 409
    amy.post("/groups/buses/handover/withdrawal")
    assert dan.post("/groups/buses/handover/acceptance").status_code == 409
    assert roles(house) == {"amy": "organiser", "ben": "member", "dan": "member"}


def test_whoever_is_no_organiser_any_more_hands_nothing_over(house: House) -> None:
    assert house.browser(house.ben).post("/groups/buses/members/dan/handover").status_code == 403
    house.do(groups.hand_over, house.amy, house.open, "ben")
    house.do(groups.appoint, house.amy, house.open, "dan")
    house.do(groups.step_down, house.amy, house.open)
    assert house.browser(house.ben).post("/groups/buses/handover/acceptance").status_code == 409
    assert house.findings() == []


def test_accepting_while_it_is_taken_back_is_one_or_the_other(house: House) -> None:
    house.do(groups.hand_over, house.amy, house.open, "ben")
    taken, kept = house.at_once(
        lambda: groups.take_over(house.ben, house.open), lambda: groups.keep(house.amy, house.open)
    )
    held = roles(house)
    assert (held["amy"], held["ben"]) == (("member", "organiser") if taken is None else ("organiser", "member"))
    assert taken is None or isinstance(taken, Conflict)
    assert kept is None or taken is None
    assert house.findings() == []
