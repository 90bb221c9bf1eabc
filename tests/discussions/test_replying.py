"""Answering in a discussion."""

import re
from uuid import uuid4

import pytest
from builders import House, quote

from forum import text
from forum.discussions.operations import delete, reply

SAID = "Count me in, and my sister."


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1, whose opening post is hers."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    return house


def textarea(page: str) -> str:
    kept = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.S)
    assert kept
    return kept[1].replace("&gt;", ">").replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<")


def test_a_reply_takes_the_next_number(talk: House) -> None:
    assert talk.reply(talk.ben, 1, SAID).number == 2
    assert talk.reply(talk.amy, 1, "Good.").number == 3
    assert talk.findings() == []


def test_a_reply_shows_what_it_answers_and_is_counted_there(talk: House) -> None:
    talk.reply(talk.ben, 1, SAID, answering=1)
    page = talk.page(None, "/d/1")
    assert "1 reply" in page
    assert "in reply to" in page.lower()


def test_a_reply_is_sent_from_the_page_and_leads_to_itself(talk: House) -> None:
    answer = talk.browser(talk.ben).post("/d/1/posts", body=SAID, answering="1")
    assert answer.headers["Location"] == "/d/1-a-bus-at-last#post-2"
    page = talk.page(None, "/d/1")
    assert SAID in page
    assert "Ben Brown" in page
    assert talk.findings() == []


def test_only_members_of_the_group_reply_and_others_are_shown_the_way(talk: House) -> None:
    for who in (talk.cat, talk.mo, talk.ada):
        refused = talk.browser(who).post("/d/1/posts", body=SAID)
        assert refused.status_code == 403
        assert SAID in refused.text
        assert "Join Buses to reply" in talk.page(who, "/d/1")
    assert talk.browser(None).post("/d/1/posts", body=SAID).status_code == 401
    assert "Sign in to reply" in talk.page(None, "/d/1")


@pytest.mark.parametrize(
    "body", ["", " ", "x", "\u200b\u200b", "y" * 32_001, "[" * 300], ids=lambda body: repr(body[:5])
)
def test_a_form_that_needs_another_look_keeps_the_text(talk: House, body: str) -> None:
    token = str(uuid4())
    answer = talk.browser(talk.ben).post("/d/1/posts", body=body, answering="1", token=token)
    assert answer.status_code == 422
    assert textarea(answer.text).strip() == body.strip()
    assert token in answer.text
    assert 'name="answering" type="hidden" value="1"' in answer.text
    assert talk.browser(None).get("/d/1").text.count('<article class="post') == 1


def test_the_shortest_reply_is_two_letters_and_the_longest_32_000(talk: House) -> None:
    for body in ("ok", "да", ("word " * 6400)[:32_000]):
        assert talk.browser(talk.ben).post("/d/1/posts", body=body).status_code == 303


# Twice


def test_two_clicks_make_one_reply(talk: House) -> None:
    token = re.search(r'name="token"[^>]*value="([^"]+)"', talk.page(talk.ben, "/d/1"))[1]  # type: ignore[index]
    sent = {"body": SAID, "token": token}
    places = [talk.browser(talk.ben).post("/d/1/posts", **sent).headers["Location"] for _click in range(2)]
    assert places == ["/d/1-a-bus-at-last#post-2"] * 2
    assert talk.page(None, "/d/1").count(SAID) == 1
    assert talk.findings() == []


def test_two_clicks_at_once_make_one_reply(talk: House) -> None:
    for expected in (2, 3, 4):
        token, body = str(uuid4()), text.cook(SAID)
        outcomes = talk.at_once(*[lambda token=token, body=body: reply(talk.ben, 1, body, submission=token).number] * 3)
        assert outcomes == [expected] * 3
    assert talk.findings() == []


def test_a_second_click_after_the_answered_post_went_still_leads_to_the_reply(talk: House) -> None:
    talk.reply(talk.dan, 1, "Who else?")
    sent = {"body": SAID, "token": str(uuid4()), "answering": "2"}
    first = talk.browser(talk.ben).post("/d/1/posts", **sent)
    talk.delete(talk.dan, 1, 2)
    again = talk.browser(talk.ben).post("/d/1/posts", **sent)
    assert again.headers["Location"] == first.headers["Location"]


