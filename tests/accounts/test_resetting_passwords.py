"""A forgotten password and the link for a new one."""

import re

from builders import PASSWORD, Browser, House, contents, later, link_in, mails
from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.operations import reset_password
from forum.accounts.tokens import StaleLink
from forum.database import db, operation

NEW = "an entirely new password"
MASKED = re.compile(r'name="csrf_token" value="[^"]*"|\w+@example\.org')


def ask(house: House, email: str = "amy@example.org") -> str:
    """The link that the owner of the address gets."""
    assert Browser(house.app).post("/password", email=email).status_code == 303
    return link_in(mails(house.app)[-1])


def signs_in(house: House, password: str) -> bool:
    return Browser(house.app).post("/sign-in", identifier="amy", password=password).status_code == 303


def test_the_link_gives_a_new_password_and_a_mail_says_so(house: House) -> None:
    browser, link = Browser(house.app), ask(house)
    assert browser.get(link).status_code == 200
    assert browser.post(link, password=NEW).headers["Location"] == "/sign-in"
    assert signs_in(house, NEW)
    asked, changed = mails(house.app)
    assert asked["To"] == changed["To"] == "amy@example.org"
    assert "changed" in changed["Subject"]
    assert NEW not in str(changed)


def test_an_unknown_address_is_answered_as_a_known_one(house: House) -> None:
    answers = []
    for email in ("amy@example.org", "nobody@example.org"):
        answer = Browser(house.app).post("/password", email=email, follow=True)
        answers.append(MASKED.sub("", f"{answer.status_code} {answer.text}"))
    assert answers[0] == answers[1]
    assert [message["To"] for message in mails(house.app)] == ["amy@example.org"]


@operation
def unclaim(handle: str) -> None:
    db.session.execute(update(Member).where(Member.handle_key == handle).values(joined_at=None))


def test_whoever_has_not_joined_yet_gets_no_link(house: House) -> None:
    house.do(unclaim, "amy")
    assert Browser(house.app).post("/password", email="amy@example.org").status_code == 303
    assert mails(house.app) == []


def test_looking_at_the_link_does_not_use_it_up_but_using_it_does(house: House) -> None:
    link = ask(house)
    before = contents(house.app)
    for _scanner in range(3):
        assert Browser(house.app).get(link).status_code == 200
    assert contents(house.app) == before
    assert Browser(house.app).post(link, password="short").status_code == 422
    assert Browser(house.app).post(link, password=NEW).status_code == 303
    assert Browser(house.app).post(link, password=PASSWORD).status_code == 410
    assert signs_in(house, NEW)


def test_a_link_used_twice_at_once_takes_one_password(house: House) -> None:
    token = ask(house).rpartition("/")[2]
    outcomes = house.at_once(lambda: reset_password(token, "-"), lambda: reset_password(token, "--"))
    assert sorted(str(type(outcome)) for outcome in outcomes) == sorted(str(kind) for kind in (type(None), StaleLink))


def test_other_links_end_with_the_one_that_is_used(house: House) -> None:
    links = [ask(house) for _again in range(2)]
    other = ask(house, "ben@example.org")
    assert Browser(house.app).post(links[1], password=NEW).status_code == 303
    assert Browser(house.app).post(links[0], password=PASSWORD).status_code == 410
    assert Browser(house.app).get(other).status_code == 200


def test_a_link_is_good_for_two_hours_and_for_its_purpose_only(house: House) -> None:
    link, browser = ask(house), Browser(house.app)
    token = link.rpartition("/")[2]
    for other in ("/confirm/", "/set-up/", "/demo/"):
        assert browser.get(other + token).status_code == 410
    assert browser.post("/demo/" + token).status_code == 410
    with later(hours=1, minutes=59):
        assert browser.get(link).status_code == 200
    with later(hours=2, minutes=1):
        assert browser.get(link).status_code == 410
        assert browser.post(link, password=NEW).status_code == 410


def test_a_changed_link_opens_nothing(house: House) -> None:
    link = ask(house)
    number, _dot, mac = link.rpartition("/")[2].partition(".")
    for forged in (f"{int(number) + 1}.{mac}", f"{number}.{mac[:-1]}", f"{number}.{mac[:-1]}a{mac[-1]}", number):
        assert Browser(house.app).post(f"/password/{forged}", password=NEW).status_code == 410


def test_one_gets_five_links_a_day_however_often_somebody_asks(house: House) -> None:
    for _again in range(7):
        assert Browser(house.app).post("/password", email="amy@example.org").status_code == 303
    assert len(mails(house.app)) == 5


def test_the_copy_of_the_table_holds_no_link(house: House) -> None:
    mac = ask(house).rpartition(".")[2]
    assert mac not in repr(contents(house.app))
