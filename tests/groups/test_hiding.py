"""Hidden groups: for everybody but their members they are not there."""

import re

from builders import House

from forum.groups import operations as groups


def hide(house: House) -> str:
    """Amy's hidden group with Ben in it; its address."""
    group = house.group(house.amy, "Jackdaw nest", "hidden")
    house.do(groups.add, house.amy, group, "ben")
    return f"/groups/{house.slug(group)}"


def test_its_address_says_nothing(house: House) -> None:
    assert re.fullmatch("/groups/[0-9a-f]{16}", hide(house))


def test_its_members_find_it_and_nobody_else_does(house: House) -> None:
    path = hide(house)
    assert "Jackdaw nest" in house.page(house.ben, path)
    for where in ("/groups", "/groups?q=jackdaw", "/"):
        assert "Jackdaw" in house.page(house.ben, where)
        for viewer in (None, house.cat, house.mo, house.ada):
            assert "Jackdaw" not in house.page(viewer, where)
    for viewer in (house.cat, house.mo, house.ada):
        assert house.browser(viewer).get(path).status_code == 404
        assert house.browser(viewer).post(f"{path}/membership").status_code == 404


def test_a_name_that_it_has_is_free_and_one_that_others_have_is_free_for_it(house: House) -> None:
    hide(house)
    cat = house.browser(house.cat)
    founded = cat.post("/groups", name="Jackdaw Nest", purpose="All about birds", kind="open")
    assert (founded.status_code, founded.headers["Location"]) == (303, "/groups/jackdaw-nest")
    again = cat.post("/groups", name="jackdaw nest", purpose="All about birds", kind="private")
    assert again.status_code == 422
    hidden = cat.post("/groups", name="jackdaw nest", purpose="All about birds", kind="hidden")
    assert hidden.status_code == 303
    assert house.findings() == []


def test_a_name_that_grows_when_it_is_folded_is_no_fault(house: House) -> None:
    answer = house.browser(house.cat).post("/groups", name="ß" * 80, purpose="All about it", kind="open")
    assert answer.status_code == 303


def test_leaving_it_leads_where_one_may_be(house: House) -> None:
    path = hide(house)
    answer = house.browser(house.ben).post(f"{path}/leave", follow=True)
    assert answer.status_code == 200
    assert answer.request.path == "/groups"
    assert house.browser(house.ben).get(path).status_code == 404


def test_a_slug_is_held_once(house: House) -> None:
    slugs = {house.slug(house.group(house.amy, "Jackdaw nest", "hidden")) for _again in range(3)}
    assert len(slugs) == 3
