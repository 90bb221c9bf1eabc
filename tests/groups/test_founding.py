"""Founding groups, and the addresses they get."""

import pytest
from builders import House

from forum.database import db
from forum.groups.models import Group, Membership
from forum.groups.operations import found

TRAMS = {"name": "Trams", "purpose": "All about trams", "kind": "open"}


def slug_of(house: House, name: str) -> str:
    answer = house.browser(house.cat).post("/groups", **{**TRAMS, "name": name})
    assert answer.status_code == 303, name
    return answer.headers["Location"].removeprefix("/groups/")


def test_who_founds_a_group_organises_it(house: House) -> None:
    page = house.browser(house.cat).post("/groups", follow=True, **TRAMS).text
    assert "You are an organiser" in page
    assert "1 member" in page
    assert "All about trams" in house.page(None, "/groups")
    assert house.findings() == []


def test_visitors_are_asked_to_sign_in(house: House) -> None:
    visitor = house.browser(None)
    assert visitor.get("/groups/new").headers["Location"] == "/sign-in?next=%2Fgroups%2Fnew"
    assert visitor.post("/groups", **TRAMS).status_code == 401


@pytest.mark.parametrize("name", ["Buses", "buses", "BUSES ", "  Bu\u200bses", "Cabin"])
def test_a_name_that_is_taken_is_refused_with_the_rest_kept(house: House, name: str) -> None:
    answer = house.browser(house.cat).post("/groups", **{**TRAMS, "name": name})
    assert answer.status_code == 422
    assert "already" in answer.text
    assert "All about trams" in answer.text


@pytest.mark.parametrize(
    "fields",
    [{"name": "Tr"}, {"name": "T" * 81}, {"name": " \u200b "}, {"purpose": "P"}, {"purpose": "P" * 501}, {"kind": ""},
     {"kind": "secret"}, {"kind": "1"}],
    ids=str,
)  # fmt: skip
def test_a_form_that_needs_another_look_keeps_the_text(house: House, fields: dict[str, str]) -> None:
    answer = house.browser(house.cat).post("/groups", **{**TRAMS, **fields})
    assert answer.status_code == 422
    assert ("All about trams" in answer.text) == ("purpose" not in fields)
    with house.app.app_context():
        assert db.session.query(Group).count() == 2


def test_fields_that_nobody_asked_for_are_ignored(house: House) -> None:
    house.browser(house.cat).post("/groups", **TRAMS, slug="buses", founder_id="1", members_count="99", role="admin")
    assert "1 member" in house.page(None, "/groups/trams")


def test_the_longest_names_fit_whatever_they_fold_to(house: House) -> None:
    for number, letter in enumerate("Tß\u0130\u0149\u0390\ufb03"):
        name = f"{number}{letter * 79}"
        assert house.browser(house.cat).post("/groups", **{**TRAMS, "name": name}).status_code == 303, name
        assert house.browser(house.cat).post("/groups", **{**TRAMS, "name": name}).status_code == 422, name
    assert house.findings() == []


def test_addresses_are_made_of_names_and_never_collide(house: House) -> None:
    assert slug_of(house, "Buses!") == "buses-2"
    assert slug_of(house, "(Buses)") == "buses-3"
    assert slug_of(house, "New") == "new-group"
    assert slug_of(house, "New!") == "new-group-2"
    assert slug_of(house, "★★★") == "group"
    assert slug_of(house, "☆☆☆") == "group-2"
    assert slug_of(house, "Café Über") == "cafe-uber"
    long = [slug_of(house, f"{'A very long name ' * 4}{number}") for number in range(3)]
    assert len(set(long)) == 3
    assert all(len(slug) <= 60 for slug in long)
    for slug in ("buses-2", "new-group", "group", *long):
        assert house.page(None, f"/groups/{slug}")


def test_an_address_like_another_groups_number_is_free_to_take(house: House) -> None:
    assert slug_of(house, "Buses 2") == "buses-2"
    assert slug_of(house, "Buses!") == "buses-3"


def test_of_two_who_found_a_group_of_one_name_at_once_one_does(house: House) -> None:
    outcomes = house.at_once(
        lambda: found(house.cat, name="Trams", purpose="Cat's", kind="open").slug,
        lambda: found(house.ben, name="trams", purpose="Ben's", kind="open").slug,
    )
    assert sorted(str(outcome) for outcome in outcomes)[1] == "trams"
    assert [type(outcome).__name__ for outcome in outcomes].count("Conflict") == 1
    assert house.findings() == []


def test_two_names_with_one_address_founded_at_once_are_two_groups_or_one_is_asked_to_choose(house: House) -> None:
    outcomes = house.at_once(
        lambda: found(house.cat, name="Trams", purpose="Cat's", kind="open").slug,
        lambda: found(house.ben, name="Trams!", purpose="Ben's", kind="open").slug,
    )
    assert {str(outcome) for outcome in outcomes} >= {"trams"}
    assert all(isinstance(outcome, str) or type(outcome).__name__ == "Conflict" for outcome in outcomes)
    with house.app.app_context():
        founded = sum(isinstance(outcome, str) for outcome in outcomes)
        assert db.session.query(Membership).filter_by(role="organiser").count() == 2 + founded
