"""Moving a discussion to another group, splitting posts off, merging two: who may, what follows, what comes back."""

from dataclasses import dataclass

import pytest
from builders import Browser, House, quote
from sqlalchemy import select

from forum import text
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.discussions.models import Discussion, Post, Reading
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import operations as groups
from forum.moderation import operations as moderation

SECRET = "The spare key hangs behind the xylophone."
WHY = "It fits there."


@dataclass
class Talk:
    """Amy's discussion of six posts in the open group; Ben's third post quotes her second, the fifth answers it."""

    house: House
    id: int

    def move(self, viewer: Viewer, group: int, discussion: int | None = None) -> None:
        here = discussion or self.id
        was = self.house.do(lambda: db.session.scalar(select(Discussion.group_id).where(Discussion.id == here)))
        self.house.do(moderation.move, viewer, here, group, WHY, was=was)

    def split(self, viewer: Viewer, *numbers: int, title: str = "On its own") -> int:
        return int(self.house.do(moderation.split, viewer, self.id, numbers, title, WHY).discussion_id)

    def facts(self, discussion: int | None = None) -> dict[str, object]:
        names = ("posts_count", "participants_count", "last_number", "newest_number", "pinned_at", "closed_at")
        row = self.house.do(db.session.get_one, Discussion, discussion or self.id)
        return {name: getattr(row, name) for name in names}

    def tree(self, discussion: int) -> list[tuple[int, str]]:
        """Each post's number and path, as far as it is written, in the order of paths."""
        query = select(Post.number, Post.path).where(Post.discussion_id == discussion).order_by(Post.path)
        rows = self.house.do(lambda: db.session.execute(query).all())
        return [(number, ".".join(str(int(path[at : at + 8])) for at in range(0, len(path), 8)))
                for number, path in rows]  # fmt: skip

    def replies(self, discussion: int) -> dict[int, int]:
        query = select(Post.number, Post.replies_count).where(Post.discussion_id == discussion)
        return dict(tuple(row) for row in self.house.do(lambda: db.session.execute(query).all()))


@pytest.fixture
def talk(house: House) -> Talk:
    opened = house.start(house.amy, house.open, "Where is the key", "Who knows?").discussion_id
    house.reply(house.amy, opened, SECRET, answering=1)
    house.reply(house.ben, opened, quote(f"/d/{opened}/2", SECRET) + "Good.", answering=2)
    house.reply(house.dan, opened, "I know nothing.")
    house.reply(house.amy, opened, "Thank you.", answering=3)
    house.reply(house.ben, opened, "You are welcome.", answering=5)
    return Talk(house, opened)


def sent_on(browser: Browser, path: str, **fields: object) -> str:
    """The page that a form's sender comes to who is told where the form goes now, as browsers follow such an answer."""
    answer = browser.post(path, **fields)
    assert answer.status_code == 307, answer.text
    page = browser.post(answer.headers["Location"], follow=True, **fields)
    assert page.status_code == 200
    return page.text


# Paths


def test_answers_hang_below_what_they_answer_to_the_third_level(house: House) -> None:
    here = house.start(house.amy, house.open, "How deep is it", "Let us see.").discussion_id
    for answering in (1, None, 2, 4, 5, 6, 7, 3, 6):
        house.reply(house.ben, here, "Deeper.", answering=answering)
    assert Talk(house, here).tree(here) == [
        (1, "1"), (2, "2"), (4, "2.4"), (5, "2.4.5"), (6, "2.4.5.6"), (7, "2.4.5.6.7"), (8, "2.4.5.6.8"),
        (10, "2.4.5.6.10"), (3, "3"), (9, "3.9"),
    ]  # fmt: skip
    assert house.findings() == []


# Splitting


def test_posts_that_are_split_off_are_a_discussion_of_their_own(talk: Talk) -> None:
    house = talk.house
    opened = talk.split(house.amy, 2, 3, 5)
    assert talk.tree(opened) == [(1, "1"), (2, "2"), (3, "2.3")]
    assert talk.tree(talk.id) == [(1, "1"), (4, "4"), (6, "6")]
    assert talk.replies(opened) == {1: 1, 2: 1, 3: 0}
    assert talk.replies(talk.id) == {1: 0, 4: 0, 6: 0}
    assert talk.facts()["posts_count"] == 3
    assert talk.facts()["last_number"] == 6
    assert talk.facts(opened)["participants_count"] == 2
    page = house.page(None, f"/d/{opened}")
    assert "On its own" in page
    assert "You are welcome." not in page
    house.work()
    assert f'cite="/d/{opened}/1"' in house.page(None, f"/d/{opened}")
    assert house.reply(house.ben, talk.id, "A number that nobody had.").number == 7
    assert house.reply(house.ben, opened, "And here.", answering=3).number == 4
    assert house.findings() == []


