"""Joining a group."""

from builders import House

from forum.groups.operations import join


def join_by_page(house: House, who: str, slug: str, **fields: str) -> tuple[int, str]:
    answer = house.browser(getattr(house, who)).post(f"/groups/{slug}/membership", **fields)
    return answer.status_code, answer.headers.get("Location", "")


def test_whoever_joins_an_open_group_takes_part_in_it(house: House) -> None:
    assert join_by_page(house, "cat", "buses") == (303, "/groups/buses")
    page = house.page(house.cat, "/groups/buses")
    assert "You are a member" in page
    assert "4 members" in page
    assert "Start a discussion" in page
    assert house.findings() == []


def test_joining_leads_back_to_what_one_wanted_to_answer(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    place = f"/d/{opened.discussion_id}-a-bus-at-last#composer"
    assert "Join Buses to reply" in house.page(house.cat, place.partition("#")[0])
    assert join_by_page(house, "cat", "buses", next=place) == (303, place)


def test_joining_twice_is_as_good_as_once(house: House) -> None:
    for _again in range(2):
        assert join_by_page(house, "cat", "buses")[0] == 303
    assert "4 members" in house.page(None, "/groups/buses")


def test_an_organiser_who_joins_stays_one(house: House) -> None:
    join_by_page(house, "amy", "buses")
    assert "You are an organiser" in house.page(house.amy, "/groups/buses")


def test_nobody_joins_a_private_group_by_themselves(house: House) -> None:
    for who in ("cat", "dan", "mo", "ada"):
        assert join_by_page(house, who, "cabin")[0] == 403
        assert house.browser(getattr(house, who)).get("/groups/cabin/members").status_code == 404
    assert house.browser(None).post("/groups/buses/membership").status_code == 401
    assert house.findings() == []


def test_one_person_joining_twice_at_once_counts_once(house: House) -> None:
    outcomes = house.at_once(*[lambda: join(house.cat, house.open)] * 3)
    assert outcomes == [None] * 3
    assert "4 members" in house.page(None, "/groups/buses")
    assert house.findings() == []


def test_everybody_who_joins_at_once_is_counted(house: House) -> None:
    new = [house.member(f"new{number}", f"New {number}") for number in range(8)]
    outcomes = house.at_once(*[lambda member=member: join(member, house.open) for member in new])
    assert outcomes == [None] * 8
    assert "11 members" in house.page(None, "/groups/buses")
    assert house.findings() == []
