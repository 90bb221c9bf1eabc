"""What a post said before it was edited."""

import time
from datetime import timedelta

import pytest
from builders import House, quote
from sqlalchemy import func, select

from forum import text
from forum.database import db
from forum.discussions.models import Revision
from forum.ports import clocks

SECRET = "The spare key hangs behind the xylophone."


@pytest.fixture
def talk(house: House) -> int:
    """Amy's discussion, its opening post answered by Ben."""
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time, every day.").discussion_id
    house.reply(house.ben, opened, "Count me in.", answering=1)
    return opened


def changes(page: str) -> str:
    return page.partition('class="changes"')[2].partition("</section>")[0].replace('<span class="vh">', "")


def revisions(house: House) -> int:
    return int(house.do(lambda: db.session.scalar(select(func.count()).select_from(Revision))))


def test_an_edit_shows_what_went_and_what_came(house: House, talk: int) -> None:
    house.edit(house.amy, talk, 1, "It comes too late, every <b>day</b>.")
    page = house.page(None, f"/d/{talk}")
    assert f'href="/d/{talk}/1/history"' in page
    shown = changes(house.page(None, f"/d/{talk}/1/history"))
    assert "<del>[gone:] </span>on time</del>" in shown
    assert "<ins>[new:] </span>too late</ins>" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_each_version_can_be_looked_at_and_two_be_compared(house: House, talk: int) -> None:
    house.edit(house.amy, talk, 1, "It comes late.")
    house.edit(house.amy, talk, 1, "It comes never.", revision=2)
    page = house.page(None, f"/d/{talk}/1/history?version=1")
    assert "as it was first posted" in page
    assert "It comes on time, every day." in changes(page)
    assert "late" in changes(house.page(None, f"/d/{talk}/1/history"))
    jump = changes(house.page(None, f"/d/{talk}/1/history?since=1"))
    assert "late" not in jump
    assert "never" in jump
    browser = house.browser(None)
    assert browser.get(f"/d/{talk}/1/history?version=9").status_code == 404
    assert browser.get(f"/d/{talk}/1/history?version=x&since=").status_code == 200


def test_a_post_that_was_never_edited_has_one_version(house: House, talk: int) -> None:
    page = house.page(None, f"/d/{talk}/2/history")
    assert "Nothing was changed" in page
    assert "Count me in." in page


def test_the_history_of_a_deleted_post_answers_like_none(house: House, talk: int) -> None:
    house.reply(house.amy, talk, "Yes.", answering=2)
    house.edit(house.ben, talk, 2, "Count me out.")
    assert house.browser(None).get(f"/d/{talk}/2/history").status_code == 200
    house.delete(house.ben, talk, 2)
    for viewer in (None, house.ben, house.amy, house.ada):
        assert house.browser(viewer).get(f"/d/{talk}/2/history").status_code == 404


def test_a_quote_that_is_withdrawn_now_is_in_no_earlier_version(house: House, talk: int) -> None:
    source = house.reply(house.amy, talk, SECRET).number
    quoting = house.reply(house.ben, talk, quote(f"/d/{talk}/{source}", SECRET) + "I see.").number
    house.reply(house.amy, talk, "Good.", answering=quoting)
    house.edit(house.ben, talk, quoting, "I see nothing now.")
    path = f"/d/{talk}/{quoting}/history"
    assert "xylophone" in house.page(None, path)
    house.delete(house.amy, talk, source)
    for query in ("", "?version=1", "?since=1", "?version=1&since=2"):
        for viewer in (None, house.ben, house.amy):
            page = house.page(viewer, path + query)
            assert "xylophone" not in page
            assert "withdrawn" in page
    house.restore(house.amy, talk, source)
    assert "xylophone" in house.page(None, path)


def test_the_history_does_not_tell_whether_a_post_exists_that_one_may_not_read(house: House, talk: int) -> None:
    hidden = house.start(house.amy, house.private, "The cabin key", SECRET).discussion_id
    shown = []
    for place in (f"/d/{hidden}/1", "/d/98765/1"):
        number = house.reply(house.ben, talk, quote(place, "Guessed words.") + "So there.").number
        house.reply(house.amy, talk, "Hm.", answering=number)
        house.edit(house.ben, talk, number, "So there was.")
        shown.append(changes(house.page(house.ben, f"/d/{talk}/{number}/history?version=1")))
    assert shown[0] == shown[1]


