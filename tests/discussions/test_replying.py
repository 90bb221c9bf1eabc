"""Answering in a discussion."""

from builders import House


def test_a_reply_takes_the_next_number(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    assert house.reply(house.ben, opened.discussion_id, "Count me in.").number == 2
    assert house.reply(house.amy, opened.discussion_id, "Good.").number == 3
    assert house.findings() == []


def test_a_reply_shows_what_it_answers_and_is_counted_there(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, opened.discussion_id, "Count me in.", answering=1)
    page = house.browser(None).get(f"/d/{opened.discussion_id}").text
    assert "1 reply" in page
    assert "in reply to" in page.lower()