def test_everybody_who_replies_at_once_gets_a_number(talk: House) -> None:
    body = text.cook(SAID)
    people = (talk.amy, talk.ben, talk.dan) * 3
    outcomes = talk.at_once(*[lambda who=who: reply(who, 1, body, answering=1).number for who in people])
    assert sorted(outcomes) == list(range(2, 11))
    assert "9 replies" in talk.page(None, "/d/1")
    assert talk.findings() == []


# Others meanwhile


def test_a_reply_that_crossed_others_shows_them_first_and_is_posted_anyway(talk: House) -> None:
    ben = talk.browser(talk.ben)
    seen = seen_by(ben.get("/d/1").text)
    talk.reply(talk.dan, 1, "The timetable is **out**.")
    talk.delete(talk.dan, 1, talk.reply(talk.dan, 1, "Never mind.").number)
    sent = {"body": SAID, "answering": "1", "token": str(uuid4())}
    answer = ben.post("/d/1/posts", **sent, seen=seen)
    assert answer.status_code == 409
    assert "1 reply arrived while you wrote" in answer.text
    assert "The timetable is <strong>out</strong>." in answer.text
    assert "/d/1/2" in answer.text
    assert textarea(answer.text) == SAID
    assert SAID not in talk.page(None, "/d/1")

    posted = ben.post("/d/1/posts", **sent, seen=seen_by(answer.text))
    assert posted.location == "/d/1-a-bus-at-last#post-4"
    assert talk.findings() == []


def test_what_oneself_posted_meanwhile_crosses_nothing(talk: House) -> None:
    ben = talk.browser(talk.ben)
    seen = seen_by(ben.get("/d/1/reply?to=1").text)
    assert ben.post("/d/1/posts", body="First.", seen=seen).status_code == 303
    assert ben.post("/d/1/posts", body="Second.", seen=seen).status_code == 303


def test_two_clicks_on_a_reply_lead_to_it_whoever_has_posted_between_them(talk: House) -> None:
    sent = {"body": SAID, "token": str(uuid4()), "seen": "1"}
    first = talk.browser(talk.ben).post("/d/1/posts", **sent)
    talk.reply(talk.dan, 1, "Me too.")
    assert talk.browser(talk.ben).post("/d/1/posts", **sent).location == first.location


def seen_by(page: str) -> str:
    (seen,) = re.findall(r'name="seen"[^>]*value="(\d+)"', page)
    return str(seen)


# What is answered


@pytest.mark.parametrize("answered", ["2", "77", "9223372036854775807"])
def test_a_reply_to_a_post_that_is_gone_keeps_the_text_and_may_be_sent_without(talk: House, answered: str) -> None:
    talk.reply(talk.dan, 1, "Who else?")
    talk.delete(talk.dan, 1, 2)
    ben = talk.browser(talk.ben)
    refused = ben.post("/d/1/posts", body=SAID, answering=answered)
    assert refused.status_code == 409
    assert textarea(refused.text) == SAID
    assert "has been removed" in refused.text
    assert re.search(r'name="answering"[^>]*value=""', refused.text)
    assert ben.post("/d/1/posts", body=SAID, answering="").status_code == 303
    assert talk.findings() == []


def test_replying_while_what_is_answered_is_deleted_leaves_the_counts_right(talk: House) -> None:
    for _again in range(4):
        answered = talk.reply(talk.dan, 1, "Who else?").number
        outcomes = talk.at_once(
            lambda answered=answered: reply(talk.ben, 1, text.cook(SAID), answering=answered),
            lambda answered=answered: delete(talk.dan, 1, answered),
        )
        assert type(outcomes[0]).__name__ in ("Posted", "Conflict")
        assert outcomes[1] is None
        assert talk.findings() == []


def test_only_the_replies_to_one_post_are_shown_when_asked_for(talk: House) -> None:
    talk.reply(talk.ben, 1, "An answer to the first.", answering=1)
    talk.reply(talk.dan, 1, "A word to nobody.")
    talk.reply(talk.amy, 1, "Another to the first.", answering=1)
    talk.reply(talk.amy, 1, "One to the second.", answering=2)
    page = talk.page(None, "/d/1?replies_to=1")
    assert re.findall(r'<article class="post[^>]*id="post-(\d+)"', page) == ["2", "4"]
    talk.delete(talk.amy, 1, 4)
    page = talk.page(None, "/d/1?replies_to=1")
    assert re.findall(r'<article class="post[^>]*id="post-(\d+)"', page) == ["2"]
    assert "Nothing to show here" in talk.page(None, "/d/1?replies_to=3")
    assert talk.browser(None).get("/d/1?replies_to=77").status_code == 404