def test_edited_since_leads_to_what_changed(house: House, talk: int) -> None:
    number = house.reply(house.ben, talk, quote(f"/d/{talk}/1", "It comes on time") + "Does it?").number
    house.edit(house.amy, talk, 1, "It comes late.")
    house.work()
    page = house.page(None, f"/d/{talk}")
    assert f'<a class="quote-note" href="/d/{talk}/1/history?since=1">edited since</a>' in page
    assert "on time" in changes(house.page(None, f"/d/{talk}/1/history?since=1"))
    assert number == 3


def test_the_history_of_a_private_post_is_not_for_outsiders(house: House) -> None:
    cabin = house.start(house.amy, house.private, "The cabin key", SECRET).discussion_id
    assert house.browser(house.ben).get(f"/d/{cabin}/1/history").status_code == 200
    for viewer in (None, house.cat, house.dan, house.mo, house.ada):
        assert house.browser(viewer).get(f"/d/{cabin}/1/history").status_code == 404


# The first five minutes


def test_a_slip_mended_at_once_leaves_no_trace(house: House, talk: int) -> None:
    number = house.reply(house.ben, talk, "Cuont me in.").number
    house.edit(house.ben, talk, number, "Count me in.")
    assert revisions(house) == 0
    assert "/history" not in house.page(None, f"/d/{talk}")
    answer = house.browser(house.ben).post(f"/d/{talk}/{number}/edit", body="From another tab.", revision=1)
    assert answer.status_code == 409


def test_after_five_minutes_an_edit_is_told(house: House, talk: int) -> None:
    number = house.reply(house.ben, talk, "Cuont me in.").number
    later = clocks.now() + timedelta(minutes=5, seconds=1)
    with clocks.reading(lambda: later):
        house.edit(house.ben, talk, number, "Count me in.")
    assert revisions(house) == 1
    assert f"/d/{talk}/{number}/history" in house.page(None, f"/d/{talk}")


@pytest.mark.parametrize("react", ["answer", "quote", "opening"])
def test_once_somebody_has_answered_or_quoted_an_edit_is_told(house: House, talk: int, react: str) -> None:
    number = 1 if react == "opening" else house.reply(house.amy, talk, "I am Amy.").number
    if react == "answer":
        house.reply(house.ben, talk, "I know.", answering=number)
    if react == "quote":
        house.reply(house.ben, talk, quote(f"/d/{talk}/{number}", "I am Amy.") + "I know.")
    house.edit(house.amy, talk, number, "I am Ann.")
    assert revisions(house) == 1


def test_a_large_change_is_told_however_early(house: House, talk: int) -> None:
    number = house.reply(house.ben, talk, "Count me in.").number
    house.edit(house.ben, talk, number, "Something quite different. " * 6)
    assert revisions(house) == 1


def test_the_difference_of_any_two_texts_takes_a_bounded_time() -> None:
    hostile = [("a " * 16_000, "b a " * 8_000), ("a\n" * 5_000, "b\na\n" * 2_500), ("ab " * 10_000, "ba " * 10_000)]
    for old, new in hostile:
        began = time.monotonic()
        found = text.changes(old, new)
        assert time.monotonic() - began < 5
        assert "".join(change.words for change in found if change.kind != "gone") == new
        assert "".join(change.words for change in found if change.kind != "new") == old


def test_a_difference_holds_both_texts_word_for_word() -> None:
    old, new = "one two three\n\nfour five", "one 2 3 three\n\nfour  six five\n"
    found = text.changes(old, new)
    assert "".join(change.words for change in found if change.kind != "gone") == new
    assert "".join(change.words for change in found if change.kind != "new") == old
    assert [change.kind for change in text.changes("same", "same")] == ["same"]


def test_editing_the_same_text_again_keeps_no_version(house: House, talk: int) -> None:
    house.edit(house.amy, talk, 1, "It comes on time, every day.")
    assert revisions(house) == 0
    assert house.findings() == []
