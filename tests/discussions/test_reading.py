"""How far people have read: what is unread, where one goes on, and that nothing of it goes back."""

import re

import pytest
from builders import Browser, House, later
from sqlalchemy import select

from forum.database import db
from forum.discussions import operations, queries
from forum.discussions.models import Reading
from forum.groups import operations as groups
from forum.moderation import operations as moderation
from forum.ports import clocks

LONG = 60


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1, whose posts 58 to 60 are hidden."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    for number in range(2, LONG + 1):
        house.reply(house.amy if number % 2 else house.dan, 1, f"Post number {number}.")
    for number in (58, 59, 60):
        house.do(moderation.hide, house.mo, 1, number, "Not yet.")
    return house


def look(house: House, browser: Browser, path: str) -> str:
    """Open a page and let what was seen be written down."""
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200, path
    house.settle()
    return answer.text


def unread(house: House, viewer: object, discussion_id: int = 1) -> int:
    rows, _more = house.do(queries.list_latest, viewer)
    return next(row.unread for row in rows if row.id == discussion_id)


def position(house: House, viewer: object, discussion_id: int = 1) -> int | None:
    mine = select(Reading.number).where(Reading.member_id == viewer.id, Reading.discussion_id == discussion_id)
    return house.do(lambda: db.session.scalar(mine))


def opens_at(browser: Browser, discussion_id: int = 1) -> str:
    answer = browser.get(f"/d/{discussion_id}/unread")
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_hidden_posts_are_never_unread_and_one_that_is_shown_again_is(talk: House) -> None:
    ben = talk.browser(talk.ben)
    for page in (1, 2, 3):
        look(talk, ben, f"/d/1?page={page}")
    assert position(talk, talk.ben) == 57
    assert unread(talk, talk.ben) == 0
    assert opens_at(ben).endswith("?page=3#post-57")

    talk.do(operations.mark_all_read, talk.ben, clocks.now())
    assert unread(talk, talk.ben) == 0
    talk.do(moderation.unhide, talk.mo, 1, 58)
    assert unread(talk, talk.ben) == 1
    assert opens_at(ben).endswith("?page=3#post-58")
    talk.do(moderation.hide, talk.mo, 1, 58, "Not yet.")
    assert unread(talk, talk.ben) == 0
    assert talk.findings() == []


def test_own_posts_are_not_unread_and_a_deleted_one_leaves_nothing_behind(talk: House) -> None:
    ben = talk.browser(talk.ben)
    look(talk, ben, "/d/1?page=3")
    talk.reply(talk.ben, 1, "Mine.")
    assert unread(talk, talk.ben) == 0
    added = talk.reply(talk.amy, 1, "Hers.").number
    assert unread(talk, talk.ben) == 1
    talk.delete(talk.amy, 1, added)
    assert unread(talk, talk.ben) == 0


def test_two_tabs_that_report_out_of_order_never_take_the_reader_back(talk: House) -> None:
    ben = talk.browser(talk.ben)
    for number in (40, 12):
        assert ben.post("/d/1/reading", number=number).status_code == 204
    assert position(talk, talk.ben) == 40
    talk.at_once(*(
        lambda number=number: operations.read_up_to(talk.ben, 1, number) for number in (7, 50, 33, 55, 21, 2, 49, 30)
    ))  # fmt: skip
    assert position(talk, talk.ben) == 55
    assert talk.findings() == []


def test_a_report_beyond_the_end_ends_at_the_last_post_that_is_shown(talk: House) -> None:
    ben = talk.browser(talk.ben)
    assert ben.post("/d/1/reading", number=9000).status_code == 204
    assert position(talk, talk.ben) == 57
    for broken in ("", "0", "-1", "x", "9" * 30, "١"):
        assert ben.post("/d/1/reading", number=broken).status_code == 400
    assert talk.browser(None).post("/d/1/reading", number=5).status_code == 401


def test_a_browser_that_reports_by_itself_is_believed(talk: House) -> None:
    ben = talk.browser(talk.ben)
    assert ben.post("/d/1/reading", number=3).status_code == 204
    look(talk, ben, "/d/1")
    assert position(talk, talk.ben) == 3
    look(talk, talk.browser(talk.ben), "/d/1")
    assert position(talk, talk.ben) == 25


def test_a_page_fetched_ahead_is_not_read(talk: House) -> None:
    ben = talk.browser(talk.ben)
    ben.get("/d/1", **{"Sec-Purpose": "prefetch;prerender"})
    talk.settle()
    assert position(talk, talk.ben) is None
    tag = ben.get("/d/1", **{"Sec-Purpose": "prefetch"}).headers["ETag"]
    assert ben.get("/d/1", **{"If-None-Match": tag}).status_code == 304
    talk.settle()
    assert position(talk, talk.ben) == 25


