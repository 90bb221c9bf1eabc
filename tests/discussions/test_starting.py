"""Starting a discussion."""

import re
from functools import partial
from uuid import uuid4

import pytest
from builders import House

from forum import text
from forum.discussions.operations import start

NEW = "/groups/buses/discussions"
SAID = {"title": "A bus at last", "body": "It comes **on time**."}


def test_a_discussion_starts_with_its_first_post(house: House) -> None:
    answer = house.browser(house.ben).post(NEW, **SAID)
    assert answer.headers["Location"] == "/d/1-a-bus-at-last"
    page = house.page(None, "/d/1-a-bus-at-last")
    assert re.search(r"<h1[^>]*>(<bdi>)?A bus at last<", page)
    assert "<strong>on time</strong>" in page
    assert 'id="post-1"' in page
    for path in ("/", "/forum", "/groups/buses"):
        assert 'href="/d/1-a-bus-at-last"' in house.page(None, path)
    assert "1 discussion" in house.page(None, "/groups/buses")
    assert house.findings() == []


def test_only_the_number_in_an_address_counts(house: House) -> None:
    house.start(house.ben, house.open, title=SAID["title"], source=SAID["body"])
    for path in ("/d/1", "/d/1-", "/d/1-some-other-words", "/d/1-a-bus-at-last-"):
        assert "A bus at last" in house.page(None, path)


def test_who_does_not_belong_to_the_group_starts_nothing_there(house: House) -> None:
    assert house.browser(house.cat).post(NEW, **SAID).status_code == 403
    assert house.browser(house.ada).post(NEW, **SAID).status_code == 403
    kept = house.browser(None).post(NEW, **SAID)
    assert kept.status_code == 401
    assert "It comes **on time**." in kept.text
    assert "Start a discussion" not in house.page(house.cat, "/groups/buses")


@pytest.mark.parametrize(
    "fields",
    [{"title": "Bus"}, {"title": ""}, {"title": "\u200b\u202e     "}, {"title": "B" * 201}, {"body": ""},
     {"body": " \u200b\n "}, {"body": "x"}, {"body": "x" * 32_001}, {"body": "[" * 300}, {"body": ">" * 30 + " x"}],
    ids=lambda fields: str(fields)[:30],
)  # fmt: skip
def test_a_form_that_needs_another_look_keeps_the_text(house: House, fields: dict[str, str]) -> None:
    said = {**SAID, **fields}
    answer = house.browser(house.ben).post(NEW, **said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    kept = answer.text.replace("&gt;", ">")
    assert said["body"].strip("\u200b \n") in kept
    assert "A bus at last" in answer.text or "title" in fields
    assert house.browser(None).get("/d/1").status_code == 404


def test_the_longest_body_and_title_are_taken(house: House) -> None:
    answer = house.browser(house.ben).post(NEW, title="ß" * 200, body=("word " * 6400).strip())
    assert answer.status_code == 303
    assert "ß" * 200 in house.page(None, answer.headers["Location"])


def test_a_title_is_one_line_and_turns_no_page_round(house: House) -> None:
    house.browser(house.ben).post(NEW, title="A \u202ebus\r\nat   last\u2066", body=SAID["body"])
    assert ">A bus at last<" in house.page(None, "/d/1")


def test_a_preview_starts_nothing_and_is_what_will_be_published(house: House) -> None:
    ben = house.browser(house.ben)
    preview = ben.post(NEW, **SAID, act="preview")
    assert preview.status_code == 200
    assert "Preview, not posted yet" in preview.text
    assert 'value="A bus at last"' in preview.text
    assert house.browser(None).get("/d/1").status_code == 404
    ben.post(NEW, **SAID)
    prose = re.compile(r'class="prose"[^>]*>(.*?)</div>', re.S)
    assert prose.findall(preview.text)[0] == prose.findall(house.page(None, "/d/1"))[0]


def test_two_clicks_start_one_discussion(house: House) -> None:
    form = house.page(house.ben, "/groups/buses/discussions/new")
    token = re.search(r'name="token"[^>]*value="([^"]+)"', form)[1]  # type: ignore[index]
    places = [house.browser(house.ben).post(NEW, **SAID, token=token).headers["Location"] for _click in range(2)]
    assert places == ["/d/1-a-bus-at-last"] * 2
    assert house.browser(None).get("/d/2").status_code == 404
    assert house.findings() == []


def test_two_clicks_at_once_start_one_discussion(house: House) -> None:
    for _again in range(3):
        token = str(uuid4())
        outcomes = house.at_once(
            *[partial(start, house.ben, house.open, "A bus", text.cook("Here."), submission=token)] * 3
        )
        assert len({posted.discussion_id for posted in outcomes}) == 1
    assert "3 discussions" in house.page(None, "/groups/buses")
    assert house.findings() == []


def test_a_form_without_a_token_or_with_a_made_up_one_starts_as_many_as_are_sent(house: House) -> None:
    for token in ("", "", "1", "x" * 500):
        assert house.browser(house.ben).post(NEW, **SAID, token=token).status_code == 303
    assert "4 discussions" in house.page(None, "/groups/buses")


def test_the_same_token_of_somebody_else_is_another_form(house: House) -> None:
    token = str(uuid4())
    for who in (house.ben, house.amy):
        assert house.browser(who).post(NEW, **SAID, token=token).status_code == 303
    assert "2 discussions" in house.page(None, "/groups/buses")


def test_many_who_start_at_once_are_all_counted(house: House) -> None:
    people = (house.amy, house.ben, house.dan) * 2
    outcomes = house.at_once(
        *[lambda who=who: start(who, house.open, "A bus", text.cook("Here.")).discussion_id for who in people]
    )
    assert len(set(outcomes)) == 6
    assert house.findings() == []