def test_an_edit_keeps_the_quote_of_a_post_that_was_split_off(talk: Talk) -> None:
    house = talk.house
    opened = talk.split(house.amy, 2)
    house.work()
    form = house.page(house.ben, f"/d/{talk.id}/3/edit")
    assert f"/d/{talk.id}/2" in form, "the source is as it was written"
    house.edit(house.ben, talk.id, 3, quote(f"/d/{talk.id}/2", SECRET) + "Very good.")
    page = house.page(None, f"/d/{talk.id}")
    assert f'cite="/d/{opened}/1"' in page
    assert "Very good." in page
    house.delete(house.amy, opened, 1)
    assert "xylophone" not in house.page(None, f"/d/{talk.id}")
    assert house.findings() == []


def test_what_was_split_off_comes_back_to_its_own_numbers_with_what_was_added(talk: Talk) -> None:
    house = talk.house
    before = talk.tree(talk.id), talk.replies(talk.id)
    opened = talk.split(house.amy, 2, 3, 5)
    assert house.do(moderation.rejoin, house.mo, opened) == talk.id
    assert (talk.tree(talk.id), talk.replies(talk.id)) == before
    opened = talk.split(house.amy, 2, 3, 5, title="Once more")
    house.reply(house.dan, opened, "Added meanwhile.", answering=2)
    house.do(moderation.rejoin, house.mo, opened)
    assert talk.tree(talk.id)[2:5] == [(3, "2.3"), (5, "2.3.5"), (6, "2.3.5.6")]
    assert (7, "2.3.7") in talk.tree(talk.id)
    assert house.browser(None).get(f"/d/{opened}/4").headers["Location"] == f"/d/{talk.id}/7"
    assert house.browser(None).get(f"/d/{opened}").headers["Location"] == f"/d/{talk.id}"
    with pytest.raises(NotFound):
        house.do(moderation.rejoin, house.mo, opened)
    assert house.findings() == []


def test_tags_go_along_as_far_as_there_are_places(talk: Talk) -> None:
    house = talk.house
    house.do(discussions.retag, house.amy, talk.id, ["keys", "sheds"])
    opened = talk.split(house.amy, 2)
    other = house.start(house.ben, house.open, "Key, please", "Where?", "doors", "keys", "locks", "rain").discussion_id
    house.do(moderation.merge, house.amy, opened, other, WHY)

    def tags(discussion: int) -> str:
        return str(house.do(lambda: db.session.get_one(Discussion, discussion).tags))

    assert tags(opened) == "keys sheds"
    assert tags(other) == "doors keys locks rain sheds"
    assert house.findings() == []


def test_who_has_read_a_post_has_read_it_wherever_it_stands(talk: Talk) -> None:
    house = talk.house
    other = house.start(house.amy, house.open, "Key, please", "Where?").discussion_id
    house.do(discussions.read_up_to, house.ben, talk.id, 4)
    house.do(discussions.read_up_to, house.ben, other, 1)
    house.do(discussions.read_up_to, house.dan, talk.id, 6)
    opened = talk.split(house.mo, 2, 3, 5)

    def read(viewer: Viewer, discussion: int) -> int | None:
        number = select(Reading.number).where(Reading.discussion_id == discussion, Reading.member_id == viewer.id)
        return house.do(lambda: db.session.scalar(number))

    assert (read(house.ben, opened), read(house.dan, opened), read(house.amy, opened)) == (2, 3, None)
    house.do(moderation.merge, house.mo, opened, other, WHY)
    assert read(house.ben, other) == 3, "he had read all of the other one"
    assert read(house.dan, other) == 0, "he had not, and follows it now"
    assert house.findings() == []


def test_the_opening_post_and_what_nobody_reads_open_no_other_discussion(talk: Talk) -> None:
    house = talk.house
    house.delete(house.dan, talk.id, 4)
    for numbers in ((1, 2), (4, 5), (), (2, 77)):
        with pytest.raises(Conflict):
            talk.split(house.amy, *numbers)
    for viewer, refusal in ((house.ben, NotAllowed), (house.cat, NotAllowed)):
        with pytest.raises(refusal):
            talk.split(viewer, 2)
    opened = talk.split(house.mo, 3, 4)
    assert talk.facts(opened)["posts_count"] == 1
    assert house.findings() == []


