"""Asking to join a group by request: once at a time, as often as one likes."""

import re

import pytest
from builders import Browser, House
from sqlalchemy import select

from forum.database import db
from forum.errors import NotAllowed
from forum.groups import operations as groups
from forum.groups.models import JoinRequest

PATH = "/groups/ferries"


@pytest.fixture
def ferries(house: House) -> int:
    """Amy's group by request."""
    group = house.group(house.amy, "Ferries", "request")
    house.do(_question, house, group)
    return group


def _question(house: House, group: int) -> None:
    groups.change_settings(house.amy, group, name="Ferries", purpose="Ferries for all", description=None, tint=1,
                           starts="members", layout="discussions", roster="readers",
                           question="Which ferry?")  # fmt: skip


def ask(house: House, answer: str = "The one to the island.") -> Browser:
    cat = house.browser(house.cat)
    assert cat.post(f"{PATH}/request", answer=answer).status_code == 303
    return cat


def test_anyone_reads_but_only_who_is_let_in_writes(house: House, ferries: int) -> None:
    place = house.start(house.amy, ferries, "A ferry at last", "It comes on time.").discussion_id
    assert "It comes on time." in house.page(None, f"/d/{place}")
    cat = house.browser(house.cat)
    assert "Ask to join Ferries" in cat.get(f"/d/{place}").text
    assert cat.post(f"/d/{place}/posts", body="Me too.").status_code == 403
    assert cat.post(f"{PATH}/membership").status_code == 403
    ask(house)
    assert house.browser(house.amy).post(f"{PATH}/requests/cat/admission").status_code == 303
    assert cat.post(f"/d/{place}/posts", body="Me too.").status_code == 303
    assert house.findings() == []


def test_the_question_is_asked_and_the_answer_read_by_organisers(house: House, ferries: int) -> None:
    assert "Which ferry?" in house.page(house.cat, f"{PATH}/request")
    ask(house)
    amy = house.browser(house.amy)
    assert "Requests <span" in amy.get(PATH).text
    page = amy.get(f"{PATH}/requests").text
    assert "1 person asks to join" in page
    assert "The one to the island." in page
    assert "The one to the island." not in house.page(house.ben, PATH)


def test_asking_twice_is_asking_once(house: House, ferries: int) -> None:
    ask(house)
    ask(house, "Again.")
    assert house.do(_answers) == ["The one to the island."]
    assert house.findings() == []


def test_asking_at_the_same_moment_is_asking_once(house: House, ferries: int) -> None:
    outcomes = house.at_once(*[lambda: groups.ask(house.cat, ferries, "Me.")] * 4)
    assert outcomes == [None] * 4
    assert house.do(_answers) == ["Me."]
    assert house.findings() == []


def test_the_reason_of_a_denial_is_told_and_one_may_ask_again(house: House, ferries: int) -> None:
    cat, amy = ask(house), house.browser(house.amy)
    assert "You have asked to join" in cat.get(PATH).text
    assert amy.post(f"{PATH}/requests/cat/denial", reason="We are full until May.").status_code == 303
    for path in (PATH, f"{PATH}/request"):
        assert "We are full until May." in cat.get(path).text
    assert "We are full until May." not in house.page(house.ben, PATH)
    ask(house, "Now it is May.")
    assert "Now it is May." in cat.get(PATH).text
    assert amy.post(f"{PATH}/requests/cat/admission").status_code == 303
    assert "You are a member" in cat.get(PATH).text
    assert house.findings() == []


def test_a_withdrawn_request_is_gone(house: House, ferries: int) -> None:
    cat = ask(house)
    assert cat.post(f"{PATH}/request/withdrawal").status_code == 303
    assert "You have asked to join" not in cat.get(PATH).text
    assert "Nobody is waiting" in house.page(house.amy, f"{PATH}/requests")
    answer = house.browser(house.amy).post(f"{PATH}/requests/cat/admission")
    assert answer.status_code == 409
    assert "somebody was faster" in answer.text
    assert house.findings() == []


def test_whoever_is_added_does_not_wait_any_more(house: House, ferries: int) -> None:
    ask(house)
    house.do(groups.add, house.amy, ferries, "cat")
    assert "Nobody is waiting" in house.page(house.amy, f"{PATH}/requests")
    assert house.findings() == []


def test_let_in_and_denied_at_the_same_moment_is_one_of_both(house: House, ferries: int) -> None:
    ask(house)
    outcomes = house.at_once(
        lambda: groups.admit(house.amy, ferries, "cat"), lambda: groups.deny(house.amy, ferries, "cat", "No.")
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, Exception)]) == 1
    assert house.findings() == []


def test_only_organisers_decide(house: House, ferries: int) -> None:
    ask(house)
    for viewer in (house.ben, house.mo, house.ada, house.cat):
        with pytest.raises(NotAllowed):
            house.do(groups.admit, viewer, ferries, "cat")


@pytest.mark.parametrize("kind", ["open", "private"])
def test_other_groups_take_no_requests(house: House, kind: str) -> None:
    with pytest.raises(NotAllowed):
        house.do(groups.ask, house.cat, house.open if kind == "open" else house.private)


@pytest.mark.parametrize("answer", ["x" * 1001, "\u202e" + "y" * 1001])
def test_an_answer_that_is_too_long_is_kept(house: House, ferries: int, answer: str) -> None:
    sent = house.browser(house.cat).post(f"{PATH}/request", answer=answer)
    assert sent.status_code == 422
    assert "at most 1000 characters" in sent.text
    assert answer[-1] * 1001 in sent.text


def test_tricks_in_an_answer_are_cleaned_and_lines_are_kept(house: House, ferries: int) -> None:
    ask(house, "One\u202e two\x07\r\nthree")
    assert house.do(_answers) == ["One two\nthree"]


def test_a_reason_that_is_too_long_is_shown_by_its_row(house: House, ferries: int) -> None:
    ask(house)
    sent = house.browser(house.amy).post(f"{PATH}/requests/cat/denial", reason="n" * 501)
    assert sent.status_code == 422
    assert "reason-cat-error" in sent.text
    assert "n" * 501 in sent.text


def _answers() -> list[str]:
    return list(db.session.scalars(select(JoinRequest.answer).where(JoinRequest.decided_at.is_(None))))


def test_an_answer_too_long_is_kept_even_if_an_earlier_one_is_waiting(house: House, ferries: int) -> None:
    cat, answer = ask(house), "Which one? " * 100
    page = cat.post(f"{PATH}/request", answer=answer)
    assert page.status_code == 422
    assert answer.strip() in page.text


def test_a_reason_too_long_is_kept_beside_a_request_on_a_later_page(house: House, ferries: int) -> None:
    for number in range(50):
        house.do(groups.ask, house.member(f"m{number}", f"Member {number}"), ferries, "")
    amy, reason = house.browser(house.amy), "We are full. " * 50
    second = re.search(r"\?after=\d+", amy.get(f"{PATH}/requests").text)
    assert second
    action = f"{PATH}/requests/m49/denial{second[0]}"
    assert f'action="{action}"' in amy.get(f"{PATH}/requests{second[0]}").text
    page = amy.post(action, reason=reason)
    assert page.status_code == 422
    assert reason.strip() in page.text
