"""Leaving a group, and being taken out of it."""

from builders import House

from forum.groups.operations import join, leave, remove


def test_whoever_leaves_reads_on_in_an_open_group_but_no_longer_takes_part(house: House) -> None:
    ben = house.browser(house.ben)
    assert "Leave <bdi>Buses</bdi>?" in ben.get("/groups/buses/leave").text
    assert ben.post("/groups/buses/leave").headers["Location"] == "/groups/buses"
    page = ben.get("/groups/buses").text
    assert "2 members" in page
    assert "You have left Buses." in page
    assert ben.get("/groups/buses/discussions/new").status_code == 403
    assert house.findings() == []


def test_whoever_leaves_a_private_group_stands_before_its_door(house: House) -> None:
    opened = house.start(house.amy, house.private, "Who brings the wood", "I do.")
    ben = house.browser(house.ben)
    assert ben.get(f"/d/{opened.discussion_id}").status_code == 200
    ben.post("/groups/cabin/leave")
    assert ben.get(f"/d/{opened.discussion_id}").status_code == 404
    assert "stays among its members" in ben.get("/groups/cabin").text


def test_what_was_written_stays(house: House) -> None:
    opened = house.start(house.ben, house.open, "A bus at last", "It comes on time.")
    house.do(leave, house.ben, house.open)
    page = house.page(None, f"/d/{opened.discussion_id}")
    assert "It comes on time." in page
    assert "Ben Brown" in page


def test_leaving_twice_is_as_good_as_once(house: House) -> None:
    for _again in range(2):
        assert house.browser(house.ben).post("/groups/buses/leave").status_code == 303
    assert "2 members" in house.page(None, "/groups/buses")
    assert house.browser(house.ben).get("/groups/buses/leave").headers["Location"] == "/groups/buses"


def test_the_only_organiser_stays(house: House) -> None:
    answer = house.browser(house.amy).post("/groups/buses/leave")
    assert answer.status_code == 409
    assert "no other organiser" in answer.text
    assert "3 members" in house.page(None, "/groups/buses")


def test_an_organiser_takes_a_member_out_who_is_outside_from_the_next_request_on(house: House) -> None:
    ben = house.browser(house.ben)
    assert ben.get("/groups/cabin/members").status_code == 200
    page = house.browser(house.amy).post("/groups/cabin/members/ben/removal", follow=True).text
    assert "@ben no longer belongs to the group." in page
    assert ben.get("/groups/cabin/members").status_code == 404
    assert house.findings() == []


def test_only_organisers_take_people_out_and_neither_themselves_nor_one_another(house: House) -> None:
    assert house.browser(house.ben).post("/groups/buses/members/dan/removal").status_code == 403
    assert house.browser(house.mo).post("/groups/buses/members/dan/removal").status_code == 403
    assert house.browser(house.amy).post("/groups/buses/members/amy/removal").status_code == 403
    assert house.browser(house.amy).post("/groups/buses/members/nobody/removal").status_code == 404
    assert "3 members" in house.page(None, "/groups/buses")


def test_who_is_not_in_the_group_is_taken_out_of_it_in_vain(house: House) -> None:
    answer = house.browser(house.amy).post("/groups/buses/members/cat/removal")
    assert answer.location == "/groups/buses/members"
    assert "3 members" in house.page(None, "/groups/buses")
    assert house.findings() == []


def test_the_page_offers_to_remove_only_whom_one_may(house: House) -> None:
    offered = house.page(house.amy, "/groups/buses/members")
    assert "/groups/buses/members/ben/removal" in offered
    assert "/groups/buses/members/amy/removal" not in offered
    assert "removal" not in house.page(house.ben, "/groups/buses/members")


def test_leaving_while_being_taken_out_counts_once(house: House) -> None:
    for _again in range(4):
        house.at_once(lambda: leave(house.ben, house.open), lambda: remove(house.amy, house.open, "ben"))
        assert "2 members" in house.page(None, "/groups/buses")
        assert house.findings() == []
        house.do(join, house.ben, house.open)


def test_joining_while_leaving_leaves_the_count_right(house: House) -> None:
    for _again in range(4):
        house.at_once(lambda: leave(house.ben, house.open), lambda: join(house.ben, house.open))
        assert house.findings() == []
