"""The answer: which reply it is, who says so, and what becomes of it when the reply is taken down."""

import pytest
from builders import House
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from forum.database import db, operation
from forum.discussions.models import Answer
from forum.discussions.operations import mark_answer, unmark_answer
from forum.groups import operations as groups
from forum.ports import clocks

ANSWERED = "answered in reply"


@pytest.fixture
def talk(house: House) -> House:
    """With Ben's question 1 and the replies 2 and 3 of Dan and Amy to it."""
    house.start(house.ben, house.open, "When does it leave?", "Who knows?")
    house.reply(house.dan, 1, "At noon.")
    house.reply(house.amy, 1, "At one.")
    return house


def test_the_starter_marks_the_reply_that_answers_and_takes_it_back(talk: House) -> None:
    assert 'action="/d/1/2/answer"' in talk.page(talk.ben, "/d/1")
    assert talk.browser(talk.ben).post("/d/1/2/answer").headers["Location"] == "/d/1-when-does-it-leave#post-2"
    for who in (None, talk.cat, talk.dan):
        page = talk.page(who, "/d/1")
        assert f"{ANSWERED} 2" in page
        assert 'href="/d/1/2"' in page
        assert "The answer" in page
        assert "Answered" in talk.page(who, "/forum")
        assert "Answered" in talk.page(who, "/groups/buses")
    talk.browser(talk.ben).post("/d/1/3/answer")
    assert f"{ANSWERED} 3" in talk.page(None, "/d/1")
    for _again in range(2):
        assert talk.browser(talk.ben).post("/d/1/answer/withdrawal").status_code == 303
    assert ANSWERED not in talk.page(None, "/d/1")
    assert "Answered" not in talk.page(None, "/forum")
    assert talk.findings() == []


def test_organisers_and_moderators_mark_too_and_nobody_else(talk: House) -> None:
    for who in (talk.dan, talk.cat):
        assert talk.browser(who).post("/d/1/2/answer").status_code == 403
        assert talk.browser(who).post("/d/1/answer/withdrawal").status_code == 403
        assert "/answer" not in talk.page(who, "/d/1")
    for who, number in ((talk.amy, 2), (talk.mo, 3)):
        assert talk.browser(who).post(f"/d/1/{number}/answer").status_code == 303
        assert f"{ANSWERED} {number}" in talk.page(None, "/d/1")
    talk.do(groups.leave, talk.ben, talk.open)
    assert talk.browser(talk.ben).post("/d/1/2/answer").status_code == 403


def test_an_opening_post_and_one_that_is_not_there_answer_nothing(talk: House) -> None:
    assert talk.browser(talk.ben).post("/d/1/1/answer").status_code == 403
    assert talk.browser(talk.ben).post("/d/1/9/answer").status_code == 404
    talk.delete(talk.dan, 1, 2)
    assert talk.browser(talk.ben).post("/d/1/2/answer").status_code == 403


def test_an_answer_that_is_taken_down_counts_again_when_it_is_back(talk: House) -> None:
    talk.do(mark_answer, talk.ben, 1, 2)
    talk.delete(talk.dan, 1, 2)
    assert ANSWERED not in talk.page(None, "/d/1")
    assert "Answered" not in talk.page(None, "/forum")
    talk.restore(talk.dan, 1, 2)
    assert f"{ANSWERED} 2" in talk.page(None, "/d/1")
    talk.delete(talk.dan, 1, 2)
    talk.do(mark_answer, talk.ben, 1, 3)
    talk.restore(talk.dan, 1, 2)
    assert f"{ANSWERED} 3" in talk.page(None, "/d/1")


def test_a_blog_asks_nothing(talk: House) -> None:
    talk.do(mark_answer, talk.ben, 1, 2)
    talk.do(groups.change_settings, talk.amy, talk.open, name="Buses", purpose="Buses for everybody", description=None,
            tint=1, starts="members", layout="blog", roster="readers", question="")  # fmt: skip
    assert ANSWERED not in talk.page(None, "/d/1")
    assert talk.browser(talk.ben).post("/d/1/3/answer").status_code == 403


def test_the_database_keeps_the_answer_within_its_discussion(talk: House) -> None:
    talk.start(talk.ben, talk.open, "Another question", "Who knows?")

    @operation
    def mark(discussion_id: int, number: int) -> None:
        values = {"discussion_id": discussion_id, "number": number, "at": clocks.now()}
        db.session.execute(insert(Answer).values(values))

    for place, number in ((2, 2), (1, 4), (1, 1)):
        with pytest.raises(IntegrityError):
            talk.do(mark, place, number)


def test_marks_of_several_at_once_leave_one(talk: House) -> None:
    acts = [lambda who=who, number=number: mark_answer(who, 1, number)
            for who in (talk.ben, talk.amy, talk.mo) for number in (2, 3)]  # fmt: skip
    assert talk.at_once(*acts, lambda: unmark_answer(talk.ben, 1)) == [None] * 7
    assert talk.findings() == []
