"""Joining: a wish, a link in a mail, a member; and setting the community up."""

import re

import pytest
from builders import Browser, House, contents, later, link_in, mails
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts import passwords, tokens
from forum.accounts.models import Member, Role, SignUp
from forum.accounts.operations import confirm
from forum.accounts.tokens import Purpose, StaleLink
from forum.database import db, operation
from forum.ports import clocks

UNA = {"name": "Una Unger", "handle": "una", "email": "una@example.org", "password": "a long enough one", "agree": "y"}
MASKED = re.compile(r'name="(?:csrf_token|token)"[^>]* value="[^"]*"|\w+@example\.org')


def join(app: Flask, **fields: str) -> TestResponse:
    return Browser(app).post("/join", **{**UNA, **fields})


def wish(app: Flask, **fields: str) -> str:
    """The link that somebody gets who wants to join."""
    assert join(app, **fields).status_code == 303
    return link_in(mails(app)[-1])


def find(app: Flask, handle: str) -> Member | None:
    with app.app_context():
        found: Member | None = db.session.scalar(select(Member).where(Member.handle_key == handle))
        return found


def said(answer: TestResponse) -> str:
    return MASKED.sub("", f"{answer.status_code} {answer.headers.get('Location')} {answer.text}")


@operation
def add_unclaimed(name: str, handle: str, email: str) -> int:
    """Somebody whose writing was imported."""
    member = Member(handle=handle, handle_key=handle, name=name, email=email, email_key=email, created_at=clocks.now())
    db.session.add(member)
    db.session.flush()
    return member.id


@operation
def issue(purpose: Purpose) -> str:
    return tokens.write(tokens.issue(purpose))


def test_who_asks_to_join_is_a_member_once_the_address_is_proved(app: Flask, visitor: Browser) -> None:
    answer = visitor.post("/join", **UNA)
    assert answer.headers["Location"] == "/join/check-mail"
    assert find(app, "una") is None
    (message,) = mails(app)
    assert message["To"] == "una@example.org"
    confirmed = visitor.post(link_in(message))
    assert confirmed.headers["Location"] == "/groups"
    assert "Una Unger" in visitor.get("/groups").text
    una = find(app, "una")
    assert una is not None
    assert una.role == Role.MEMBER
    assert una.guidelines_version


def test_looking_at_the_link_does_not_use_it_up_but_using_it_does(app: Flask, visitor: Browser) -> None:
    link = wish(app)
    before = contents(app)
    for _scanner in range(3):
        assert visitor.get(link).status_code == 200
    assert contents(app) == before
    assert visitor.post(link).status_code == 303
    assert Browser(app).post(link).status_code == 410
    assert Browser(app).get(link).status_code == 410


def test_a_known_address_is_answered_as_an_unknown_one_and_its_owner_is_told(house: House) -> None:
    known = join(house.app, email="Amy@Example.org")
    (told,) = mails(house.app)
    unknown = join(house.app)
    assert said(known) == said(unknown)
    assert told["To"] == "amy@example.org"
    assert "already" in told["Subject"]
    assert link_in(mails(house.app)[-1]).startswith("/confirm/")


def test_an_owner_is_told_once_a_day(house: House) -> None:
    for _again in range(3):
        join(house.app, email="amy@example.org")
    assert len(mails(house.app)) == 1


def test_nobody_learns_by_joining_whose_address_it_is(house: House) -> None:
    house.do(add_unclaimed, "Old Olga", "olga", "olga@example.org")
    for handle in ("amy", "olga", "una"):
        answers = {said(join(house.app, handle=handle, email=f"{who}@example.org")) for who in ("amy", "olga", "una")}
        assert len(answers) == 1, handle


def test_one_address_gets_three_links_a_day_however_often_it_is_typed(app: Flask) -> None:
    answers = {said(join(app, handle=f"una{number}")) for number in range(5)}
    assert len(answers) == 1
    assert len(mails(app)) == 3


def test_of_two_links_for_one_address_the_second_comes_too_late(app: Flask) -> None:
    links = [wish(app, handle=handle) for handle in ("una", "una2")]
    assert [Browser(app).post(link).status_code for link in links] == [303, 410]
    assert find(app, "una2") is None