def test_replies_to_a_deleted_post_can_still_be_looked_for(talk: House) -> None:
    talk.reply(talk.dan, 1, "Never mind me.")
    talk.reply(talk.amy, 1, "We do.", answering=2)
    talk.delete(talk.dan, 1, 2)
    page = talk.page(None, "/d/1?replies_to=2")
    assert "We do." in page
    assert "Never mind me." not in page


# The composer's own page


def test_the_composer_quotes_as_many_posts_as_are_asked_for(talk: House) -> None:
    talk.reply(talk.dan, 1, "Who else?")
    talk.reply(talk.ben, 1, "I am **sure** of it.")
    body = textarea(talk.page(talk.ben, "/d/1/reply?to=3&quote=1&quote=3&quote=77&quote=x"))
    assert body.index("> [@amy](/d/1/1) wrote:") < body.index("> [@ben](/d/1/3) wrote:")
    assert "> I am **sure** of it." in body
    assert "Who else?" not in body
    page = talk.browser(talk.ben).post("/d/1/posts", body=body + "Both are right.", follow=True).text
    assert page.count('<blockquote class="quote"') == 2
    assert "quote-note" not in page


def test_the_composer_shows_what_is_answered(talk: House) -> None:
    page = talk.page(talk.ben, "/d/1/reply?to=1")
    assert "It comes on time." in page
    assert "Replying to" in page
    talk.delete(talk.amy, 1, 1)
    talk.restore(talk.amy, 1, 1)
    assert "Replying to" not in talk.page(talk.ben, "/d/1/reply?to=77")


def test_a_quote_is_added_to_the_text_with_everything_kept(talk: House) -> None:
    talk.reply(talk.dan, 1, "Who else?")
    sent = {"body": SAID, "answering": "1", "token": str(uuid4())}
    answer = talk.browser(talk.ben).post("/d/1/posts", **sent, act="quote-2")
    assert answer.status_code == 200
    assert textarea(answer.text).replace("\r", "") == f"{SAID}\n\n{quote('/d/1/2', 'Who else?', 'dan')}"
    assert sent["token"] in answer.text
    assert re.search(r'name="answering"[^>]*value="1"', answer.text)
    for absent in ("quote-77", "quote-0", "quote-x"):
        unchanged = talk.browser(talk.ben).post("/d/1/posts", body="", answering="1", act=absent)
        assert "wrote:" not in textarea(unchanged.text)


def test_one_may_answer_the_discussion_instead_with_everything_kept(talk: House) -> None:
    answer = talk.browser(talk.ben).post("/d/1/posts", body=SAID, answering="1", act="discussion")
    assert answer.status_code == 200
    assert textarea(answer.text) == SAID
    assert re.search(r'name="answering"[^>]*value=""', answer.text)
    assert "Replying to" not in answer.text


def test_a_preview_is_what_will_be_published(talk: House) -> None:
    source = "Some *words*, a [link](https://example.org) and\n\n- a list\n\n```\ncode\n```\n\n<script>x</script>"
    ben = talk.browser(talk.ben)
    preview = ben.post("/d/1/posts", body=source, act="preview").text
    assert talk.page(None, "/d/1").count("<article") == 1
    ben.post("/d/1/posts", body=source)
    prose = re.compile(r'class="prose"[^>]*>(.*?)</div>', re.S)
    assert prose.findall(preview)[0] == prose.findall(talk.page(None, "/d/1"))[1]


def test_no_number_of_quotes_makes_a_text_that_is_refused_for_nothing(talk: House) -> None:
    numbers = [talk.reply(talk.dan, 1, f"Sentence {number}. " * 60).number for number in range(12)]
    asked = "&".join(f"quote={number}" for number in numbers)
    body = textarea(talk.page(talk.ben, f"/d/1/reply?{asked}"))
    assert body.count("wrote:") == 10
    assert talk.browser(talk.ben).post("/d/1/posts", body=body).status_code == 303
