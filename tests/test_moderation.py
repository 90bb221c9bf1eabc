"""Closing, pinning and hiding, and the record of it."""

import pytest
from builders import House, quote
from sqlalchemy import func, select

from forum import text
from forum.database import db
from forum.discussions import operations as discussions
from forum.discussions.models import Discussion, Post
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import operations as groups
from forum.moderation import operations as moderation
from forum.moderation.models import Ruling

WORDS = "The spare key hangs behind the xylophone."


@pytest.fixture
def talk(house: House) -> int:
    """Amy's discussion in the open group, which Ben has answered."""
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    house.reply(house.ben, opened, WORDS, answering=1)
    return opened


def rulings(house: House) -> list[tuple[str, int | None]]:
    rows = house.do(lambda: db.session.execute(select(Ruling.act, Ruling.undoes_id).order_by(Ruling.id)).all())
    return [tuple(row) for row in rows]


# Closing


def test_nobody_replies_to_a_closed_discussion(house: House, talk: int) -> None:
    mo, ben = house.browser(house.mo), house.browser(house.ben)
    assert "Close" in mo.get(f"/d/{talk}/closing").text
    page = mo.post(f"/d/{talk}/closing", follow=True, reason="It has gone round in circles.").text
    assert "The discussion is closed." in page
    shown = ben.get(f"/d/{talk}", follow=True).text
    assert "closed this discussion" in shown
    assert "Mo Moore" in shown
    assert "Start a new discussion" in shown
    assert 'name="body"' not in shown
    answer = ben.post(f"/d/{talk}/posts", body="But I want to say this.")
    assert answer.status_code == 403
    assert "But I want to say this." in answer.text
    assert ben.get(f"/d/{talk}/reply").status_code == 403
    with pytest.raises(NotAllowed):
        house.reply(house.amy, talk, "Nor do I.")

    mo.post(f"/d/{talk}/reopening")
    assert ben.post(f"/d/{talk}/posts", body="But I want to say this.").status_code == 303
    assert rulings(house) == [("close", None), ("reopen", 1)]
    assert house.findings() == []


def test_closing_twice_is_one_ruling(house: House, talk: int) -> None:
    for _again in range(2):
        house.do(moderation.close, house.amy, talk)
    for _again in range(2):
        house.do(moderation.reopen, house.amy, talk)
    house.do(moderation.close, house.amy, talk)
    house.do(moderation.reopen, house.mo, talk)
    assert rulings(house) == [("close", None), ("reopen", 1), ("close", None), ("reopen", 3)]


def test_a_reason_to_close_may_be_left_out_but_not_be_endless(house: House, talk: int) -> None:
    amy = house.browser(house.amy)
    answer = amy.post(f"/d/{talk}/closing", reason="too long " * 80)
    assert answer.status_code == 422
    assert "500" in answer.text
    assert amy.post(f"/d/{talk}/closing").status_code == 303


# Pinning


def test_a_pinned_discussion_stands_on_top_of_its_group(house: House, talk: int) -> None:
    house.start(house.ben, house.open, "A newer one", "Yes.")
    assert house.browser(house.ben).post(f"/d/{talk}/pinning").status_code == 403
    assert house.browser(house.amy).post(f"/d/{talk}/pinning").status_code == 303
    page = house.page(None, "/groups/buses")
    assert page.index("A bus at last") < page.index("A newer one")
    assert page.count("<bdi>A bus at last</bdi>") == 1
    assert "Pinned" in page
    latest = house.page(None, "/forum")
    assert latest.index("A newer one") < latest.index("A bus at last")
    house.browser(house.amy).post(f"/d/{talk}/unpinning")
    page = house.page(None, "/groups/buses")
    assert page.index("A newer one") < page.index("A bus at last")
    assert rulings(house) == [("pin", None), ("unpin", 1)]


def test_five_discussions_can_be_pinned(house: House) -> None:
    ids = [house.start(house.amy, house.open, f"Number {n} of many", "Yes.").discussion_id for n in range(6)]
    for discussion_id in ids[:5]:
        house.do(moderation.pin, house.amy, discussion_id)
    with pytest.raises(Conflict):
        house.do(moderation.pin, house.amy, ids[5])
    assert house.browser(house.amy).post(f"/d/{ids[5]}/pinning").status_code == 409
    assert len(rulings(house)) == 5


# Hiding


