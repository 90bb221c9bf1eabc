"""Who looks after a group: appointing, stepping down, and that somebody always does."""

import pytest
from builders import House

from forum.accounts.queries import find_member
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import operations as groups

PATH = "/groups/buses"


def test_an_appointed_member_looks_after_the_group_too(house: House) -> None:
    ben = house.browser(house.ben)
    assert ben.get(f"{PATH}/settings").status_code == 403
    assert house.browser(house.amy).post(f"{PATH}/members/ben/appointment").status_code == 303
    assert ben.get(f"{PATH}/settings").status_code == 200
    assert ben.post(f"{PATH}/members/dan/removal").status_code == 303


def test_organisers_do_not_remove_one_another_but_admins_do(house: House) -> None:
    house.do(groups.appoint, house.amy, house.open, "ben")
    assert house.browser(house.amy).post(f"{PATH}/members/ben/removal").status_code == 403
    assert "Ben Brown from this group" not in house.page(house.amy, f"{PATH}/members")
    ada = house.browser(house.ada)
    assert "Ben Brown from this group" in ada.get(f"{PATH}/members").text
    assert ada.post(f"{PATH}/members/ben/removal").status_code == 303
    refused = ada.post(f"{PATH}/members/amy/removal")
    assert refused.status_code == 409
    assert "Appoint another member first" in refused.text
    assert house.findings() == []


def test_a_removed_organiser_who_is_let_in_again_is_an_ordinary_member(house: House) -> None:
    house.do(groups.appoint, house.amy, house.private, "ben")
    house.do(groups.leave, house.ben, house.private)
    house.do(groups.add, house.amy, house.private, "ben")
    assert house.browser(house.ben).get("/groups/cabin/settings").status_code == 403


def test_an_admin_appoints_where_the_only_organiser_is_to_go(house: House) -> None:
    ada = house.browser(house.ada)
    assert ada.post(f"{PATH}/members/ben/appointment").status_code == 303
    assert ada.post(f"{PATH}/members/amy/removal").status_code == 303
    assert house.findings() == []


def test_the_last_organiser_neither_leaves_nor_steps_down_without_a_successor(house: House) -> None:
    amy = house.browser(house.amy)
    page = amy.get(f"{PATH}/leave").text
    assert "Appoint another member first" in page
    assert "Leave the group" not in page
    assert amy.post(f"{PATH}/leave").status_code == 409
    assert amy.post(f"{PATH}/step-down").status_code == 409
    amy.post(f"{PATH}/members/ben/appointment")
    assert amy.post(f"{PATH}/step-down").status_code == 303
    assert amy.get(f"{PATH}/settings").status_code == 403
    assert amy.post(f"{PATH}/leave").status_code == 303
    assert house.findings() == []


def test_two_organisers_who_go_at_the_same_moment_do_not_both(house: House) -> None:
    for act in (
        lambda: groups.step_down(house.amy, house.open),
        lambda: groups.leave(house.amy, house.open),
        lambda: groups.remove(house.ada, house.open, "amy"),
    ):
        for handle in ("amy", "ben"):
            house.do(groups.join, house.do(find_member, None, handle), house.open)
            house.do(groups.appoint, house.ada, house.open, handle)
        outcomes = house.at_once(act, lambda: groups.leave(house.ben, house.open))
        assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
        assert house.findings() == []


def test_members_appoint_nobody_and_nobody_appoints_outsiders(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.do(groups.appoint, house.ben, house.open, "ben")
    with pytest.raises(NotFound):
        house.do(groups.appoint, house.amy, house.open, "cat")
    with pytest.raises(NotFound):
        house.do(groups.appoint, house.ada, house.private, "ben")
