"""Following: everything, replies to me, nothing; for a discussion, a group, and wherever nothing else was chosen."""

import pytest
from builders import House

from forum.accounts.models import Follow
from forum.accounts.operations import follow_usually
from forum.accounts.viewers import Viewer
from forum.discussions.operations import follow, follow_group
from forum.discussions.queries import list_followers, list_words
from forum.errors import NotAllowed
from forum.groups import operations as groups

EVERYTHING, REPLIES, NOTHING = Follow.EVERYTHING, Follow.REPLIES, Follow.NOTHING


@pytest.fixture
def talk(house: House) -> House:
    """With Amy's discussion 1 in the open group, and her discussion 2 in the private one."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.start(house.amy, house.private, "Keys of the cabin", "Who has them?")
    return house


def word(house: House, who: Viewer, place: int = 1) -> Follow | None:
    """What they hear of the discussion; None if they may not read it."""
    words: dict[int, Follow] = house.do(list_words, place, [who.id])
    return words.get(who.id)


def followers(house: House, place: int = 1) -> list[str]:
    names = {who.id: who.handle for who in (house.amy, house.ben, house.cat, house.dan, house.mo, house.ada)}
    return [names[id] for id in house.do(list_followers, place)]


def test_who_says_nothing_hears_of_replies_to_them(talk: House) -> None:
    assert [word(talk, who) for who in (talk.ben, talk.cat, talk.mo)] == [REPLIES] * 3


def test_who_starts_or_replies_follows_everything_from_then_on(talk: House) -> None:
    assert followers(talk) == ["amy"]
    talk.reply(talk.ben, 1, "Count me in.")
    assert followers(talk) == ["amy", "ben"]


def test_what_was_chosen_for_the_discussion_stays_when_one_writes_there(talk: House) -> None:
    for chosen in (NOTHING, REPLIES):
        talk.do(follow, talk.ben, 1, chosen)
        talk.reply(talk.ben, 1, "Count me in.")
        assert word(talk, talk.ben) == chosen
    talk.do(follow, talk.amy, 1, NOTHING)
    assert followers(talk) == []


def test_nothing_for_a_group_or_everywhere_is_not_undone_by_writing(talk: House) -> None:
    talk.do(follow_group, talk.ben, talk.open, NOTHING)
    talk.do(follow_usually, talk.dan, NOTHING)
    for who in (talk.ben, talk.dan):
        talk.reply(who, 1, "Count me in.")
        assert word(talk, who) == NOTHING
    talk.do(follow_group, talk.dan, talk.open, REPLIES)
    talk.reply(talk.dan, 1, "And me.")
    assert word(talk, talk.dan) == EVERYTHING


def test_the_word_for_the_discussion_wins_then_the_groups_then_the_usual_one(talk: House) -> None:
    talk.do(follow_usually, talk.ben, EVERYTHING)
    assert word(talk, talk.ben) == EVERYTHING
    talk.do(follow_group, talk.ben, talk.open, NOTHING)
    assert word(talk, talk.ben) == NOTHING
    assert word(talk, talk.ben, 2) == EVERYTHING
    talk.do(follow, talk.ben, 1, REPLIES)
    assert word(talk, talk.ben) == REPLIES
    talk.do(follow_group, talk.ben, talk.open, EVERYTHING)
    assert word(talk, talk.ben) == REPLIES


def test_everything_as_the_usual_word_counts_in_ones_own_groups_alone(talk: House) -> None:
    for who in (talk.cat, talk.dan):
        talk.do(follow_usually, who, EVERYTHING)
    assert word(talk, talk.cat) == REPLIES
    assert followers(talk) == ["amy", "dan"]
    talk.do(follow, talk.cat, 1, EVERYTHING)
    assert followers(talk) == ["amy", "cat", "dan"]
    talk.do(follow_usually, talk.mo, NOTHING)
    assert word(talk, talk.mo) == NOTHING


def test_who_may_not_read_hears_nothing_and_finds_it_as_it_was_when_they_come_back(talk: House) -> None:
    talk.do(follow, talk.ben, 2, EVERYTHING)
    talk.do(follow_group, talk.ben, talk.private, NOTHING)
    assert followers(talk, 2) == ["amy", "ben"]
    talk.do(groups.leave, talk.ben, talk.private)
    assert followers(talk, 2) == ["amy"]
    assert [word(talk, who, 2) for who in (talk.ben, talk.cat, talk.mo)] == [None] * 3
    talk.do(groups.add, talk.amy, talk.private, "ben")
    assert followers(talk, 2) == ["amy", "ben"]
    third = talk.start(talk.amy, talk.private, "The roof", "It leaks.").discussion_id
    assert word(talk, talk.ben, third) == NOTHING


def test_staff_who_entered_a_group_for_a_day_do_not_follow_it(talk: House) -> None:
    talk.do(groups.enter, talk.mo, talk.private, "A report about a post of yesterday.")
    talk.do(follow, talk.mo, 2, EVERYTHING)
    assert followers(talk, 2) == ["amy"]


def test_nobody_hears_of_a_discussion_whose_posts_are_all_down(talk: House) -> None:
    talk.delete(talk.amy, 1, 1)
    assert followers(talk) == []
    assert word(talk, talk.amy) is None


def test_the_three_buttons_say_which_one_holds(talk: House) -> None:
    assert pressed(talk.page(talk.ben, "/d/1")) == "replies"
    ben = talk.browser(talk.ben)
    for chosen in ("everything", "nothing", "replies"):
        assert ben.post("/d/1/following", word=chosen).status_code == 303
        assert pressed(talk.page(talk.ben, "/d/1")) == chosen
    assert pressed(talk.page(talk.amy, "/d/1")) == "everything"
    assert "/d/1/following" not in talk.page(None, "/d/1")
    assert ben.post("/groups/buses/following", word="everything").status_code == 303
    assert pressed(talk.page(talk.ben, "/groups/buses")) == "everything"
    assert ben.post("/me/following", word="nothing").status_code == 303
    page = talk.page(talk.ben, "/me/following")
    assert pressed(page) == "nothing"
    assert "A bus at last" in page
    assert "Buses" in page
    for path in ("/d/1/following", "/groups/buses/following", "/me/following"):
        for wrong in ("", "all", "EVERYTHING"):
            assert ben.post(path, word=wrong).status_code == 404


def test_a_group_as_a_whole_is_followed_by_its_members(talk: House) -> None:
    assert talk.browser(talk.cat).post("/groups/buses/following", word="everything").status_code == 403
    assert talk.browser(talk.cat).post("/groups/cabin/following", word="everything").status_code == 404
    with pytest.raises(NotAllowed):
        talk.do(follow_group, talk.mo, talk.open, EVERYTHING)


def test_a_page_kept_by_a_browser_is_another_one_after_a_word(talk: House) -> None:
    ben = talk.browser(talk.ben)
    for verb, *arguments in ((follow_usually, EVERYTHING), (follow_group, talk.open, NOTHING), (follow, 1, REPLIES)):
        tag = ben.get("/d/1").headers["ETag"]
        talk.do(verb, talk.ben, *arguments)
        assert ben.get("/d/1", **{"If-None-Match": tag}).status_code == 200


def pressed(page: str) -> str:
    before = page[: page.index('aria-pressed="true"')]
    return before.rsplit('value="', 1)[1].split('"')[0]
