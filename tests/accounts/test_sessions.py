"""Browsers that are signed in: seeing and ending them."""

import re
from datetime import datetime, timedelta

from builders import PASSWORD, Browser, House, later

from forum.accounts.models import BrowserSession
from forum.accounts.operations import purge
from forum.database import db
from forum.ports import clocks


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/me/sessions").status_code == 200


def session_ids(page: str) -> list[str]:
    return re.findall(r"/me/sessions/(\d+)/revocation", page)


def test_one_sees_where_one_is_signed_in_and_which_is_here(house: House) -> None:
    house.member("una", "Una Unger", password=PASSWORD)
    browser = Browser(house.app)
    data = {"identifier": "una", "password": PASSWORD, "csrf_token": browser.csrf_token()}
    browser.client.post("/sign-in", data=data, headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    page = browser.get("/me/sessions").text
    assert "Firefox, Linux" in page
    assert "This device" in page
    assert session_ids(page) == []


def test_one_signs_another_browser_out(house: House) -> None:
    here, elsewhere = house.browser(house.amy), house.browser(house.amy)
    (other,) = session_ids(here.get("/me/sessions").text)
    assert here.post(f"/me/sessions/{other}/revocation").headers["Location"] == "/me/sessions"
    assert not is_signed_in(elsewhere)
    assert is_signed_in(here)
    assert here.post(f"/me/sessions/{other}/revocation").status_code == 303


def test_one_sees_when_another_browser_was_last_used(house: House) -> None:
    here, elsewhere = house.browser(house.amy), house.browser(house.amy)
    assert "Last used" not in here.get("/me/sessions").text
    for hours in (0, 48):
        with later(hours=hours):
            elsewhere.get("/forum")
            house.settle()
    (seen,) = re.findall(r'Last used.*?datetime="([^"]+)"', here.get("/me/sessions").text)
    assert datetime.fromisoformat(seen) > clocks.now() + timedelta(hours=47)


def test_nobody_ends_the_session_of_somebody_else(house: House) -> None:
    amy, ben = house.browser(house.amy), house.browser(house.ben)
    with house.app.app_context():
        ids = db.session.scalars(db.select(BrowserSession.id)).all()
    for session_id in ids:
        ben.post(f"/me/sessions/{session_id}/revocation")
    assert is_signed_in(amy)
    assert not is_signed_in(ben)


def test_a_session_ends_by_itself_after_sixty_days(house: House) -> None:
    browser = house.browser(house.amy)
    with later(days=59):
        assert is_signed_in(browser)
    with later(days=61):
        assert not is_signed_in(browser)
        house.do(purge)
    with house.app.app_context():
        assert db.session.query(BrowserSession).count() == 0


def test_the_table_holds_no_cookie(house: House) -> None:
    browser = house.browser(house.amy)
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    with house.app.app_context():
        assert db.session.query(BrowserSession).filter_by(token_hash=token).count() == 0


def test_who_signs_out_is_told_nothing_and_led_home(house: House) -> None:
    browser = house.browser(house.amy)
    assert browser.post("/sign-out").headers["Location"] == "/"
    assert "Amy Adams" not in browser.get("/me/sessions", follow=True).text
    assert browser.post("/sign-out").status_code == 303
