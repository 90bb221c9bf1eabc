"""What becomes of thanks, bookmarks, answers and words when posts are carried elsewhere."""

import pytest
from builders import House

from forum.accounts.models import Follow
from forum.discussions.operations import bookmark, follow, mark_answer, merge, split, thank
from forum.discussions.queries import find_discussion, list_followers, list_words


@pytest.fixture
def talk(house: House) -> House:
    """With Ben's question 1, Dan's reply 2 to it, which is the answer, and Amy's reply 3; and Amy's discussion 2."""
    house.start(house.ben, house.open, "When does it leave?", "Who knows?")
    house.reply(house.dan, 1, "At noon.")
    house.reply(house.amy, 1, "At one.")
    house.start(house.amy, house.open, "Another thing", "Words.")
    house.do(mark_answer, house.ben, 1, 2)
    house.do(thank, house.ben, 1, 2)
    house.do(bookmark, house.cat, 1, 2, "Ask Dan")
    return house


def test_an_answer_that_is_split_off_answers_no_more_and_keeps_its_thanks(talk: House) -> None:
    posted = talk.do(split, talk.amy, 1, [2], "At noon, then")
    assert talk.do(find_discussion, talk.amy, 1).answer_number is None
    page = talk.page(talk.cat, f"/d/{posted.discussion_id}")
    assert "1 thank-you" in page
    assert "bookmarked" in page
    assert "At noon, then" in talk.page(talk.cat, "/me/bookmarks")
    assert talk.findings() == []


def test_an_answer_stays_when_other_posts_go(talk: House) -> None:
    talk.do(split, talk.amy, 1, [3], "At one, then")
    assert talk.do(find_discussion, talk.amy, 1).answer_number == 2
    assert talk.findings() == []


def test_who_followed_what_was_merged_follows_where_it_went_unless_they_chose_otherwise(talk: House) -> None:
    talk.do(follow, talk.cat, 1, Follow.EVERYTHING)
    talk.do(follow, talk.dan, 2, Follow.NOTHING)
    talk.do(merge, talk.amy, 1, 2)
    assert talk.do(list_followers, 2) == sorted([talk.amy.id, talk.ben.id, talk.cat.id])
    assert talk.do(list_words, 2, [talk.dan.id]) == {talk.dan.id: Follow.NOTHING}
    assert talk.do(find_discussion, talk.amy, 2).answer_number is None
    assert talk.findings() == []
