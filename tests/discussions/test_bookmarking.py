"""Bookmarks: a post and a note, for one's own eyes; a post that may not be read any more leaves the note alone."""

import pytest
from builders import House

from forum.discussions.operations import bookmark
from forum.groups import operations as groups
from forum.moderation import operations as moderation


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1 and Dan's reply 2 to it, and Amy's discussion 2 in the private group."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.dan, 1, "Count me in.")
    house.start(house.amy, house.private, "Keys of the cabin", "Under the zanzibar mat.")
    return house


def test_a_member_keeps_a_post_with_a_note_and_forgets_it(talk: House) -> None:
    cat = talk.browser(talk.cat)
    assert 'href="/d/1/2/bookmark"' in talk.page(talk.cat, "/d/1")
    assert "Count me in." in cat.get("/d/1/2/bookmark").text
    assert cat.post("/d/1/2/bookmark", note="x" * 501).status_code == 422
    kept = cat.post("/d/1/2/bookmark", note="Ask Dan <when>")
    assert kept.headers["Location"] == "/d/1-a-bus-at-last#post-2"
    assert "bookmarked" in talk.page(talk.cat, "/d/1")
    assert "Ask Dan" in talk.page(talk.cat, "/me")
    page = talk.page(talk.cat, "/me/bookmarks")
    assert "Ask Dan &lt;when&gt;" in page
    assert "A bus at last" in page
    assert "Count me in." in page
    assert "Ask Dan" in cat.get("/d/1/2/bookmark").text
    cat.post("/d/1/2/bookmark", note="Ask Amy")
    page = talk.page(talk.cat, "/me/bookmarks")
    assert "Ask Dan" not in page
    assert page.count("A bus at last") == 1
    assert cat.post("/me/bookmarks/1/removal").status_code == 303
    assert "No bookmarks yet" in talk.page(talk.cat, "/me/bookmarks")
    assert ">bookmarked<" not in talk.page(talk.cat, "/d/1")


def test_a_bookmark_is_nobody_elses_business(talk: House) -> None:
    talk.do(bookmark, talk.ben, 1, 2, "Zebra")
    for who in (talk.dan, talk.amy, talk.ada):
        assert ">bookmarked<" not in talk.page(who, "/d/1")
        assert "Zebra" not in talk.page(who, "/me/bookmarks")
        assert talk.browser(who).post("/me/bookmarks/1/removal").status_code == 303
    assert "Zebra" in talk.page(talk.ben, "/me/bookmarks")


def test_only_what_may_be_read_can_be_kept(talk: House) -> None:
    for who in (talk.cat, talk.dan, talk.mo):
        assert talk.browser(who).post("/d/2/1/bookmark").status_code == 404
        assert talk.browser(who).get("/d/2/1/bookmark").status_code == 404
    talk.delete(talk.dan, 1, 2)
    assert talk.browser(talk.ben).post("/d/1/2/bookmark").status_code == 403


def test_what_may_not_be_read_any_more_leaves_the_note_alone(talk: House) -> None:
    talk.do(bookmark, talk.ben, 2, 1, "Remember this")
    talk.do(bookmark, talk.ben, 1, 2, "And that")
    talk.do(groups.leave, talk.ben, talk.private)
    talk.do(moderation.hide, talk.amy, 1, 2, "It names a person.")
    page = talk.page(talk.ben, "/me/bookmarks")
    for word in ("zanzibar", "Keys", "cabin", "Cabin", "/d/2", "Amy Adams", "Count me in.", "Dan Dale", "/d/1/2"):
        assert word not in page, word
    assert page.count("A post that you can no longer read") == 2
    assert "Remember this" in page
    assert "And that" in page
    talk.do(groups.add, talk.amy, talk.private, "ben")
    assert "zanzibar" in talk.page(talk.ben, "/me/bookmarks")
    talk.do(groups.leave, talk.ben, talk.private)
    assert talk.browser(talk.ben).post("/me/bookmarks/1/removal").status_code == 303
    assert "Remember this" not in talk.page(talk.ben, "/me/bookmarks")


def test_a_page_kept_by_a_browser_is_another_one_after_a_bookmark(talk: House) -> None:
    ben, amy = talk.browser(talk.ben), talk.browser(talk.amy)
    bens, amys = (who.get("/d/1").headers["ETag"] for who in (ben, amy))
    talk.do(bookmark, talk.ben, 1, 2, "")
    assert ben.get("/d/1", **{"If-None-Match": bens}).status_code == 200
    assert amy.get("/d/1", **{"If-None-Match": amys}).status_code == 304


def test_bookmarking_twice_at_once_keeps_one(talk: House) -> None:
    assert talk.at_once(*[lambda: bookmark(talk.ben, 1, 2, "Twice")] * 4) == [None] * 4
    assert talk.page(talk.ben, "/me/bookmarks").count("Twice") == 1
