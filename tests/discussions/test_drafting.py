"""Keeping what somebody writes until it is posted."""

import re
from html import unescape
from uuid import uuid4

import pytest
from builders import Browser, House, later, quote
from werkzeug.test import TestResponse

from forum import text
from forum.discussions.models import Action
from forum.discussions.operations import NewerDraft, save_draft
from forum.groups.operations import remove

SAID = "Count me in, and my sister."
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1 in the open group, and her discussion 2 in the private one."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.start(house.amy, house.private, "Zanzibar timetable", "The zebrawood is in.")
    return house


def textarea(page: str) -> str:
    kept = re.search(r"<textarea [^>]*composer-body[^>]*>\r?\n?(.*?)</textarea>", page, re.S)
    assert kept
    return unescape(kept[1]).replace("\r", "")


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the composer, as a browser would send them."""
    form = page[page.index('id="composer"') :]
    return {
        name: unescape(found[1])
        for name in ("token", "draft", "answering", "seen", "revision")
        if (found := re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', form))
    }


def save(browser: Browser, path: str, body: str, page: str = "", **fields: str) -> TestResponse:
    return browser.post(path, **{"token": str(uuid4()), **(fields_of(page) if page else {}), **fields}, body=body)


def test_a_draft_is_in_the_form_when_it_is_opened_again_and_in_the_list(talk: House) -> None:
    ben = talk.browser(talk.ben)
    answer = save(ben, "/d/1/draft", SAID, answering="1")
    assert answer.location == "/d/1/reply#composer"
    again = ben.get("/d/1/reply").text
    assert "Your draft is saved." in again
    assert textarea(again) == SAID
    assert "Replying to" in again
    assert textarea(ben.get("/d/1").text) == SAID
    listed = ben.get("/me/drafts").text
    assert "Reply to “<bdi>A bus at last</bdi>”" in listed
    assert SAID in listed
    for page in ("/", "/me"):
        assert "/me/drafts" in ben.get(page).text
    for other in (talk.amy, talk.ada):
        assert SAID not in talk.page(other, "/me/drafts")
        assert SAID not in talk.page(other, "/d/1")


def test_what_is_posted_is_no_draft_any_more(talk: House) -> None:
    ben = talk.browser(talk.ben)
    save(ben, "/d/1/draft", SAID)
    form = fields_of(ben.get("/d/1").text)
    assert ben.post("/d/1/posts", **form, body=SAID + " Both of us.").status_code == 303
    assert textarea(ben.get("/d/1").text) == ""
    assert "You have no drafts" in ben.get("/me/drafts").text
    late = ben.client.post("/d/1/draft", data={**form, "body": SAID + " Both of us.", "csrf_token": ben.csrf_token()},
                           headers=SCRIPT)  # fmt: skip
    assert late.json == {"said": "", "stamp": ""}
    assert "You have no drafts" in ben.get("/me/drafts").text


def test_a_discussion_that_is_not_started_yet_keeps_its_title_and_tags(talk: House) -> None:
    ben = talk.browser(talk.ben)
    save(ben, "/groups/buses/discussions/draft", "", title="Why", tag_1="Night")
    form = ben.get("/groups/buses/discussions/new").text
    assert 'value="Why"' in form
    assert 'value="Night"' in form
    answer = ben.post("/groups/buses/discussions", **fields_of(form), title="Why no bus at night", body=SAID)
    assert answer.status_code == 303
    assert "You have no drafts" in ben.get("/me/drafts").text


def test_an_edit_that_is_not_saved_yet_notices_that_the_post_was_changed(talk: House) -> None:
    ben = talk.browser(talk.ben)
    talk.reply(talk.ben, 1, "Count me in.")
    save(ben, "/d/1/2/draft", "Count me out.", revision="1")
    talk.edit(talk.ben, 1, 2, "Count me in, too.")
    form = ben.get("/d/1/2/edit").text
    assert textarea(form) == "Count me out."
    answer = ben.post("/d/1/2/edit", **fields_of(form), body="Count me out.")
    assert answer.status_code == 409
    assert ben.post("/d/1/2/edit", **fields_of(answer.text), body="Count me out.").status_code == 303
    assert "You have no drafts" in ben.get("/me/drafts").text


def test_no_words_are_no_draft(talk: House) -> None:
    ben = talk.browser(talk.ben)
    save(ben, "/d/1/draft", SAID)
    save(ben, "/d/1/draft", " ", page=ben.get("/d/1").text)
    assert "You have no drafts" in ben.get("/me/drafts").text


def test_what_could_not_be_posted_is_kept_but_for_what_is_too_long(talk: House) -> None:
    ben = talk.browser(talk.ben)
    assert save(ben, "/d/1/draft", "x").status_code == 303
    for path, fields in (("/d/1/draft", {"body": "y" * 32_001}),
                         ("/groups/buses/discussions/draft", {"body": SAID, "title": "t" * 201})):  # fmt: skip
        answer = ben.post(path, **fields)
        assert answer.status_code == 422
        assert fields["body"] in answer.text
        assert 'role="alert"' in answer.text


def test_there_are_a_hundred_at_most(talk: House) -> None:
    groups = [talk.group(talk.ben, f"Group {number}", "open") for number in range(101)]
    with talk.app.app_context():
        for group in groups[:100]:
            save_draft(talk.ben, Action.START, group, text.cook(SAID), {}, token=str(uuid4()), stamp=None)
    answer = save(talk.browser(talk.ben), f"/groups/{talk.slug(groups[100])}/discussions/draft", SAID)
    assert answer.status_code == 409
    assert "100 drafts" in answer.text
    assert SAID in textarea(answer.text)


def test_two_windows_notice_each_other(talk: House) -> None:
    ben = talk.browser(talk.ben)
    before = ben.get("/d/1").text
    save(ben, "/d/1/draft", "Count me in, too.")
    answer = save(ben, "/d/1/draft", "Count me out.", page=before)
    assert answer.status_code == 409
    assert "newer draft from another window" in answer.text
    assert re.search(r"Count me <del>.*?in, too</del><ins>.*?out</ins>", answer.text)
    assert textarea(answer.text) == "Count me out."
    assert textarea(ben.get("/d/1").text) == "Count me in, too."
    assert save(ben, "/d/1/draft", "Count me out.", page=answer.text).status_code == 303
    assert textarea(ben.get("/d/1").text) == "Count me out."


def test_what_one_window_posts_leaves_the_draft_of_another(talk: House) -> None:
    ben = talk.browser(talk.ben)
    before = ben.get("/d/1").text
    save(ben, "/d/1/draft", "Count me in, too.")
    ben.post("/d/1/posts", **fields_of(before), body="Something else.")
    assert textarea(ben.get("/d/1").text) == "Count me in, too."


def test_of_windows_that_save_at_once_one_is_kept_and_the_others_are_told(talk: House) -> None:
    outcomes = talk.at_once(*[
        lambda words=words: save_draft(
            talk.ben, Action.REPLY, 1, text.cook(words), {}, token=str(uuid4()), stamp=None
        )
        for words in ("One.", "Another.", "A third.")
    ])  # fmt: skip
    assert sorted(type(outcome) is NewerDraft for outcome in outcomes) == [False, True, True], outcomes


def test_a_script_saves_by_itself_and_is_told_in_a_sentence(talk: House) -> None:
    ben = talk.browser(talk.ben)
    sent = {**fields_of(ben.get("/d/1").text), "csrf_token": ben.csrf_token()}
    first = ben.client.post("/d/1/draft", data={**sent, "body": SAID}, headers=SCRIPT)
    assert first.json
    assert first.json["said"].startswith("Draft saved")
    second = ben.client.post("/d/1/draft", data={**sent, "draft": first.json["stamp"], "body": "More."}, headers=SCRIPT)
    assert second.status_code == 200
    stale = ben.client.post("/d/1/draft", data={**sent, "draft": first.json["stamp"], "body": "Less."}, headers=SCRIPT)
    assert (stale.status_code, stale.json) == (409, {"said": "There is a newer draft from another window."})


def test_a_draft_is_discarded_and_taken_back_for_ten_minutes(talk: House) -> None:
    ben = talk.browser(talk.ben)
    save(ben, "/d/1/draft", SAID)
    (discard,) = re.findall(r'formaction="(/me/drafts/\d+/removal)"', ben.get("/d/1").text)
    assert talk.browser(talk.amy).post(discard).status_code == 303
    answer = ben.post(discard, next="/d/1", follow=True)
    assert textarea(answer.text) == ""
    undo = discard.replace("removal", "restoration")
    assert f'action="{undo}"' in answer.text
    assert talk.browser(talk.amy).post(undo).status_code == 404
    assert ben.post(undo).status_code == 303
    assert textarea(ben.get("/d/1").text) == SAID

    ben.post(discard)
    with later(minutes=11):
        assert ben.post(undo).status_code == 404
        save(ben, "/d/1/draft", "Another.")
        talk.work()
        assert textarea(ben.get("/d/1").text) == "Another."


def test_half_a_year_after_it_was_touched_a_draft_goes(talk: House) -> None:
    save(talk.browser(talk.ben), "/d/1/draft", SAID)
    with later(days=179):
        talk.work()
        assert SAID in talk.page(talk.ben, "/me/drafts")
    with later(days=181):
        talk.work()
        assert SAID not in talk.page(talk.ben, "/me/drafts")


# What of it may be shown


def test_who_may_not_read_the_place_any_more_keeps_their_own_words_and_no_others(talk: House) -> None:
    ben = talk.browser(talk.ben)
    save(ben, "/d/2/draft", quote("/d/2/1", "The zebrawood is in.") + SAID)
    talk.do(remove, talk.amy, talk.private, "ben")
    listed = ben.get("/me/drafts").text
    assert SAID in listed
    (address,) = re.findall(r'href="(/me/drafts/\d+)"', listed)
    page = ben.get(address).text
    assert SAID in page
    for text_of in (listed, page):
        assert "Zanzibar" not in text_of
        assert "zebrawood" not in text_of
        assert "Cabin" not in text_of
    assert save(ben, "/d/2/draft", "More.").status_code == 404


def test_a_discussion_that_was_closed_leaves_the_draft_to_be_read(talk: House) -> None:
    ben = talk.browser(talk.ben)
    page = ben.get("/d/1").text
    talk.browser(talk.amy).post("/d/1/closing")
    assert save(ben, "/d/1/draft", SAID, page=page).location == "/me/drafts"
    (address,) = set(re.findall(r"/me/drafts/\d+(?=/)", ben.get("/me/drafts").text))
    assert SAID in ben.get(address).text


def test_a_quote_that_was_withdrawn_is_a_token_in_the_draft_and_comes_back_with_its_source(talk: House) -> None:
    ben = talk.browser(talk.ben)
    talk.reply(talk.ben, 1, "Anybody?")
    save(ben, "/d/1/draft", quote("/d/1/1", "It comes on time.") + SAID)
    talk.delete(talk.amy, 1, 1)
    page = ben.get("/d/1").text
    shown = textarea(page)
    assert "It comes on time." not in shown
    (token,) = re.findall(r"> \[quote (\w{6}) withdrawn\]", shown)

    other = quote("/d/1/2", "Anybody?", "ben") + shown
    save(ben, "/d/1/draft", other, page=page)
    page = ben.get("/d/1").text
    assert f"[quote {token} withdrawn]" in textarea(page)
    save(ben, "/d/1/draft", other + " And more.", page=page)
    talk.restore(talk.amy, 1, 1)
    page = ben.get("/d/1").text
    assert "> It comes on time." in textarea(page)
    assert ben.post("/d/1/posts", **{**fields_of(page), "seen": ""}, body=other).status_code == 303
    posted = talk.page(None, "/d/1")
    assert "It comes on time." in posted[posted.index('id="post-3"') :]
    assert "[quote" not in posted
    assert talk.findings() == []
