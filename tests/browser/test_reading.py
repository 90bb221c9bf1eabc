"""How far somebody reads, as a browser with JavaScript reports it."""

from collections.abc import Callable

import pytest
from builders import House
from playwright.sync_api import expect
from sqlalchemy import delete, select

from forum.database import db, operation
from forum.discussions.models import Reading

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_comes_into_view_is_read_and_the_rest_is_gone_on_with(house: House, open_browser: Callable) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.\n\n" * 30)
    for number in range(2, 21):
        house.reply(house.amy, 1, f"Reply number {number}.\n\n" * 12)
    ben = open_browser()
    ben.sign_in(house.ben)
    page = ben.goto("/d/1")
    with page.expect_response("**/d/1/reading") as reported:
        page.locator("#post-3 .post-by").scroll_into_view_if_needed()
    assert reported.value.status == 204

    page = ben.goto("/d/1")  # the whole page counted the first time; from now on this browser is believed
    house.settle()
    house.do(forget_readings)
    page.reload()
    with page.expect_response("**/d/1/reading"):
        page.locator("#post-7 .post-by").scroll_into_view_if_needed()
    house.settle()
    come = house.do(lambda: db.session.scalar(select(Reading.number)))
    assert 7 <= come < 20
    page = ben.goto("/forum")
    expect(page.locator(".badge-new")).to_contain_text(f"{20 - come} new")
    page.locator(".badge-new").click()
    expect(page).to_have_url(f"{ben.base}/d/1-a-bus-at-last#post-{come + 1}")
    assert ben.complaints == []


@operation
def forget_readings() -> None:
    db.session.execute(delete(Reading))
