"""Thanks: one for each member and post, counted, taken back, and no business of who may not read the post."""

import pytest
from builders import House

from forum.database import db
from forum.discussions.models import Post
from forum.discussions.operations import thank, unthank
from forum.errors import NotAllowed
from forum.groups import operations as groups
from forum.models import Activity

JSON = {"Accept": "application/json"}


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1 and Ben's reply 2 to it, and Ben's discussion 2 in the private group."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Count me in.", answering=1)
    house.start(house.ben, house.private, "Keys of the cabin", "Who has them?")
    return house


def test_a_member_says_thanks_once_and_takes_it_back(talk: House) -> None:
    dan = talk.browser(talk.dan)
    assert 'action="/d/1/2/thanks"' in talk.page(talk.dan, "/d/1")
    for _again in range(2):
        assert dan.post("/d/1/2/thanks").headers["Location"] == "/d/1-a-bus-at-last#post-2"
        assert "1 thank-you" in talk.page(None, "/d/1")
    assert "Dan Dale" in talk.page(None, "/d/1/2/thanks")
    talk.browser(talk.amy).post("/d/1/2/thanks")
    assert "2 thank-yous" in talk.page(None, "/d/1")
    assert 'action="/d/1/2/thanks/withdrawal"' in talk.page(talk.dan, "/d/1")
    for _again in range(2):
        assert dan.post("/d/1/2/thanks/withdrawal").status_code == 303
        assert "1 thank-you" in talk.page(None, "/d/1")
    page = talk.page(None, "/d/1/2/thanks")
    assert "Amy Adams" in page
    assert "Dan Dale" not in page
    kinds = talk.do(lambda: list(db.session.scalars(db.select(Activity.kind).order_by(Activity.id))))
    assert kinds[-3:] == ["post.thanked", "post.thanked", "post.unthanked"]
    assert talk.findings() == []


def test_thanks_are_for_what_others_wrote_where_one_takes_part(talk: House) -> None:
    for who, path in ((talk.ben, "/d/1/2"), (talk.cat, "/d/1/2"), (talk.mo, "/d/1/1")):
        assert f'action="{path}/thanks"' not in talk.page(who, "/d/1")
        assert talk.browser(who).post(f"{path}/thanks").status_code == 403
    for who in (talk.cat, talk.dan, talk.mo):
        assert talk.browser(who).post("/d/2/1/thanks").status_code == 404
        assert talk.browser(who).get("/d/2/1/thanks").status_code == 404
    talk.do(groups.archive, talk.amy, talk.open)
    assert talk.browser(talk.dan).post("/d/1/2/thanks").status_code == 403
    assert talk.findings() == []


def test_a_removed_post_has_no_thanks_to_show_and_gets_none(talk: House) -> None:
    talk.do(thank, talk.dan, 1, 2)
    talk.delete(talk.ben, 1, 2)
    for who in (None, talk.amy, talk.dan):
        assert "1 thank-you" not in talk.page(who, "/d/1")
        assert talk.browser(who).get("/d/1/2/thanks").status_code == 404
    assert talk.browser(talk.amy).post("/d/1/2/thanks").status_code == 403
    talk.restore(talk.ben, 1, 2)
    assert "1 thank-you" in talk.page(None, "/d/1")
    assert talk.findings() == []


def test_a_script_is_told_what_the_button_says_and_does_now(talk: House) -> None:
    dan = talk.browser(talk.dan)
    headers = {"X-CSRFToken": dan.csrf_token(), **JSON}
    said = dan.client.post("/d/1/2/thanks", headers=headers).get_json()
    assert said == {"action": "/d/1/2/thanks/withdrawal", "said": True, "label": "Thanked", "count": "1 thank-you"}
    said = dan.client.post(said["action"], headers=headers).get_json()
    assert said == {"action": "/d/1/2/thanks", "said": False, "label": "Thank", "count": ""}


def test_a_page_kept_by_a_browser_is_another_one_after_thanks(talk: House) -> None:
    visitor = talk.browser(None)
    tag = visitor.get("/d/1").headers["ETag"]
    talk.do(thank, talk.dan, 1, 2)
    assert visitor.get("/d/1", **{"If-None-Match": tag}).status_code == 200


def test_a_post_that_was_thanked_for_is_not_mended_without_a_trace(talk: House) -> None:
    talk.do(thank, talk.dan, 1, 2)
    talk.edit(talk.ben, 1, 2, "Count me in, too.")
    assert "edited" in talk.page(None, "/d/1")


def test_thanks_of_many_at_once_are_all_counted(talk: House) -> None:
    people = [talk.member(f"m{number}", f"Member {number}") for number in range(6)]
    for who in people:
        talk.do(groups.join, who, talk.open)
    acts = [lambda who=who: thank(who, 1, 2) for who in [*people, *people]]
    assert talk.at_once(*acts) == [None] * 12
    assert talk.do(lambda: db.session.scalar(db.select(Post.thanks_count).where(Post.number == 2))) == 6
    acts = [lambda who=who: unthank(who, 1, 2) for who in [*people[:3], *people[:3]]]
    talk.at_once(*acts, lambda: talk.delete(talk.ben, 1, 2))
    assert talk.do(lambda: db.session.scalar(db.select(Post.thanks_count).where(Post.number == 2))) == 3
    assert talk.findings() == []


def test_who_left_may_still_take_their_thanks_back(talk: House) -> None:
    talk.do(thank, talk.dan, 1, 2)
    talk.do(groups.leave, talk.dan, talk.open)
    with pytest.raises(NotAllowed):
        talk.do(thank, talk.dan, 1, 1)
    assert 'action="/d/1/2/thanks/withdrawal"' in talk.page(talk.dan, "/d/1")
    talk.do(unthank, talk.dan, 1, 2)
    assert "1 thank-you" not in talk.page(None, "/d/1")
    assert talk.findings() == []
