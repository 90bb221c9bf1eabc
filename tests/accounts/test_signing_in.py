"""Signing in, and how wrong passwords are slowed down."""

import re

import pytest
from builders import PASSWORD, Browser, House, later
from werkzeug.test import TestResponse

from forum.accounts import tokens
from forum.accounts.models import Throttle
from forum.accounts.operations import sign_in
from forum.accounts.tokens import Purpose
from forum.database import db, operation
from forum.ports import clocks

MASKED = re.compile(r'name="csrf_token" value="[^"]*"|una|nobody')
WRONG = "something else entirely"


@pytest.fixture
def house(house: House) -> House:
    """With Una, who has a password; Amy has none."""
    house.member("una", "Una Unger", password=PASSWORD)
    return house


def attempt(house: House, identifier: str = "una", password: str = WRONG, network: str = "127.0.0.1") -> TestResponse:
    browser = Browser(house.app)
    data = {"identifier": identifier, "password": password, "csrf_token": browser.csrf_token()}
    return browser.client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": network})


def statuses(house: House, times: int, **kwargs: str) -> list[int]:
    return [attempt(house, **kwargs).status_code for _time in range(times)]


@pytest.mark.parametrize("identifier", ["una", "UNA", "@una", " una ", "una@example.org", "Una@Example.ORG"])
def test_one_signs_in_by_handle_or_address(house: House, identifier: str) -> None:
    answer = attempt(house, identifier, PASSWORD)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(house: House) -> None:
    known, unknown, without = attempt(house), attempt(house, "nobody"), attempt(house, "amy")
    assert known.status_code == 422
    assert MASKED.sub("", known.text) == MASKED.sub("", unknown.text)
    assert known.status_code == unknown.status_code == without.status_code
    assert WRONG not in known.text


def test_a_known_name_is_slowed_down_like_an_unknown_one(house: House) -> None:
    at = clocks.system()
    with clocks.reading(lambda: at):
        assert statuses(house, 7) == [422, 422, 422, 422, 422, 429, 429]
        assert statuses(house, 7, identifier="nobody") == [422, 422, 422, 422, 422, 429, 429]


def test_other_spellings_of_a_handle_give_no_more_tries(house: House) -> None:
    spellings = ["una", "@una", " UNA", "Una", "@Una ", "una"]
    assert [attempt(house, spelling).status_code for spelling in spellings][-1] == 429


def test_whoever_waits_gets_in_and_starts_afresh(house: House) -> None:
    statuses(house, 5)
    blocked = attempt(house, password=PASSWORD)
    assert blocked.status_code == 429
    assert 0 < int(blocked.headers["Retry-After"]) <= 2
    with later(seconds=3):
        assert attempt(house, password=PASSWORD).status_code == 303
        assert statuses(house, 5) == [422] * 5


def test_each_failure_makes_the_next_try_wait_longer_but_never_for_good(house: House) -> None:
    waits, passed = [], 0
    statuses(house, 4)
    for _again in range(14):
        with later(seconds=passed):
            assert attempt(house).status_code == 422
            waits.append(int(attempt(house).headers["Retry-After"]))
        passed += waits[-1] + 1
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert 800 < waits[-1] <= 15 * 60 + 1
    with later(seconds=passed):
        assert attempt(house, password=PASSWORD).status_code == 303


def test_failures_of_long_ago_are_forgiven(house: House) -> None:
    statuses(house, 4)
    with later(hours=2):
        assert statuses(house, 5) == [422] * 5


def test_a_network_that_tries_many_names_is_slowed_down_and_others_are_not(house: House) -> None:
    tried = [attempt(house, f"name{number}", network="192.0.2.1").status_code for number in range(31)]
    assert tried == [422] * 30 + [429]
    assert attempt(house, password=PASSWORD, network="192.0.2.2").status_code == 303


def test_a_network_of_ipv6_is_its_first_half(house: House) -> None:
    for number in range(30):
        attempt(house, f"name{number}", network=f"2001:db8::{number:x}")
    assert attempt(house, "other", network="2001:db8::ffff:1").status_code == 429
    assert attempt(house, "other", network="2001:db8:0:1::1").status_code == 422


def test_many_tries_at_once_gain_nothing(house: House) -> None:
    tries = [lambda: sign_in("una", WRONG, network_address="192.0.2.7", agent="Test")] * 8
    outcomes = [type(outcome).__name__ for outcome in house.at_once(*tries)]
    assert sorted(outcomes) == ["NotAllowed"] * 5 + ["TooMany"] * 3


def test_a_header_that_anyone_can_send_is_no_network(house: House) -> None:
    browser = Browser(house.app)
    for number in range(8):
        data = {"identifier": "una", "password": WRONG, "csrf_token": browser.csrf_token()}
        browser.client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    with house.app.app_context():
        keys = [key for (key,) in db.session.query(Throttle.key) if key.startswith("network:")]
    assert keys == ["network:127.0.0.1"]


@operation
def issue_demo(member_id: int) -> str:
    return tokens.write(tokens.issue(Purpose.DEMO, member_id=member_id))


def test_a_demo_link_signs_in_once(house: House) -> None:
    link = f"/demo/{house.do(issue_demo, house.amy.id)}"
    browser = Browser(house.app)
    assert browser.get(link).status_code == 200
    assert browser.get(link).status_code == 200
    assert browser.post(link).status_code == 303
    assert "Amy Adams" in browser.get("/").text
    assert Browser(house.app).post(link).status_code == 410
    assert Browser(house.app).get(link).status_code == 410


def test_who_is_signed_in_is_led_on(house: House) -> None:
    assert house.browser(house.amy).get("/sign-in?next=/groups").headers["Location"] == "/groups"
