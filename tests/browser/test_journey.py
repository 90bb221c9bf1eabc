"""From a visitor to a member who is quoted: with JavaScript and without."""

import re
from collections.abc import Callable

import pytest
from builders import House
from flask import Flask
from playwright.sync_api import expect

from forum.ports.mailers import MemoryMailer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_joins_starts_a_discussion_and_is_answered_and_quoted(
    javascript: bool, app: Flask, house: House, open_browser: Callable
) -> None:
    eve = open_browser(javascript=javascript)
    page = eve.goto("/")
    page.get_by_role("link", name="Join").first.click()
    page.get_by_label("Your name").fill("Eve Ellis")
    page.get_by_label("Handle").fill("eve")
    page.get_by_label("Email address").fill("eve@example.org")
    page.get_by_label("Password").fill("seven plain green doors")
    page.get_by_label("I agree to the guidelines").check()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mail")

    house.work()
    eve.page.goto(link_in_the_last_mail(app))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_contain_text("Welcome")

    page.get_by_role("link", name="Buses").first.click()
    page.get_by_role("main").get_by_role("button", name=re.compile("Join")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Buses")

    page.get_by_role("link", name=re.compile("Start a discussion")).first.click()
    page.get_by_label("Title").fill("Where the 17 stops at night")
    page.get_by_role("textbox", name="Your post").fill(
        "It used to stop **at the library**. Does anyone know why it does not?"
    )
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("strong", has_text="at the library")).to_be_visible()
    page.get_by_role("button", name=re.compile("Start|Post")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where the 17 stops at night")

    ben = open_browser(javascript=javascript)
    ben.sign_in(house.ben)
    ben.page.goto(page.url)
    ben.page.get_by_role("link", name=re.compile("Quote")).first.click()
    box = ben.page.get_by_role("textbox", name="Your reply")
    assert "[@eve](/d/1/1) wrote:" in box.input_value()
    box.fill(box.input_value() + "Because of the roadworks.")
    ben.page.get_by_role("button", name="Post reply").click()
    expect(ben.page.locator("#post-2 blockquote.quote")).to_contain_text("Eve Ellis wrote")
    expect(ben.page.locator("#post-2")).to_contain_text("Because of the roadworks.")

    page.reload()
    page.get_by_role("link", name="Eve Ellis wrote").click()
    expect(page.locator("#post-1")).to_be_visible()
    assert page.url.endswith("#post-1")
    assert eve.complaints == []
    assert ben.complaints == []
    assert house.findings() == []


def test_a_member_deletes_a_post_and_takes_it_back(house: House, open_browser: Callable) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, opened.discussion_id, "I doubt it.")
    ben = open_browser()
    ben.sign_in(house.ben)
    page = ben.goto(f"/d/{opened.discussion_id}")
    page.locator("#post-2").locator("summary").click()
    page.locator("#post-2").get_by_role("button", name=re.compile("Delete")).click()
    expect(page.locator("#post-2")).not_to_contain_text("I doubt it.")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator("#post-2")).to_contain_text("I doubt it.")
    assert ben.complaints == []


def link_in_the_last_mail(app: Flask) -> str:
    mailer: MemoryMailer = app.extensions["roomful.mailer"]
    body = mailer.sent[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http\S+", body.get_content())
    assert found is not None
    return found[0]
