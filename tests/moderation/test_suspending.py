"""Suspending a member for a while: on every surface, for a reason, and it ends by itself."""

from datetime import timedelta

import pytest
from builders import PASSWORD, Browser, House, counting_queries, later
from sqlalchemy import select

from forum import text
from forum.accounts.operations import sign_in
from forum.accounts.standing import Suspended
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.errors import ForumError
from forum.moderation import operations as moderation
from forum.moderation.models import Ruling

REASON = "He <shouts> at people."


@pytest.fixture
def una(house: House) -> Viewer:
    """A member with a password, whom Amy has let write in her group."""
    return house.member("una", "Una Unger", password=PASSWORD)


def suspend(house: House, handle: str = "una", days: int = 7, by: Viewer | None = None) -> int:
    return house.browser(by or house.mo).post(
        f"/members/{handle}/suspension", reason=REASON, days=days
    ).status_code  # fmt: skip


def rulings(house: House) -> list[tuple[str, int | None]]:
    rows = house.do(lambda: db.session.execute(select(Ruling.act, Ruling.undoes_id).order_by(Ruling.id)).all())
    return [tuple(row) for row in rows]


def test_a_suspended_member_is_told_why_and_until_when_on_every_page(house: House, una: Viewer) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    browser = house.browser(una)
    browser.post("/groups/buses/membership")
    assert suspend(house) == 303
    for path in ("/", "/groups/buses", f"/d/{opened}", "/me/sessions", "/members/una", "/sign-in", "/nowhere"):
        answer = browser.get(path, follow=True)
        assert answer.status_code == 403, path
        assert "Your account is suspended" in answer.text
        assert "He &lt;shouts&gt; at people." in answer.text
        assert "Una Unger" not in answer.text
    answer = browser.post(f"/d/{opened}/posts", body="But I was about to say this.")
    assert answer.status_code == 403
    assert "But I was about to say this." in answer.text
    assert browser.post("/sign-out").status_code == 303
    assert browser.get("/groups/buses").status_code == 200


def test_signing_in_is_refused_after_the_right_password_only(house: House, una: Viewer) -> None:
    suspend(house)
    browser = Browser(house.app)
    wrong = browser.post("/sign-in", identifier="una", password="something else entirely")
    assert wrong.status_code == 422
    assert "suspended" not in wrong.text
    right = browser.post("/sign-in", identifier="una", password=PASSWORD)
    assert right.status_code == 403
    assert "He &lt;shouts&gt; at people." in right.text
    assert browser.get("/").status_code == 200
    with pytest.raises(Suspended):
        house.do(sign_in, "una", PASSWORD, network_address="192.0.2.1", agent="Test")


def test_it_ends_by_itself_and_the_sessions_go_on(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    suspend(house, days=3)
    with later(days=2, hours=23):
        assert browser.get("/me/sessions").status_code == 403
    with later(days=3, minutes=1):
        assert browser.get("/me/sessions").status_code == 200
        assert suspend(house, days=1) == 303
        assert browser.get("/me/sessions").status_code == 403
    assert house.findings() == []


def test_a_suspension_is_lifted_and_both_stand_in_the_record(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    suspend(house)
    assert suspend(house) == 409
    page = house.page(house.mo, "/members/una")
    assert "He &lt;shouts&gt; at people." in page
    assert "/members/una/suspension/lifting" in page
    assert "suspended <bdi" in house.page(house.ada, "/moderation/rulings")
    assert "/members/una/suspension/lifting" in house.page(house.ada, "/moderation/rulings")
    for viewer in (None, house.ben):
        assert "uspend" not in house.page(viewer, "/members/una")
    for _again in range(2):
        assert house.browser(house.mo).post("/members/una/suspension/lifting").status_code == 303
    assert browser.get("/me/sessions").status_code == 200
    assert "suspended <bdi" in browser.get("/me/rulings").text
    assert rulings(house) == [("suspend", None), ("lift", 1)]
    assert "/members/una/suspension/lifting" not in house.page(house.ada, "/moderation/rulings")
    assert house.findings() == []


def test_staff_suspend_members_admins_also_staff_and_nobody_themselves(house: House, una: Viewer) -> None:
    for who, handle in (("amy", "una"), ("mo", "mo"), ("mo", "ada"), ("ada", "ada"), ("ben", "mo")):
        assert suspend(house, handle, by=getattr(house, who)) == 403, (who, handle)
    mo = house.browser(house.mo)
    assert suspend(house, "mo", by=house.ada) == 303
    assert "suspended" in mo.get("/moderation/rulings").text
    assert suspend(house, "una", by=house.ada) == 303


def test_what_a_suspended_member_wrote_stays(house: House) -> None:
    opened = house.start(house.ben, house.open, "A bus at last", "It comes on time.").discussion_id
    suspend(house, "ben")
    page = house.page(None, f"/d/{opened}")
    assert "It comes on time." in page
    assert "Ben Brown" in page


def test_the_look_up_of_a_member_takes_one_query_still(house: House, una: Viewer) -> None:
    browser = house.browser(una)
    suspend(house)
    with counting_queries(house.app) as statements:
        assert browser.get("/language").status_code == 403
    assert len([statement for statement in statements if "browser_session" in statement]) == 1
    assert len(statements) <= 2


def test_two_admins_who_suspend_one_another_do_not_both(house: House) -> None:
    eve = house.member("eve", "Eve East", "admin")
    week = timedelta(days=7)
    outcomes = house.at_once(
        lambda: moderation.suspend(house.ada, "eve", REASON, lasting=week),
        lambda: moderation.suspend(eve, "ada", REASON, lasting=week),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Suspended"]
    assert house.findings() == []


def test_suspending_while_posting_loses_nothing_and_ends_it(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    browsers = [house.browser(house.ben) for _ in range(4)]
    outcomes = house.at_once(
        *[lambda browser=browser: browser.post(f"/d/{opened}/posts", body="So be it.").status_code
          for browser in browsers],
        lambda: suspend(house, "ben"),
    )  # fmt: skip
    *posted, suspended = outcomes
    assert suspended == 303
    assert set(posted) <= {303, 403}
    assert house.page(None, f"/d/{opened}").count("So be it.") == posted.count(303)
    assert browsers[0].post(f"/d/{opened}/posts", body="Once more.").status_code == 403
    assert house.findings() == []
    with pytest.raises(ForumError):
        house.do(discussions.reply, house.cat, opened, text.cook("I am outside."))
