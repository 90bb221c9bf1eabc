"""What the community says of itself, and agreeing to it again when it changes."""

from builders import Browser, House

from forum import addresses

NEW = "Speak as you would across a table, and listen twice as long."


def publish(house: House, name: str, was: int = 1, **fields: str) -> int:
    answer = house.browser(house.ada).post(addresses.edit_document(name), body=NEW, was=was, **fields)
    return answer.status_code


def test_every_page_of_the_site_is_there_from_the_start(house: House) -> None:
    home = Browser(house.app).get("/").text
    for name in ("about", "guidelines", "terms", "privacy", "accessibility"):
        assert addresses.document(name) in home
        assert "Version 1" in Browser(house.app).get(addresses.document(name)).text
    assert "<table>" in Browser(house.app).get(addresses.document("formatting")).text


def test_an_admin_writes_a_page_anew_and_nobody_overwrites_another(house: House) -> None:
    assert publish(house, "about") == 303
    page = house.page(None, "/about")
    assert (NEW in page, "Version 2" in page) == (True, True)
    late = house.browser(house.ada).post(addresses.edit_document("about"), body="Something else.", was=1)
    assert (late.status_code, "Something else." in late.text) == (409, True)
    assert house.browser(house.mo).post(addresses.edit_document("about"), body=NEW, was=2).status_code == 403
    assert house.browser(house.ada).post(addresses.edit_document("nothing"), body=NEW, was=1).status_code == 404


def test_members_are_asked_to_agree_again_only_when_an_admin_says_so(house: House) -> None:
    ben = house.browser(house.ben)
    asked = "have changed."
    publish(house, "terms")
    assert asked not in ben.get("/").text
    publish(house, "guidelines", ask_again="y")
    assert asked in ben.get("/").text
    assert asked not in Browser(house.app).get("/").text
    page = ben.get(addresses.agreement(next="/forum")).text
    assert NEW in page
    stale = ben.post(addresses.agreement(), version="2026-11-22")
    assert stale.status_code == 409
    assert ben.post(addresses.agreement(), version="g2", next="/forum").headers["Location"] == "/forum"
    assert asked not in ben.get("/").text
    assert asked in house.browser(house.amy).get("/").text
