"""Another email address: proved, told to the old one, and stopped from there."""

import pytest
from builders import PASSWORD, Browser, House, contents, later, link_in, mails
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.operations import ask_for_address, purge, stop_address, take_address
from forum.accounts.operations.proving import NotProved
from forum.accounts.tokens import StaleLink
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import Conflict, ForumError

NEW = "una.unger@example.net"


@pytest.fixture
def una(house: House) -> Viewer:
    """A member with a password."""
    return house.member("una", "Una Unger", password=PASSWORD)


def address(house: House, handle: str = "una") -> str | None:
    return str(house.do(lambda: db.session.scalar(select(Member.email).where(Member.handle_key == handle))))


def ask(house: House, browser: Browser, email: str = NEW) -> tuple[str, str]:
    """The links that the new address and the old one get."""
    assert browser.post("/me/email", email=email).status_code == 303
    new, old = mails(house.app)[-2:]
    assert (new["To"], old["To"]) == (email, address(house))
    return link_in(new), link_in(old)


def test_the_new_address_counts_once_it_is_proved_and_the_old_one_is_told(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    new, _old = ask(house, browser)
    assert address(house) == "una@example.org"
    before = contents(house.app)
    assert "One more click" in Browser(house.app).get(new).text
    assert contents(house.app) == before
    assert Browser(house.app).post(new).status_code == 303
    assert address(house) == NEW
    told = mails(house.app)[-1]
    assert told["To"] == "una@example.org"
    assert NEW in str(told)
    assert Browser(house.app).post(new).status_code == 410
    assert NEW in browser.get("/me/account").text
    assert Browser(house.app).post("/sign-in", identifier=NEW, password=PASSWORD).status_code == 303


@pytest.mark.parametrize("is_taken", [False, True], ids=["before", "after"])
def test_whoever_reads_the_old_address_stops_it_and_shuts_the_other_out(
    house: House, una: Viewer, is_taken: bool
) -> None:
    thief = house.browser(una)
    new, old = ask(house, thief)
    if is_taken:
        Browser(house.app).post(new)
        newer, _way_back_for_thieves = ask(house, thief, "thief@example.net")
        Browser(house.app).post(newer)
    owner = Browser(house.app)
    assert "It was not me" in owner.get(old).text
    answer = owner.post(old)
    assert answer.status_code == 303
    assert address(house) == "una@example.org"
    assert thief.get("/me/sessions").status_code == 303
    for link in [new, *[link_in(mail) for mail in mails(house.app) if mail["To"] != "una@example.org"]]:
        assert Browser(house.app).post(link).status_code == 410
    assert Browser(house.app).post("/sign-in", identifier="una", password=PASSWORD).status_code == 422
    assert owner.post(answer.headers["Location"], password="an entirely new password").status_code == 303
    assert owner.post("/sign-in", identifier="una", password="an entirely new password").status_code == 303


def test_an_address_that_somebody_has_is_answered_alike_and_its_owner_is_told(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    free = browser.post("/me/email", follow=True, email="free@example.org").text
    taken = browser.post("/me/email", follow=True, email="Ben@Example.org").text
    assert free.replace("free@example.org", "") == taken.replace("Ben@Example.org", "")
    subjects = {message["To"]: message["Subject"] for message in mails(house.app)}
    assert "already" in subjects["ben@example.org"]
    assert address(house) == "una@example.org"


def test_it_asks_for_the_password_when_the_browser_has_not_proved_it_lately(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    with later(minutes=11):
        assert browser.get("/me/email").headers["Location"] == "/me/proof?next=%2Fme%2Femail"
        assert browser.post("/me/email", email=NEW).headers["Location"] == "/me/proof?next=%2Fme%2Femail"
        with pytest.raises(NotProved):
            house.do(ask_for_address, una, NEW)
        assert browser.post("/me/proof", password="something else", next="/me/email").status_code == 422
        answer = browser.post("/me/proof", password=PASSWORD, next="/me/email")
        assert answer.headers["Location"] == "/me/email"
        assert browser.get("/me/email").status_code == 200
        assert house.browser(una).get("/me/email").status_code == 200
    with later(minutes=22):
        assert browser.get("/me/email").status_code == 303
        assert browser.post("/me/proof/link", next="/me/email").headers["Location"] == "/join/check-mail"
        link = link_in(mails(house.app)[-1])
        phone = Browser(house.app)
        assert phone.post(link).headers["Location"] == "/me/email"
        assert phone.get("/me/email").status_code == 200
    assert [message["To"] for message in mails(house.app)] == ["una@example.org"]


def test_guesses_of_the_password_are_slowed_down(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    statuses = [browser.post("/me/proof", password=f"guess {number}").status_code for number in range(7)]
    assert statuses == [422] * 5 + [429] * 2


def test_the_same_address_and_too_many_a_day_are_refused(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    answer = browser.post("/me/email", email="UNA@example.org")
    assert answer.status_code == 422
    assert "your address already" in answer.text
    statuses = [browser.post("/me/email", email=f"una{number}@example.org").status_code for number in range(6)]
    assert statuses == [303] * 5 + [429]


def test_only_the_last_one_asked_for_is_taken_and_only_within_two_days(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    first, _old = ask(house, browser, "first@example.net")
    second, old = ask(house, browser, "second@example.net")
    assert Browser(house.app).post(first).status_code == 410
    with later(days=2, minutes=1):
        assert Browser(house.app).post(second).status_code == 410
    with later(days=6):
        assert Browser(house.app).get(old).status_code == 200
    with later(days=31):
        house.do(purge)
        assert "second@example.net" not in repr(contents(house.app)["address_change"])


def test_taking_an_address_that_somebody_took_meanwhile_is_refused(house: House, una: Viewer) -> None:
    new, _old = ask(house, house.browser(una))
    house.browser(house.ben).post("/me/email", email=NEW)
    bens = link_in([message for message in mails(house.app) if message["To"] == NEW][-1])
    assert Browser(house.app).post(bens).status_code == 303
    assert Browser(house.app).post(new).status_code == 409
    assert address(house) == "una@example.org"


def test_taking_and_stopping_at_once_leaves_the_old_address(house: House, una: Viewer) -> None:
    new, old = (link.rpartition("/")[2] for link in ask(house, house.browser(una)))
    taken, stopped = house.at_once(lambda: take_address(new), lambda: stop_address(old))
    assert isinstance(stopped, str)
    assert taken is None or isinstance(taken, StaleLink)
    assert address(house) == "una@example.org"


def test_two_who_take_one_address_at_once_do_not_both(house: House, una: Viewer) -> None:
    links = []
    for member in (una, house.ben):
        house.browser(member).post("/me/email", email=NEW)
        links.append(link_in([message for message in mails(house.app) if message["To"] == NEW][-1]))
    tokens = [link.rpartition("/")[2] for link in links]
    outcomes = house.at_once(*[lambda token=token: take_address(token) for token in tokens])
    assert sorted(type(outcome) for outcome in outcomes if outcome) == [Conflict]
    assert all(outcome is None or isinstance(outcome, ForumError) for outcome in outcomes)
