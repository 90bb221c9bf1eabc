"""Sharing a discussion by its address, and reading it on paper."""

from builders import House, counting_queries

from forum.blueprints.discussions import sharing

ADDRESS = "http://127.0.0.1:8000"


def test_the_share_page_has_the_address_and_says_who_can_open_it(house: House) -> None:
    house.start(house.amy, house.open, "A bus & a boat", "It comes on time.")
    house.start(house.amy, house.private, "Keys of the cabin", "Who has them?")
    page = house.page(None, "/d/1/share")
    assert f'value="{ADDRESS}/d/1-a-bus-a-boat"' in page
    assert "Anyone who has the address can read it." in page
    assert 'href="mailto:?subject=A%20bus%20%26%20a%20boat&amp;body=A%20bus' in page
    page = house.page(house.ben, "/d/2/1/share")
    assert f'value="{ADDRESS}/d/2/1"' in page
    assert "Only members of" in page
    assert house.browser(house.cat).get("/d/2/share").status_code == 404
    assert house.browser(None).get("/d/1/9/share").status_code == 404


def test_the_printed_page_has_every_post_and_nothing_round_them(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Count me in.", answering=1)
    house.reply(house.dan, 1, "I shout.")
    house.delete(house.dan, 1, 3)
    page = house.page(house.ben, "/d/1/print")
    for words in ("A bus at last", "It comes on time.", "Count me in.", f"{ADDRESS}/d/1-a-bus-at-last", "Ben Brown"):
        assert words in page
    assert "I shout." not in page
    for chrome in ("<form", "<script", "composer", "site-header"):
        assert chrome not in page
    assert page.count('rel="stylesheet"') == 1


def test_a_long_discussion_is_printed_in_parts_that_cost_the_same(house: House, monkeypatch: object) -> None:
    house.start(house.amy, house.open, "A long talk", "It begins.")
    for number in range(2, 8):
        house.reply(house.ben, 1, f"Reply number {number}.")
    monkeypatch.setattr(sharing, "PRINTED", 3)  # type: ignore[attr-defined]
    browser, counts = house.browser(house.ben), []
    for start, shown in ((1, (1, 2, 3)), (4, (4, 5, 6)), (7, (7,)), (99, (7,))):
        with counting_queries(house.app) as statements:
            page = browser.get(f"/d/1/print?start={start}").text
        counts.append(len(statements))
        assert [number for number in range(1, 8) if f'id="post-{number}"' in page] == list(shown)
    assert len(set(counts[1:])) == 1
    assert counts[-1] <= 4
    tag = browser.get("/d/1/print").headers["ETag"]
    assert browser.get("/d/1/print", **{"If-None-Match": tag}).status_code == 304
