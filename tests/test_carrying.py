"""Nothing typed is lost to a session that ended, or to a form that was too old."""

import re
from html import unescape

import pytest
from builders import PASSWORD, Browser, House
from flask import Flask

LONG = ("Four paragraphs that took an hour. " * 1000)[:31_990] + "\nThe end."


@pytest.fixture
def talk(house: House) -> House:
    """With discussion 1; Una and Vic belong to its group and have passwords."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    for handle in ("una", "vic"):
        member = house.member(handle, handle.title(), password=PASSWORD)
        house.browser(member).post("/groups/buses/membership")
    return house


def signed_in(app: Flask, who: str) -> Browser:
    browser = Browser(app)
    assert browser.post("/sign-in", identifier=who, password=PASSWORD).status_code == 303
    return browser


def signed_out_elsewhere(app: Flask, who: str) -> Browser:
    """A browser whose session was ended from another one, as its next page will find."""
    browser = signed_in(app, who)
    signed_in(app, who).post("/me/sessions/others/revocation")
    return browser


def carried(page: str) -> dict[str, str]:
    """The fields of the sign-in form that carry another one, as a browser would send them."""
    hidden = re.findall(r'<input type="hidden" name="(carried[^"]*)" value="([^"]*)"', page)
    typed = re.findall(r'<textarea[^>]*name="(carried-[^"]*)"[^>]*>\n(.*?)</textarea>', page, re.S)
    return {name: unescape(value) for name, value in [*hidden, *typed]}


def test_what_was_sent_while_signed_out_is_posted_once_signed_in(talk: House) -> None:
    browser = signed_out_elsewhere(talk.app, "una")
    fields = {"body": LONG, "answering": "1", "token": "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"}
    page = browser.post("/d/1/posts", **fields)
    assert page.status_code == 401
    assert LONG in page.text
    kept = carried(page.text)

    wrong = browser.post("/sign-in", identifier="una", password="not this one", **kept)
    assert wrong.status_code == 422
    assert carried(wrong.text) == kept

    posted = browser.post("/sign-in", identifier="una", password=PASSWORD, **kept)
    assert posted.location == "/d/1-a-bus-at-last#post-2"
    assert "The end." in talk.page(None, "/d/1")
    assert browser.post("/d/1/posts", **fields).location == posted.location
    assert talk.page(None, "/d/1").count("The end.") == 1
    assert talk.findings() == []


def test_somebody_else_who_signs_in_is_shown_the_text_and_asked(talk: House) -> None:
    browser = signed_out_elsewhere(talk.app, "una")
    kept = carried(browser.post("/d/1/posts", body="In my own name.").text)
    page = browser.post("/sign-in", identifier="vic", password=PASSWORD, **kept)
    assert page.status_code == 200
    assert "signed in as <bdi>Vic</bdi>" in page.text
    assert "In my own name.</textarea>" in page.text
    assert 'action="/d/1/posts"' in page.text
    assert "In my own name." not in talk.page(None, "/d/1")


def test_a_form_goes_nowhere_else_and_as_nobody_else(talk: House) -> None:
    for change in ({"carried_to": "/groups"}, {"carried_as": "1"}, {"carried_seal": "x"}):
        browser = signed_out_elsewhere(talk.app, "una")
        kept = carried(browser.post("/d/1/posts", body="Only here.").text)
        answer = browser.post("/sign-in", identifier="una", password=PASSWORD, **{**kept, **change})
        assert answer.status_code == 303
        assert "#post" not in (answer.location or "")
    assert "Only here." not in talk.page(None, "/d/1")


def test_a_form_that_needs_another_look_or_is_refused_then_keeps_the_text(talk: House) -> None:
    for path, status in (("/d/1/posts", 422), ("/d/77/posts", 404)):
        browser = signed_out_elsewhere(talk.app, "una")
        kept = carried(browser.post(path, body="x" if status == 422 else "For nobody.").text)
        answer = browser.post("/sign-in", identifier="una", password=PASSWORD, **kept)
        assert answer.status_code == status
        assert ("x" if status == 422 else "For nobody.") in answer.text


def test_a_form_whose_token_does_not_fit_is_shown_and_sent_by_hand(talk: House) -> None:
    una = signed_in(talk.app, "una")
    page = una.client.post("/d/1/posts", data={"body": "An old form.", "csrf_token": "stale"})
    assert page.status_code == 400
    assert "An old form.</textarea>" in page.text
    assert "An old form." not in talk.page(None, "/d/1")
    assert una.post("/d/1/posts", body="An old form.").status_code == 303

    stranger = Browser(talk.app)
    page = stranger.client.post("/d/1/posts", data={"body": "Without a session."})
    assert page.status_code == 400
    asked = stranger.post("/sign-in", identifier="una", password=PASSWORD, **carried(page.text))
    assert asked.status_code == 200
    assert "Without a session.</textarea>" in asked.text
    assert "Without a session." not in talk.page(None, "/d/1")


def test_a_password_is_never_carried(talk: House) -> None:
    browser = signed_out_elsewhere(talk.app, "una")
    page = browser.post("/me/password", old=PASSWORD, password="a rather new password")
    assert page.status_code == 401
    assert carried(page.text) == {}
    for secret in (PASSWORD, "a rather new password"):
        assert secret not in page.text


def test_what_was_more_than_a_request_may_hold_is_shown_to_be_copied(talk: House) -> None:
    una = signed_in(talk.app, "una")
    answer = una.post("/d/1/posts", body="A very long book. " * 150_000)
    assert answer.status_code == 413
    assert "A very long book. A very long book." in answer.text