def test_a_hidden_post_leaves_the_reason_and_its_author_reads_it(house: House, talk: int) -> None:
    reason = "It names <a> person."
    mo = house.browser(house.mo)
    assert WORDS in mo.get(f"/d/{talk}/2/hiding").text
    assert mo.post(f"/d/{talk}/2/hiding", reason=reason).status_code == 303
    for viewer in (None, house.amy, house.mo, house.cat):
        page = house.page(viewer, f"/d/{talk}")
        assert "xylophone" not in page
        assert "Removed by a moderator" in page
        assert "It names &lt;a&gt; person." in page
    own = house.page(house.ben, f"/d/{talk}")
    assert "xylophone" in own
    assert "Removed by a moderator" in own
    assert house.browser(house.ben).get(f"/d/{talk}/2/edit").status_code == 403
    assert house.browser(house.ben).get(f"/d/{talk}/2/history").status_code == 404
    assert house.findings() == []

    mo.post(f"/d/{talk}/2/unhiding")
    assert "xylophone" in house.page(None, f"/d/{talk}")
    assert rulings(house) == [("hide", None), ("unhide", 1)]
    assert house.findings() == []


def test_quotes_of_a_hidden_post_are_withdrawn_and_come_back(house: House, talk: int) -> None:
    house.reply(house.amy, talk, quote(f"/d/{talk}/2", WORDS, by="ben") + "Sh.")
    house.do(moderation.hide, house.mo, talk, 2, "It tells where the key is.")
    for viewer in (None, house.amy, house.mo):
        assert "xylophone" not in house.page(viewer, f"/d/{talk}")
    house.work()
    assert "Quote withdrawn" in house.page(None, f"/d/{talk}")
    assert house.findings() == []
    house.do(moderation.unhide, house.mo, talk, 2)
    house.work()
    assert house.page(None, f"/d/{talk}").count("xylophone") == 2
    assert house.findings() == []


@pytest.mark.parametrize("first", ["delete", "hide"])
@pytest.mark.parametrize("back", ["restore", "unhide"])
def test_a_post_that_is_down_for_two_reasons_is_back_when_neither_holds(
    house: House, talk: int, first: str, back: str
) -> None:
    house.reply(house.amy, talk, quote(f"/d/{talk}/2", WORDS, by="ben") + "Sh.")
    acts = {
        "delete": lambda: house.delete(house.ben, talk, 2),
        "hide": lambda: house.do(moderation.hide, house.mo, talk, 2, "No names."),
        "restore": lambda: house.restore(house.ben, talk, 2),
        "unhide": lambda: house.do(moderation.unhide, house.mo, talk, 2),
    }
    order = ["delete", "hide"] if first == "delete" else ["hide", "delete"]
    for act in (*order, back):
        acts[act]()
        house.work()
        assert "xylophone" not in house.page(None, f"/d/{talk}"), act
        assert house.findings() == [], act
        assert posts_count(house, talk) == 2
    acts["restore" if back == "unhide" else "unhide"]()
    house.work()
    assert house.page(None, f"/d/{talk}").count("xylophone") == 2
    assert posts_count(house, talk) == 3
    assert house.findings() == []


def posts_count(house: House, discussion_id: int) -> int:
    count = select(Discussion.posts_count).where(Discussion.id == discussion_id)
    return int(house.do(lambda: db.session.scalar(count)))


def test_nobody_shows_again_what_others_hid_of_their_own(house: House, talk: int) -> None:
    house.do(groups.appoint, house.amy, house.open, "ben")
    amy, ben, path = house.browser(house.amy), house.browser(house.ben), f"/d/{talk}/1/unhiding"
    house.do(moderation.hide, house.mo, talk, 1, "It names a person.")
    assert path not in amy.get(f"/d/{talk}").text
    assert amy.post(path).status_code == 403
    assert ben.post(path).status_code == 303
    assert amy.post(f"/d/{talk}/1/hiding", reason="A slip of mine.").status_code == 303
    assert amy.post(path).status_code == 303
    assert house.findings() == []


def test_a_reason_to_hide_is_needed(house: House, talk: int) -> None:
    mo = house.browser(house.mo)
    for reason in ("", "   ", "no", "x" * 501, "\u202e\u200b"):
        answer = mo.post(f"/d/{talk}/2/hiding", reason=reason)
        assert answer.status_code == 422, reason
        assert "field-error" in answer.text
    assert rulings(house) == []


def test_the_only_post_can_be_hidden_and_shown_again(house: House) -> None:
    alone = house.start(house.ben, house.open, "A yak on the bus", "It smells.").discussion_id
    house.do(moderation.hide, house.amy, alone, 1, "Advertising.")
    for viewer, status in ((None, 404), (house.cat, 404), (house.dan, 404), (house.ben, 200), (house.amy, 200),
                           (house.mo, 200)):  # fmt: skip
        assert house.browser(viewer).get(f"/d/{alone}").status_code == status
    assert "yak" not in house.page(None, "/forum")
    assert house.findings() == []
    house.do(moderation.unhide, house.amy, alone, 1)
    assert "yak" in house.page(None, "/forum")
    assert house.findings() == []


