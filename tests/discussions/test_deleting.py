"""Taking a post down, and putting it back."""

import pytest
from builders import House, later

from forum.discussions.operations import delete, restore

STUB = "Removed by its author"


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1, Ben's reply 2 to it and Dan's reply 3 to that."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, 1, "Count me in.", answering=1)
    house.reply(house.dan, 1, "And me.", answering=2)
    return house


def test_a_deleted_post_leaves_a_stub_and_its_number(talk: House) -> None:
    page = talk.browser(talk.ben).post("/d/1/2/deletion", follow=True).text
    assert "within ten minutes" in page
    assert 'action="/d/1/2/restoration"' in page
    for viewer in (None, talk.cat, talk.ben, talk.amy, talk.ada):
        page = talk.page(viewer, "/d/1")
        assert STUB in page
        assert "Count me in." not in page
        assert 'id="post-2"' in page
        assert ('action="/d/1/2/restoration"' in page) == (viewer is talk.ben)
    assert talk.reply(talk.amy, 1, "Where was I?").number == 4
    assert talk.findings() == []


def test_deletion_counts_and_so_does_its_undoing(talk: House) -> None:
    assert "2 replies, started" in talk.page(None, "/d/1")
    talk.delete(talk.ben, 1, 2)
    page = talk.page(None, "/d/1")
    assert "1 reply, started" in page
    assert "replies_to=1" not in page
    talk.browser(talk.ben).post("/d/1/2/restoration")
    page = talk.page(None, "/d/1")
    assert "Count me in." in page
    assert "2 replies, started" in page
    assert "replies_to=1" in page
    assert talk.findings() == []


def test_the_last_word_in_a_list_is_the_newest_that_is_left(talk: House) -> None:
    talk.delete(talk.dan, 1, 3)
    row = talk.page(None, "/forum")
    assert "Ben Brown" in row
    assert "Dan Dale" not in row
    talk.restore(talk.dan, 1, 3)
    assert "Dan Dale" in talk.page(None, "/forum")
    assert talk.findings() == []


def test_deleting_and_restoring_twice_is_as_good_as_once(talk: House) -> None:
    ben = talk.browser(talk.ben)
    for path in ("/d/1/2/deletion", "/d/1/2/restoration"):
        for _again in range(2):
            assert ben.post(path).status_code == 303
            assert talk.findings() == []
    assert "Count me in." in talk.page(None, "/d/1")


def test_a_deletion_can_be_taken_back_for_ten_minutes(talk: House) -> None:
    talk.delete(talk.ben, 1, 2)
    with later(minutes=9, seconds=30):
        assert "restoration" in talk.page(talk.ben, "/d/1")
    with later(minutes=11):
        assert "restoration" not in talk.page(talk.ben, "/d/1")
        assert talk.browser(talk.ben).post("/d/1/2/restoration").status_code == 403
    assert STUB in talk.page(None, "/d/1")


def test_only_the_author_deletes_and_restores_whatever_their_role(talk: House) -> None:
    others = (talk.amy, talk.cat, talk.dan, talk.mo, talk.ada)
    for who in others:
        assert talk.browser(who).post("/d/1/2/deletion").status_code == 403
    talk.delete(talk.ben, 1, 2)
    for who in others:
        assert talk.browser(who).post("/d/1/2/restoration").status_code == 403
    assert STUB in talk.page(None, "/d/1")


def test_a_discussion_without_posts_is_there_for_its_author_alone(talk: House) -> None:
    emptied = talk.start(talk.ben, talk.open, "Never mind", "Really.").discussion_id
    assert "2 discussions" in talk.page(None, "/groups/buses")
    talk.delete(talk.ben, emptied, 1)
    for viewer in (None, talk.amy, talk.cat, talk.ada):
        assert talk.browser(viewer).get(f"/d/{emptied}").status_code == 404
        assert "Never mind" not in talk.page(viewer, "/forum")
    assert "1 discussion<" in talk.page(None, "/groups/buses")
    assert "Nothing" not in talk.page(talk.ben, "/forum")
    assert "There is nothing left here to reply to." in talk.page(talk.ben, f"/d/{emptied}")
    assert talk.browser(talk.ben).post(f"/d/{emptied}/posts", body="Hm.").status_code == 403
    assert talk.findings() == []
    talk.restore(talk.ben, emptied, 1)
    assert "Really." in talk.page(None, f"/d/{emptied}")
    assert "2 discussions" in talk.page(None, "/groups/buses")
    assert talk.findings() == []


def test_an_opening_post_may_go_while_its_answers_stay(talk: House) -> None:
    talk.delete(talk.amy, 1, 1)
    page = talk.page(None, "/d/1")
    assert "It comes on time." not in page
    assert "Count me in." in page
    assert "A bus at last" in page
    assert talk.findings() == []


def test_deleting_twice_at_once_counts_once(talk: House) -> None:
    assert talk.at_once(*[lambda: delete(talk.ben, 1, 2)] * 3) == [None] * 3
    assert talk.findings() == []
    assert talk.at_once(*[lambda: restore(talk.ben, 1, 2)] * 3) == [None] * 3
    assert talk.findings() == []
    assert "2 replies, started" in talk.page(None, "/d/1")


def test_everybody_deleting_at_once_leaves_the_counts_right(talk: House) -> None:
    for _again in range(3):
        acts = [lambda who=who, number=number: delete(who, 1, number)
                for number, who in enumerate((talk.amy, talk.ben, talk.dan), 1)]  # fmt: skip
        assert talk.at_once(*acts) == [None] * 3
        assert talk.findings() == []
        assert talk.browser(talk.cat).get("/d/1").status_code == 404
        for number, who in enumerate((talk.amy, talk.ben, talk.dan), 1):
            talk.restore(who, 1, number)
    assert talk.findings() == []