# Merging


def test_a_merged_discussion_stands_at_the_end_of_the_other_and_leads_there(talk: Talk) -> None:
    house = talk.house
    other = house.start(house.ben, house.open, "Key, please", "Where might it be?").discussion_id
    house.reply(house.dan, other, "Ask Amy.", answering=1)
    house.do(moderation.pin, house.amy, talk.id)
    house.do(moderation.merge, house.amy, talk.id, other, WHY)
    assert talk.tree(other) == [
        (1, "1"), (2, "2"), (3, "3"), (4, "3.4"), (5, "3.4.5"), (7, "3.4.5.7"), (8, "3.4.5.7.8"), (6, "6"),
    ]  # fmt: skip
    visitor = house.browser(None)
    assert visitor.get(f"/d/{talk.id}").headers["Location"] == f"/d/{other}"
    assert visitor.get(f"/d/{talk.id}/4").headers["Location"] == f"/d/{other}/6"
    assert "Where is the key" not in house.page(None, "/groups/buses")
    latest = house.page(None, "/forum")
    assert f"/d/{other}/2" in latest, "the newest post is not the last one"
    assert house.findings() == []
    house.work()
    assert f'cite="/d/{other}/4"' in house.page(None, f"/d/{other}")

    house.reply(house.dan, other, "Added meanwhile.", answering=4)
    house.do(moderation.part, house.mo, talk.id)
    assert [number for number, _path in talk.tree(other)] == [1, 2, 9]
    assert talk.tree(talk.id) == [(1, "1"), (2, "2"), (3, "2.3"), (5, "2.3.5"), (6, "2.3.5.6"), (4, "4")]
    assert visitor.get(f"/d/{other}/4").headers["Location"] == f"/d/{talk.id}/2"
    with pytest.raises(NotFound):
        house.do(moderation.part, house.mo, talk.id)
    house.work()
    assert house.findings() == []


def test_what_is_sent_to_a_discussion_that_was_merged_meanwhile_goes_where_it_stands(talk: Talk) -> None:
    house = talk.house
    other = house.start(house.ben, house.open, "Key, please", "Where might it be?").discussion_id
    house.do(moderation.merge, house.amy, talk.id, other, WHY)
    ben = house.browser(house.ben)
    assert "Written before I knew." in sent_on(ben, f"/d/{talk.id}/posts", body="Written before I knew.", answering=4)
    assert (8, "5.8") in talk.tree(other)
    assert "Edited before I knew." in sent_on(ben, f"/d/{talk.id}/3/edit", body="Edited before I knew.", revision=1)
    assert "Where might it be?" in ben.get(f"/d/{talk.id}/reply?to=4", follow=True).text
    assert house.findings() == []


def test_who_moderates_one_of_two_groups_only_merges_and_moves_nothing(talk: Talk) -> None:
    house = talk.house
    trams = house.group(house.ben, "Trams", "open")
    theirs = house.start(house.ben, trams, "The timetable", "It is late.").discussion_id
    for verb in (lambda: talk.move(house.amy, trams), lambda: talk.move(house.ben, trams)):
        with pytest.raises(NotAllowed):
            verb()
    for viewer in (house.amy, house.ben):
        with pytest.raises(NotAllowed):
            house.do(moderation.merge, viewer, talk.id, theirs, WHY)
    house.do(moderation.merge, house.mo, talk.id, theirs, WHY)
    with pytest.raises(NotAllowed):
        house.do(moderation.part, house.amy, talk.id)
    with pytest.raises(NotFound):
        talk.move(house.mo, house.private, theirs)
    with pytest.raises(Conflict):
        house.do(moderation.merge, house.mo, theirs, theirs, WHY)
    house.do(groups.archive, house.amy, house.open)
    with pytest.raises(NotAllowed):
        talk.move(house.mo, house.open, theirs)
    assert house.findings() == []


# Moving