def test_a_link_clicked_twice_at_once_makes_one_member(house: House) -> None:
    token = wish(house.app).rpartition("/")[2]
    outcomes = house.at_once(*[lambda: confirm(token, agent="Test")] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["StaleLink", "str"]
    assert find(house.app, "una")


def test_whose_handle_was_taken_meanwhile_may_choose_another(app: Flask) -> None:
    links = [wish(app), wish(app, email="una2@example.org")]
    assert Browser(app).post(links[0]).status_code == 303
    late = Browser(app)
    asked = late.post(links[1])
    assert asked.status_code == 422
    assert 'name="handle"' in asked.text
    assert late.post(links[1], handle="una").status_code == 422
    assert late.post(links[1], handle="not a handle").status_code == 422
    assert late.post(links[1], handle="una2").status_code == 303
    second = find(app, "una2")
    assert second is not None
    assert second.email == "una2@example.org"


def test_of_two_who_prove_the_same_handle_at_once_one_gets_it(house: House) -> None:
    written = [wish(house.app, email=f"una{number}@example.org").rpartition("/")[2] for number in range(2)]
    outcomes = house.at_once(*[lambda token=token: confirm(token, agent="Test") for token in written])
    assert [type(outcome).__name__ for outcome in outcomes].count("str") == 1
    assert house.do(lambda: db.session.query(Member).filter_by(handle_key="una").count()) == 1


def test_whoever_reads_the_mail_of_imported_writing_becomes_its_author(house: House) -> None:
    olga = house.do(add_unclaimed, "Old Olga", "olga", "olga@example.org")
    link = wish(house.app, name="Olga Orlov", handle="olga", email="OLGA@example.org")
    assert Browser(house.app).post(link).status_code == 303
    claimed = find(house.app, "olga")
    assert claimed is not None
    assert (claimed.id, claimed.name, claimed.role) == (olga, "Olga Orlov", Role.MEMBER)


def test_nobody_else_gets_the_handle_of_imported_writing(house: House) -> None:
    house.do(add_unclaimed, "Old Olga", "olga", "olga@example.org")
    link = wish(house.app, handle="olga")
    assert Browser(house.app).post(link).status_code == 422


def test_a_link_is_good_for_two_days_and_for_its_purpose_only(app: Flask, visitor: Browser) -> None:
    link = wish(app)
    token = link.rpartition("/")[2]
    for other in ("/password/", "/set-up/", "/demo/"):
        assert visitor.get(other + token).status_code == 410
    assert visitor.post("/demo/" + token).status_code == 410
    with later(hours=47, minutes=59):
        assert visitor.get(link).status_code == 200
    with later(hours=48, minutes=1):
        assert visitor.get(link).status_code == 410
        assert visitor.post(link).status_code == 410
    assert find(app, "una") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "U"},
        {"name": "U" * 81},
        {"handle": "u"},
        {"handle": "u" * 31},
        {"handle": "una unger"},
        {"handle": "-una"},
        {"handle": "ünа"},
        {"email": "una"},
        {"email": "una@example.org\nBcc: all@example.org"},
        {"email": "u" * 250 + "@example.org"},
        {"password": "too short"},
        {"password": "x" * 257},
        {"password": "aaaaaaaaaaaaaaaa"},
        {"password": "una@example.org"},
        {"agree": ""},
    ],
    ids=str,
)
def test_a_form_that_needs_another_look_keeps_what_was_typed_but_the_password(
    visitor: Browser, app: Flask, fields: dict[str, str]
) -> None:
    answer = visitor.post("/join", **{**UNA, **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert ("Una Unger" in answer.text) == ("name" not in fields)
    assert ">a long enough one" not in answer.text
    assert 'value="a long enough one"' not in answer.text
    with app.app_context():
        assert db.session.query(SignUp).count() == 0


def test_a_member_who_is_signed_in_has_no_need_to_join(house: House) -> None:
    assert house.browser(house.amy).get("/join").headers["Location"] == "/"


# Setting up

OURS = {**UNA, "site_name": "Bus friends"}


def test_the_community_is_set_up_once_by_its_link(app: Flask, visitor: Browser) -> None:
    with app.app_context():
        links = [f"/set-up/{issue(Purpose.SET_UP)}" for _link in range(2)]
    assert visitor.get(links[0]).status_code == 200
    assert visitor.post(links[0], **{**OURS, "password": "short"}).status_code == 422
    assert visitor.post(links[0], **OURS).headers["Location"] == "/groups/new"
    una = find(app, "una")
    assert una is not None
    assert una.role == Role.ADMIN
    assert "Bus friends" in visitor.get("/").text
    for link in links:
        again = Browser(app).post(link, **{**OURS, "handle": "eve", "email": "eve@example.org"})
        assert again.status_code == 410
    assert find(app, "eve") is None


# Hashing


@pytest.fixture
def hashed_outside(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time a password was hashed, whether no transaction was writing."""
    seen: list[bool] = []
    real = passwords._hasher

    class Watching:
        def hash(self, password: str) -> str:
            seen.append(not db.session.info.get("writing"))
            return real.hash(password)

        def verify(self, password_hash: str, password: str) -> bool:
            seen.append(not db.session.info.get("writing"))
            return real.verify(password_hash, password)

        def check_needs_rehash(self, _hash: str) -> bool:
            return True

    monkeypatch.setattr(passwords, "_hasher", Watching())
    return seen


def test_no_password_is_hashed_while_others_wait_to_write(app: Flask, hashed_outside: list[bool]) -> None:
    visitor = Browser(app)
    visitor.post(wish(app))
    visitor.post("/sign-in", identifier="una", password=UNA["password"])
    visitor.post("/sign-in", identifier="nobody", password=UNA["password"])
    visitor.post("/password", email=UNA["email"])
    visitor.post(link_in(mails(app)[-1]), password="another long one")
    with app.app_context():
        link = issue(Purpose.SET_UP)
    visitor.post(f"/set-up/{link}", **{**OURS, "handle": "eve", "email": "eve@example.org"})
    assert len(hashed_outside) >= 6
    assert all(hashed_outside)


def test_a_stale_link_says_so_in_a_sentence(visitor: Browser) -> None:
    answer = visitor.get("/confirm/1.abc")
    assert answer.status_code == 410 == StaleLink.status
    assert "This link no longer works" in answer.text
