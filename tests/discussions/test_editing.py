"""Editing what one has written."""

import re

import pytest
from builders import House
from sqlalchemy import insert, select, update

from forum import text
from forum.activity.models import Activity
from forum.database import db, operation
from forum.discussions.models import Post, Revision
from forum.discussions.operations import edit
from forum.groups.operations import leave

BETTER = "It comes on time, mostly."


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1, and Ben's reply 2."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Count me in.")
    return house


def edit_by_page(house: House, number: int = 2, **fields: str) -> tuple[int, str]:
    answer = house.browser(house.ben).post(f"/d/1/{number}/edit", **{"body": BETTER, "revision": "1", **fields})
    return answer.status_code, answer.text


def test_an_edit_takes_the_place_of_the_words_and_says_so(talk: House) -> None:
    talk.reply(talk.amy, 1, "Good.", answering=2)
    form = talk.page(talk.ben, "/d/1/2/edit")
    assert "Count me in.</textarea>" in form
    answer = talk.browser(talk.ben).post("/d/1/2/edit", body=BETTER, revision="1")
    assert answer.headers["Location"] == "/d/1-a-bus-at-last#post-2"
    page = talk.page(None, "/d/1")
    assert BETTER in page
    assert "Count me in." not in page
    assert ">edited" in page
    assert talk.findings() == []


def test_what_a_post_said_before_is_kept(talk: House) -> None:
    talk.reply(talk.amy, 1, "Good.", answering=2)
    talk.edit(talk.ben, 1, 2, BETTER)
    talk.edit(talk.ben, 1, 2, "Or not.", revision=2)
    with talk.app.app_context():
        kept = db.session.execute(select(Revision.number, Revision.source).order_by(Revision.number)).all()
    assert [tuple(row) for row in kept] == [(1, "Count me in."), (2, BETTER)]


def test_saving_the_same_words_is_no_edit(talk: House) -> None:
    assert edit_by_page(talk, body="Count me in.")[0] == 303
    assert ">edited" not in talk.page(None, "/d/1")
    with talk.app.app_context():
        assert db.session.query(Activity).filter_by(kind="post.edited").count() == 0


def test_of_two_windows_the_second_sees_both_texts_and_what_differs_before_it_saves(talk: House) -> None:
    talk.edit(talk.ben, 1, 2, "Count me in, too.")
    status, page = edit_by_page(talk, body="Count me out.")
    assert status == 409
    assert "This post was changed meanwhile" in page
    assert "Count me out.</textarea>" in page
    assert "Count me in, too.</textarea>" in page
    assert re.search(r"Count me <del>.*?in, too</del><ins>.*?out</ins>", page)
    assert "Count me in, too." in talk.page(None, "/d/1")

    (revision,) = re.findall(r'name="revision"[^>]*value="(\d+)"', page)
    talk.edit(talk.ben, 1, 2, "Count me in, three.", revision=2)
    status, page = edit_by_page(talk, body="Count me in, all of us.", revision=revision)
    assert status == 409
    assert "Count me in, three.</textarea>" in page

    (revision,) = re.findall(r'name="revision"[^>]*value="(\d+)"', page)
    assert edit_by_page(talk, body="Count me in, all of us.", revision=revision)[0] == 303
    assert "Count me in, all of us." in talk.page(None, "/d/1")
    assert talk.findings() == []


def test_of_two_edits_at_once_one_counts_and_the_other_is_told(talk: House) -> None:
    bodies = [text.cook("One way."), text.cook("Or another.")]
    outcomes = talk.at_once(*[lambda body=body: edit(talk.ben, 1, 2, body, revision=1) for body in bodies])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Posted"]
    assert talk.findings() == []


def test_an_edit_while_others_reply_loses_neither(talk: House) -> None:
    body = text.cook(BETTER)
    outcomes = talk.at_once(lambda: edit(talk.ben, 1, 2, body, revision=1), lambda: talk.reply(talk.dan, 1, "Me too."))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Posted", "Posted"]
    page = talk.page(None, "/d/1")
    assert BETTER in page
    assert "Me too." in page


@pytest.mark.parametrize(
    "fields",
    [{"body": ""}, {"body": "x" * 32_001}, {"revision": ""}, {"revision": "0"}, {"revision": "x"}],
    ids=lambda fields: str(fields)[:20],
)
def test_a_form_that_needs_another_look_keeps_the_text(talk: House, fields: dict[str, str]) -> None:
    status, page = edit_by_page(talk, **fields)
    assert status == 422
    assert f"{fields.get('body', BETTER)}</textarea>" in page
    assert 'role="alert"' in page


def test_a_preview_changes_nothing(talk: House) -> None:
    status, page = edit_by_page(talk, act="preview")
    assert status == 200
    assert "Preview, not posted yet" in page
    assert "Count me in." in talk.page(None, "/d/1")


def test_only_the_author_edits_whatever_their_role(talk: House) -> None:
    for who in (talk.amy, talk.cat, talk.mo, talk.ada):
        refused = talk.browser(who).post("/d/1/2/edit", body=BETTER, revision="1")
        assert refused.status_code == 403
        assert BETTER in refused.text
        assert "/d/1/2/edit" not in talk.page(who, "/d/1")


def test_a_post_that_was_deleted_is_not_edited(talk: House) -> None:
    talk.delete(talk.ben, 1, 2)
    assert edit_by_page(talk)[0] == 403
    assert talk.browser(talk.ben).get("/d/1/2/edit").status_code == 403


def test_who_left_the_group_edits_nothing_there_but_may_take_it_down(talk: House) -> None:
    talk.do(leave, talk.ben, talk.open)
    assert edit_by_page(talk)[0] == 403
    assert talk.browser(talk.ben).post("/d/1/2/deletion").status_code == 303
    assert "Count me in." not in talk.page(None, "/d/1")


@operation
def import_html(discussion_id: int, number: int, author_id: int, source: str) -> None:
    """A post as an import writes it."""
    body = text.cook(source, "html")
    cooked = {"source": source, "source_format": "html", "pipeline": body.pipeline, "words": body.words}
    where = (Post.discussion_id == discussion_id, Post.number == number)
    db.session.execute(update(Post).where(*where).values(html=text.fill(body.template, {}), **cooked))


def test_imported_html_is_markdown_from_its_first_edit_on(talk: House) -> None:
    talk.do(import_html, 1, 2, talk.ben.id, "<p>Count <b>me</b> in.</p><ul><li>One</li></ul>")
    form = talk.page(talk.ben, "/d/1/2/edit")
    source = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", form, re.S)[1]  # type: ignore[index]
    assert "Count **me** in." in source
    assert edit_by_page(talk, body=source + "\nTwo")[0] == 303
    page = talk.page(None, "/d/1")
    assert "<strong>me</strong>" in page
    assert talk.findings() == []


def test_an_edited_opening_post_leaves_the_title(talk: House) -> None:
    talk.edit(talk.amy, 1, 1, BETTER)
    assert "A bus at last" in talk.page(None, "/d/1")


def test_nobody_writes_past_the_operations(talk: House) -> None:
    """Outside of a verb the database itself refuses to write."""
    with talk.app.app_context(), pytest.raises(Exception, match=r"readonly|read-only"):
        db.session.execute(
            insert(Revision), [{"post_id": 1, "number": 9, "source": "", "source_format": "", "words": ""}]
        )