def test_a_line_shows_what_is_new_as_long_as_the_visit_lasts(talk: House) -> None:
    ben = talk.browser(talk.ben)
    first = look(talk, ben, "/d/1?page=3")
    assert 'id="unseen"' not in first
    with later(hours=2):
        talk.reply(talk.ben, 1, "Mine.")
        talk.reply(talk.amy, 1, "Hers.")
        for _again in range(2):
            page = look(talk, ben, "/d/1?page=3")
            assert page.index("post-61") < page.index('id="unseen"') < page.index('id="post-62"')
            assert "New since your last visit" in page
            assert "Skip to the first unread post (62)" in page
    with later(hours=3):
        assert 'id="unseen"' not in look(talk, ben, "/d/1?page=3")


def test_who_reads_on_is_shown_where_they_had_come(talk: House) -> None:
    ben = talk.browser(talk.ben)
    look(talk, ben, "/d/1")
    with later(hours=2):
        assert "Go on where you left off (post 25)" in ben.get("/d/1").text
        assert opens_at(ben).endswith("?page=2#post-26")
        page = look(talk, ben, opens_at(ben))
        assert "You had read up to here" in page


def test_the_pages_validator_tells_the_line_and_the_views(talk: House) -> None:
    ben, path = talk.browser(talk.ben), "/d/1?page=3"
    look(talk, ben, path)
    tag = ben.get(path).headers["ETag"]
    talk.settle()
    assert ben.get(path, **{"If-None-Match": tag}).status_code == 304
    with later(hours=2):
        assert ben.get(path, **{"If-None-Match": tag}).status_code == 200
    look(talk, talk.browser(talk.cat), path)
    assert ben.get(path, **{"If-None-Match": tag}).status_code == 200


def test_all_read_counts_what_was_there_when_the_page_was_made(talk: House) -> None:
    ben = talk.browser(talk.ben)
    assert unread(talk, talk.ben) == 57
    page = ben.get("/forum?sort=unread").text
    talk.start(talk.amy, talk.open, "A tram meanwhile", "Look at that.")
    assert ben.post("/forum/read", **hidden_fields(page, "/forum/read")).status_code == 303
    assert unread(talk, talk.ben) == 0
    assert unread(talk, talk.ben, 2) == 1

    undo = re.search(r'action="(/forum/unread[^"]*)"', ben.get("/forum").text)
    assert undo
    assert ben.post(undo[1].replace("&amp;", "&")).status_code == 303
    assert unread(talk, talk.ben) == 57


def test_all_of_one_group_is_read(talk: House) -> None:
    talk.start(talk.amy, talk.private, "The cabin", "Ours.")
    ben = talk.browser(talk.ben)
    page = ben.get("/forum?sort=unread&group=cabin").text
    ben.post("/forum/read", **hidden_fields(page, "/forum/read"))
    assert unread(talk, talk.ben, 2) == 0
    assert unread(talk, talk.ben) == 57


@pytest.mark.parametrize("until", ["", "x", "-5", "9" * 18, "9" * 40])
def test_a_mark_that_is_not_one_is_refused_or_ends_now(talk: House, until: str) -> None:
    answer = talk.browser(talk.ben).post("/forum/read", until=until)
    assert answer.status_code in (303, 400)
    talk.start(talk.amy, talk.open, "A tram later", "Look at that.")
    assert unread(talk, talk.ben, 2) == 1


def test_what_was_said_before_one_came_is_not_unread(talk: House) -> None:
    eve = talk.member("eve", "Eve East")
    assert unread(talk, eve) == 0
    talk.do(groups.join, eve, talk.open)
    assert unread(talk, eve) == 0
    assert opens_at(talk.browser(eve)) == "/d/1-a-bus-at-last"
    talk.reply(talk.amy, 1, "Welcome.")
    assert unread(talk, eve) == 1


def test_only_own_groups_and_opened_discussions_are_unread(talk: House) -> None:
    assert unread(talk, talk.cat) == 0
    look(talk, talk.browser(talk.cat), "/d/1")
    assert unread(talk, talk.cat) == 32
    talk.reply(talk.amy, 1, "One more.")
    assert unread(talk, talk.cat) == 33


def test_positions_in_a_group_that_one_left_tell_nothing(talk: House) -> None:
    cabin = talk.start(talk.amy, talk.private, "The cabin", "Ours.").discussion_id
    ben = talk.browser(talk.ben)
    look(talk, ben, f"/d/{cabin}")
    talk.do(groups.remove, talk.amy, talk.private, "ben")
    talk.reply(talk.amy, cabin, "Alone again.")
    for path in ("/", "/forum", "/forum?sort=unread", "/forum?sort=new", "/me"):
        assert "The cabin" not in ben.get(path).text
    assert ben.get(f"/d/{cabin}/unread").status_code == 404
    assert ben.post(f"/d/{cabin}/reading", number=2).status_code == 404
    talk.do(groups.add, talk.amy, talk.private, "ben")
    assert position(talk, talk.ben, cabin) == 1
    assert unread(talk, talk.ben, cabin) == 0


def hidden_fields(page: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.S)
    assert form
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value for name, value in fields if name != "csrf_token"}
