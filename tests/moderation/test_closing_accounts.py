"""Closing one's account: nothing is left that tells who it was, every count stays right, and nobody is stranded."""

import re

import pytest
from builders import PASSWORD, Browser, House, contents, later, mails, quote
from sqlalchemy import select

from forum import text
from forum.accounts.models import Member, Role
from forum.accounts.operations import start_session
from forum.accounts.operations.proving import NotProved
from forum.accounts.queries import find_signed_in
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.errors import ForumError
from forum.groups import operations as groups
from forum.moderation import operations as moderation


def close(house: House, member: Viewer, posts: str = "keep") -> int:
    return house.browser(member).post("/me/account/closing", posts=posts).status_code


def proved(house: House, member: Viewer) -> Viewer:
    """The member at a browser where they have just signed in."""
    found = house.do(find_signed_in, house.do(start_session, member.id, "Test"))
    assert found
    return found


@pytest.fixture
def talk(house: House) -> int:
    """Amy's discussion, in which Ben answers, is quoted and is mentioned."""
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    house.reply(house.ben, opened, "The zebrawood is in.", answering=1)
    house.reply(house.dan, opened, quote(f"/d/{opened}/2", "The zebrawood is in.", by="ben") + "So @ben says.")
    house.work()
    return opened


def test_nothing_is_left_that_tells_who_it_was_and_what_was_written_stays(house: House, talk: int) -> None:
    house.do(groups.invite_address, house.amy, house.private, "ben@example.org")
    browser = house.browser(house.ben)
    browser.post("/me/profile", organisation="Brown and sons", sector="public", time_zone="UTC")
    browser.post("/me/email", email="ben.brown@example.net")
    assert "cannot be taken back" in browser.get("/me/account/closing").text
    answer = browser.post("/me/account/closing", posts="keep")
    assert answer.headers["Location"] == "/"
    assert "Your account is closed" in browser.get("/").text
    house.work()
    page = house.page(None, f"/d/{talk}")
    assert page.count("The zebrawood is in.") == 2
    assert "Former member" in page
    assert "Ben Brown" not in page
    assert "/members/ben" not in page
    assert browser.get("/me/sessions").status_code == 303
    for path in ("/members/ben", f"/d/{talk}?by=ben"):
        assert "Ben Brown" not in house.browser(house.amy).get(path, follow=True).text
    assert Browser(house.app).post("/sign-in", identifier="ben", password=PASSWORD).status_code == 422
    house.work()
    held = repr(contents(house.app))
    for told in ("Ben Brown", "ben@example.org", "ben.brown@example.net", "Brown and sons"):
        assert told not in held
    assert "2 members" in house.page(None, "/groups/buses")
    assert house.findings() == []


def test_a_last_mail_says_so_and_is_forgotten_too(house: House) -> None:
    assert close(house, house.ben) == 303
    assert [mail["To"] for mail in mails(house.app)] == ["ben@example.org"]
    house.work()
    assert "ben@example.org" not in repr(contents(house.app))


def test_what_was_written_is_taken_down_for_good(house: House, talk: int) -> None:
    alone = house.start(house.ben, house.open, "Only mine", "Some words of mine.").discussion_id
    assert close(house, house.ben, posts="take_down") == 303
    house.work()
    page = house.page(None, f"/d/{talk}")
    assert "zebrawood" not in page
    assert "It comes on time." in page
    assert house.browser(None).get(f"/d/{alone}").status_code == 404
    assert "Some words of mine." not in repr(contents(house.app))
    assert house.findings() == []


def test_the_only_organiser_and_the_only_admin_stay_and_are_told_why(house: House) -> None:
    answer = house.browser(house.amy).post("/me/account/closing", posts="keep")
    assert answer.status_code == 422
    assert "only organiser of Buses, Cabin" in answer.text
    for group in (house.open, house.private):
        house.do(groups.appoint, house.amy, group, "ben")
    assert close(house, house.amy) == 303
    assert "only admin" in house.browser(house.ada).post("/me/account/closing", posts="keep").text
    house.member("eve", "Eve East", Role.ADMIN)
    assert close(house, house.ada) == 303
    assert house.findings() == []


def test_a_group_in_which_nobody_else_is_is_archived(house: House) -> None:
    house.group(house.cat, "Trams", "open")
    assert close(house, house.cat) == 303
    assert "This group is archived" in house.page(None, "/groups/trams")
    assert house.findings() == []


def test_nobody_has_the_handle_for_a_year_and_the_table_does_not_say_whose_it_was(house: House) -> None:
    close(house, house.ben)
    fields = {"name": "Una Unger", "email": "una@example.org", "password": PASSWORD, "agree": "y"}
    for handle in ("ben", "BEN"):
        assert Browser(house.app).post("/join", handle=handle, **fields).status_code == 422
    assert "ben" not in repr(contents(house.app)["retired_handle"]).lower().split("'")
    with later(days=366):
        assert Browser(house.app).post("/join", handle="ben", **fields).status_code == 303


def test_it_asks_once_more_who_is_there(house: House) -> None:
    browser = house.browser(house.ben)
    with later(minutes=11):
        assert browser.get("/me/account/closing").headers["Location"].startswith("/me/proof")
        assert browser.post("/me/account/closing", posts="keep").headers["Location"].startswith("/me/proof")
    with pytest.raises(NotProved):
        house.do(moderation.close_account, house.ben, keep_posts=True)
    assert house.do(lambda: db.session.scalar(select(Member.name).where(Member.handle_key == "ben"))) == "Ben Brown"


@pytest.mark.parametrize("keep", [True, False], ids=["keep", "take down"])
def test_closing_while_posting_joining_and_being_mentioned_keeps_every_count_right(
    house: House, talk: int, keep: bool
) -> None:
    ben, trams = proved(house, house.ben), house.group(house.amy, "Trams", "open")
    outcomes = house.at_once(
        lambda: moderation.close_account(ben, keep_posts=keep),
        lambda: discussions.reply(ben, talk, text.cook("One more word.")),
        lambda: discussions.reply(house.dan, talk, text.cook("Look, @ben, a bus.")),
        lambda: groups.join(ben, trams),
        lambda: discussions.rename(ben, name="Benjamin Brown", handle="benjamin"),
    )
    assert all(outcome is None or not isinstance(outcome, Exception) or isinstance(outcome, ForumError)
               for outcome in outcomes), outcomes  # fmt: skip
    assert house.findings() == []
    if outcomes[0] is None:
        house.work()
        assert not re.search("Ben(jamin)? Brown", repr(contents(house.app)))
    assert house.findings() == []