def test_a_discussion_that_moves_behind_a_door_is_gone_for_outsiders_with_every_quote_of_it(talk: Talk) -> None:
    house = talk.house
    trams = house.group(house.cat, "Trams", "open")
    both = quote(f"/d/{talk.id}/2", SECRET) + "So they say."
    elsewhere = house.start(house.cat, trams, "Heard elsewhere", both).discussion_id
    house.do(moderation.pin, house.amy, talk.id)
    talk.move(house.amy, house.private)
    assert "xylophone" not in house.page(None, f"/d/{elsewhere}")
    for viewer in (None, house.cat, house.dan, house.mo):
        for path in (f"/d/{talk.id}", f"/d/{talk.id}/2"):
            assert house.browser(viewer).get(path).status_code == 404
    assert SECRET in house.page(house.ben, f"/d/{talk.id}")
    assert talk.facts()["pinned_at"] is None
    house.work()
    assert "xylophone" not in house.page(None, f"/d/{elsewhere}")
    assert house.page(house.ben, f"/d/{talk.id}").count(SECRET) == 2
    assert house.findings() == []

    house.do(moderation.move_back, house.amy, talk.id)
    assert "xylophone" not in house.page(None, f"/d/{elsewhere}")
    house.work()
    assert SECRET in house.page(None, f"/d/{elsewhere}")
    assert house.browser(house.cat).get(f"/d/{talk.id}/2").status_code == 303
    with pytest.raises(Conflict):
        house.do(moderation.move_back, house.amy, talk.id)
    assert house.findings() == []


def test_a_discussion_that_moves_into_the_open_leaves_quotes_of_its_old_group_behind(house: House) -> None:
    inside = house.start(house.amy, house.private, "Where is the key", SECRET).discussion_id
    place = house.start(house.amy, house.private, "About the key", quote(f"/d/{inside}/1", SECRET) + "Hm.")
    talk = Talk(house, place.discussion_id)
    assert SECRET in house.page(house.ben, f"/d/{talk.id}")
    talk.move(house.amy, house.open)
    for _once_more in range(2):
        page = house.page(None, f"/d/{talk.id}")
        assert "Hm." in page
        assert "xylophone" not in page
        house.work()
    assert house.findings() == []


def test_a_split_off_post_that_moves_behind_a_door_leaves_no_trace(talk: Talk) -> None:
    house = talk.house
    opened = talk.split(house.amy, 2, title="Behind the door")
    assert "Behind the door" in house.page(house.cat, f"/d/{talk.id}")
    talk.move(house.amy, house.private, opened)
    house.work()
    for viewer in (None, house.cat):
        assert house.browser(viewer).get(f"/d/{talk.id}/2").status_code == 404
        page = house.page(viewer, f"/d/{talk.id}")
        assert "Behind the door" not in page
        assert "xylophone" not in page
    assert house.browser(house.ben).get(f"/d/{talk.id}/2", follow=True).status_code == 200
    form = house.browser(house.ben).get(f"/d/{talk.id}/3/edit")
    assert "xylophone" not in form.text
    forged = house.browser(house.cat)
    house.do(groups.join, house.cat, house.open)
    forged.post(f"/d/{talk.id}/posts", body=quote(f"/d/{talk.id}/2", "key") + "Forged.")
    assert f"/d/{opened}" not in house.page(house.cat, f"/d/{talk.id}")
    assert house.findings() == []


# All at once


def test_replies_while_posts_are_split_off_merged_and_moved(talk: Talk) -> None:
    house = talk.house
    trams = house.group(house.amy, "Trams", "open")
    body = text.cook(quote(f"/d/{talk.id}/2", SECRET) + "So.")
    for again in range(3):
        other = house.start(house.amy, trams, f"Another {again}", "Another beginning.").discussion_id
        outcomes = house.at_once(
            *(lambda: discussions.reply(house.ben, talk.id, body, answering=1) for _reply in range(3)),
            *(lambda other=other: discussions.reply(house.amy, other, body, answering=1) for _reply in range(2)),
            lambda again=again: moderation.split(house.amy, talk.id, {4 + 3 * again}, f"Apart {again}", WHY),
            lambda other=other: moderation.merge(house.amy, other, talk.id, WHY),
            lambda: moderation.move(house.amy, talk.id, trams, WHY, was=house.open),
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert [error for error in refused if not isinstance(error, (Conflict, NotAllowed, NotFound))] == []
        assert house.findings() == []
        house.work()
        assert house.findings() == []


def test_two_discussions_that_are_merged_into_each_other_at_once_are_one(talk: Talk) -> None:
    house = talk.house
    other = house.start(house.amy, house.open, "Key, please", "Where?").discussion_id
    outcomes = house.at_once(
        lambda: moderation.merge(house.amy, talk.id, other, WHY),
        lambda: moderation.merge(house.mo, other, talk.id, WHY),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotFound"]
    assert house.findings() == []