def test_two_moderators_at_once_make_one_ruling(house: House, talk: int) -> None:
    outcomes = house.at_once(*(
        lambda who=who: moderation.hide(who, talk, 2, "No names.") for who in (house.mo, house.ada, house.amy)
    ))  # fmt: skip
    assert outcomes == [None, None, None]
    assert rulings(house) == [("hide", None)]
    assert house.findings() == []


def test_hiding_while_somebody_quotes_shows_no_word(house: House, talk: int) -> None:
    quoting = text.cook(quote(f"/d/{talk}/2", WORDS, by="ben") + "Sh.")
    house.at_once(
        lambda: moderation.hide(house.mo, talk, 2, "No names."),
        lambda: discussions.reply(house.amy, talk, quoting),
    )
    assert "xylophone" not in house.page(None, f"/d/{talk}")
    assert house.findings() == []


# Who may


def test_only_organisers_and_staff_who_may_read_rule(house: House, talk: int) -> None:
    for viewer in (house.ben, house.cat, house.dan):
        for path in ("closing", "reopening", "pinning", "unpinning", "2/hiding", "2/unhiding"):
            status = house.browser(viewer).post(f"/d/{talk}/{path}", reason="Because.").status_code
            assert status in (303, 403), path
    assert rulings(house) == []
    cabin = house.start(house.amy, house.private, "The cabin key", WORDS).discussion_id
    for viewer in (house.mo, house.ada):
        with pytest.raises(NotFound):
            house.do(moderation.hide, viewer, cabin, 1, "Because.")
        with pytest.raises(NotFound):
            house.do(moderation.close, viewer, cabin)
    with pytest.raises(NotAllowed):
        house.do(moderation.hide, house.ben, cabin, 1, "Because.")
    house.do(groups.add, house.amy, house.private, "mo")
    house.do(moderation.close, house.mo, cabin)
    assert rulings(house) == [("close", None)]


# The record


def test_rulings_are_read_by_who_moderates_and_whom_they_concern(house: House, talk: int) -> None:
    house.do(moderation.hide, house.mo, talk, 2, "Names a person.")
    cabin = house.start(house.ben, house.private, "The zanzibar key", WORDS).discussion_id
    house.do(moderation.close, house.amy, cabin, "Zanzibar is settled.")
    assert "Names a person." in house.page(house.amy, "/groups/buses/rulings")
    assert "anzibar" not in house.page(house.amy, "/groups/buses/rulings")
    assert "Zanzibar is settled." in house.page(house.amy, "/groups/cabin/rulings")
    for viewer in (house.mo, house.ada):
        page = house.page(viewer, "/moderation/rulings")
        assert "Names a person." in page
        assert "anzibar" not in page
        assert house.browser(viewer).get("/groups/cabin/rulings").status_code == 404
    for path in ("/moderation/rulings", "/groups/buses/rulings"):
        assert house.browser(house.ben).get(path).status_code == 403
    own = house.page(house.ben, "/me/rulings")
    assert "Names a person." in own
    assert "The zanzibar key" in own
    assert "Names a person." not in house.page(house.dan, "/me/rulings")

    house.do(groups.remove, house.amy, house.private, "ben")
    left = house.page(house.ben, "/me/rulings")
    assert "The zanzibar key" not in left
    assert "no longer read" in left


def test_what_was_taken_back_says_so_and_when(house: House, talk: int) -> None:
    house.do(moderation.hide, house.mo, talk, 2, "Names a person.")
    page = house.page(house.amy, "/groups/buses/rulings")
    assert f"/d/{talk}/2/unhiding" in page
    house.do(moderation.unhide, house.ada, talk, 2)
    page = house.page(house.amy, "/groups/buses/rulings")
    assert "Taken back" in page
    assert "Ada Abel" in page
    assert f"/d/{talk}/2/unhiding" not in page


def test_a_long_record_goes_on_page_by_page(house: House, talk: int) -> None:
    for _again in range(18):
        house.do(moderation.pin, house.amy, talk)
        house.do(moderation.unpin, house.amy, talk)
    page = house.page(house.amy, "/groups/buses/rulings")
    assert page.count('class="row ruling"') == 30
    assert "?before=7" in page
    assert house.page(house.amy, "/groups/buses/rulings?before=7").count('class="row ruling"') == 6


def test_a_reply_that_is_hidden_is_not_counted_under_what_it_answers(house: House, talk: int) -> None:
    house.do(moderation.hide, house.amy, talk, 2, "No names.")
    count = select(Post.replies_count).where(Post.discussion_id == talk, Post.number == 1)
    assert house.do(lambda: db.session.scalar(count)) == 0
    assert house.do(lambda: db.session.scalar(select(func.count(Ruling.id)))) == 1
