"""Archived groups: everything can be read, and nothing is added."""

from builders import House

from forum.groups import operations as groups

PATH = "/groups/buses"


def test_an_archived_group_is_read_only_until_it_is_taken_up_again(house: House) -> None:
    house.start(house.ben, house.open, "A bus at last", "It comes on time.")
    amy, ben, cat = (house.browser(viewer) for viewer in (house.amy, house.ben, house.cat))
    assert amy.post(f"{PATH}/archive").status_code == 303
    for browser in (amy, ben, cat, house.browser(None)):
        assert "This group is archived" in browser.get(PATH).text
        assert "It comes on time." in browser.get("/d/1").text
    added = [
        (ben, f"{PATH}/discussions", {"title": "Another bus", "body": "It comes."}),
        (ben, "/d/1/posts", {"body": "It does."}),
        (ben, "/d/1/1/edit", {"body": "It came.", "revision": 1}),
        (cat, f"{PATH}/membership", {}),
        (amy, f"{PATH}/members", {"handle": "cat"}),
    ]
    for browser, path, fields in added:
        assert browser.post(path, **fields).status_code == 403, path
    assert "is archived" in ben.get("/d/1/reply").text
    assert ben.post("/d/1/1/deletion").status_code == 303
    assert ben.post("/d/1/1/restoration").status_code == 303
    assert amy.post(f"{PATH}/reopening").status_code == 303
    for browser, path, fields in added:
        assert browser.post(path, **fields).status_code == 303, path
    assert house.findings() == []


def test_members_archive_nothing(house: House) -> None:
    for viewer in (house.ben, house.cat, house.mo, house.ada):
        assert house.browser(viewer).post(f"{PATH}/archive").status_code == 403
    assert "archived" not in house.page(None, PATH)


def test_requests_lapse_with_it(house: House) -> None:
    ferries = house.group(house.amy, "Ferries", "request")
    house.do(groups.ask, house.cat, ferries, "Me.")
    house.do(groups.archive, house.amy, ferries)
    assert house.browser(house.cat).post("/groups/ferries/request", answer="Me.").status_code == 403
    assert house.findings() == []
    house.do(groups.reopen, house.amy, ferries)
    assert house.browser(house.cat).post("/groups/ferries/request", answer="Me.").status_code == 303
