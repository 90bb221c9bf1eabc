"""Signing in by a link that is mailed."""

import re

import pytest
from builders import Browser, House, contents, later, link_in, mails

from forum.accounts.operations import sign_in_by_link
from forum.accounts.standing import Suspended
from forum.accounts.tokens import StaleLink
from forum.moderation import operations as moderation

MASKED = re.compile(r'name="csrf_token" value="[^"]*"|\w+@example\.org')


def ask(house: House, email: str = "amy@example.org", next: str = "/groups") -> str:
    """The link that the owner of the address gets."""
    assert Browser(house.app).post("/sign-in/link", email=email, next=next).status_code == 303
    return link_in(mails(house.app)[-1])


def test_the_link_signs_in_on_any_browser_and_leads_on(house: House) -> None:
    link, phone = ask(house, next="/groups/cabin"), Browser(house.app)
    assert "Sign in to" in phone.get(link).text
    answer = phone.post(link)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/groups/cabin")
    assert phone.get("/groups/cabin/members").status_code == 200


def test_an_unknown_address_is_answered_as_a_known_one(house: House) -> None:
    answers = []
    for email in ("amy@example.org", "nobody@example.org"):
        answer = Browser(house.app).post("/sign-in/link", follow=True, email=email)
        answers.append(MASKED.sub("", f"{answer.status_code} {answer.text}"))
    assert answers[0] == answers[1]
    assert [message["To"] for message in mails(house.app)] == ["amy@example.org"]


def test_looking_uses_nothing_up_and_using_it_ends_the_others(house: House) -> None:
    links = [ask(house) for _again in range(2)]
    before = contents(house.app)
    for _scanner in range(2):
        assert Browser(house.app).get(links[0]).status_code == 200
    assert contents(house.app) == before
    assert Browser(house.app).post(links[0]).status_code == 303
    for link in links:
        assert Browser(house.app).get(link).status_code == 410
        assert Browser(house.app).post(link).status_code == 410


def test_it_is_good_for_half_an_hour_for_its_purpose_only_and_until_the_password_changes(house: House) -> None:
    link = ask(house)
    token = link.partition("?")[0].rpartition("/")[2]
    for other in ("/password/", "/email/old/", "/demo/"):
        assert Browser(house.app).get(other + token).status_code == 410
    with later(minutes=29):
        assert Browser(house.app).get(link).status_code == 200
    with later(minutes=31):
        assert Browser(house.app).post(link).status_code == 410
    Browser(house.app).post("/password", email="amy@example.org")
    Browser(house.app).post(link_in(mails(house.app)[-1]), password="an entirely new password")
    assert Browser(house.app).post(link).status_code == 410


def test_one_gets_ten_links_a_day_however_often_somebody_asks(house: House) -> None:
    for _again in range(12):
        assert Browser(house.app).post("/sign-in/link", email="amy@example.org").status_code == 303
    assert len(mails(house.app)) == 10


def test_of_two_who_use_it_at_once_one_gets_in(house: House) -> None:
    token = ask(house, next="/").rpartition("/")[2]
    outcomes = house.at_once(*[lambda: sign_in_by_link(token, "Test")] * 2)
    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, str)) == [StaleLink]


def test_no_way_leads_off_the_site(house: House) -> None:
    link = ask(house, next="//evil.example")
    assert "evil" not in link
    browser = Browser(house.app)
    assert browser.post(link + "?next=https://evil.example").headers["Location"] == "/"


def test_a_suspended_member_is_told_so_and_the_link_is_there_still(house: House) -> None:
    from datetime import timedelta

    link = ask(house, "ben@example.org")
    house.do(moderation.suspend, house.mo, "ben", "He shouts.", lasting=timedelta(days=1))
    answer = Browser(house.app).post(link)
    assert answer.status_code == 403
    assert "He shouts." in answer.text
    with pytest.raises(Suspended):
        house.do(sign_in_by_link, link.partition("?")[0].rpartition("/")[2], "Test")
    house.do(moderation.lift, house.mo, "ben")
    assert Browser(house.app).post(link).status_code == 303
