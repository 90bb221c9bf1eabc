"""Whatever is done to posts and discussions, every address that a post ever had leads to it, in both views."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from builders import Browser, Contents, House, contents, put_back, quote, standing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from surroundings import DATABASES

from forum.database import db
from forum.discussions.models import Discussion, Post
from forum.errors import ForumError
from forum.moderation import operations as moderation

ACTS = ("reply", "reply", "quote", "hide", "unhide", "split", "merge", "move", "move_back", "rejoin", "part")


@dataclass
class Ground:
    """Amy's three discussions in two public groups and one in a private group, to be put back between examples."""

    house: House
    groups: list[int]
    before: Contents


@pytest.fixture(scope="module", params=DATABASES)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_folder: Path
           ) -> Iterator[Ground]:  # fmt: skip
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("ground") / "roomful.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        url = f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("migrated_postgres")
    with standing(worker_folder, url) as app:
        house = House(app)
        groups = [house.open, house.group(house.amy, "Trams", "open"), house.private]
        for number, group in enumerate((groups[0], groups[0], groups[1], groups[2]), 1):
            place = house.start(house.amy, group, f"Discussion {number}", f"Opening words {number}.").discussion_id
            house.reply(house.ben if group != groups[1] else house.amy, place, f"Second words {number}.", answering=1)
            house.reply(house.amy, place, f"Third words {number}.", answering=2)
        yield Ground(house, groups, contents(app))


@dataclass
class Story:
    """What was done, and where every post stood at any time: its id for each discussion and number."""

    ground: Ground
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    written: int = 0

    def __post_init__(self) -> None:
        self.note_places()

    def do(self, act: str, dice: tuple[int, int, int]) -> None:
        """Whatever comes of it; a refusal is an answer."""
        try:
            getattr(self, act)(*dice)
        except ForumError:
            self.ground.house.do(db.session.rollback)
        self.note_places()

    def note_places(self) -> None:
        for discussion_id, number, id in self.rows(select(Post.discussion_id, Post.number, Post.id)):
            assert self.places.setdefault((discussion_id, number), id) == id, "a number was given to another post"

    def reply(self, place: int, number: int, _other: int) -> None:
        self.written += 1
        self.ground.house.reply(self.amy, self.discussion(place), f"More words {self.written}.",
                                answering=number % 6 or None)  # fmt: skip

    def quote(self, place: int, number: int, other: int) -> None:
        source = f"/d/{self.discussion(other)}/{number % 4 + 1}"
        self.ground.house.reply(self.amy, self.discussion(place), quote(source, "words") + "So it is.")

    def hide(self, place: int, number: int, _other: int) -> None:
        self.rule(moderation.hide, self.discussion(place), number % 6 + 1, "Not nice.")

    def unhide(self, place: int, number: int, _other: int) -> None:
        self.rule(moderation.unhide, self.discussion(place), number % 6 + 1)

    def split(self, place: int, number: int, other: int) -> None:
        here = self.discussion(place)
        numbers = [n for (n,) in self.rows(select(Post.number).where(Post.discussion_id == here, Post.number > 1))]
        chosen = [n for n in numbers if n % 2 == number % 2][: other + 1] or numbers
        self.rule(moderation.split, here, chosen, "A discussion of their own", "They speak of another thing.")

    def merge(self, place: int, _number: int, other: int) -> None:
        self.rule(moderation.merge, self.discussion(place), self.discussion(other), "It is the same.")

    def move(self, place: int, number: int, _other: int) -> None:
        here = self.discussion(place)
        was = self.rows(select(Discussion.group_id).where(Discussion.id == here))[0][0]
        self.rule(moderation.move, here, self.ground.groups[number % 3], "It fits there.", was=was)

    def move_back(self, place: int, _number: int, _other: int) -> None:
        self.rule(moderation.move_back, self.discussion(place))

    def rejoin(self, place: int, _number: int, _other: int) -> None:
        self.rule(moderation.rejoin, self.discussion(place))

    def part(self, place: int, _number: int, _other: int) -> None:
        self.rule(moderation.part, place % 6 + 1)

    def rule(self, verb: Any, *arguments: Any, **more: Any) -> None:
        self.ground.house.do(verb, self.amy, *arguments, **more)

    def discussion(self, place: int) -> int:
        """One that has posts."""
        ids = [id for (id,) in self.rows(select(Post.discussion_id).distinct().order_by(Post.discussion_id))]
        return ids[place % len(ids)]

    def rows(self, query: Any) -> list[Any]:
        return list(self.ground.house.do(lambda: db.session.execute(query).all()))

    @property
    def amy(self) -> Any:
        return self.ground.house.amy


def tell(ground: Ground, acts: list[tuple[str, tuple[int, int, int]]]) -> None:
    """Do all that, and follow every link to every post afterwards."""
    house = ground.house
    put_back(house.app, ground.before)
    story = Story(ground)
    for act, dice in acts:
        story.do(act, dice)
    assert house.findings() == []
    house.work()
    assert house.findings() == []
    amy, cat = house.browser(house.amy), house.browser(house.cat)
    now = {id: (discussion, number) for id, discussion, number in
           story.rows(select(Post.id, Post.discussion_id, Post.number))}  # fmt: skip
    seen_by_cat = {place: cat.get(f"/d/{place}").status_code == 200 for place, _number in now.values()}
    for (discussion_id, number), id in story.places.items():
        for view in ("", "?view=threaded"):
            assert_leads(amy, f"/d/{discussion_id}/{number}{view}", now[id])
        answer = cat.get(f"/d/{discussion_id}/{number}")
        assert answer.status_code == (303 if seen_by_cat[now[id][0]] else 404)


def assert_leads(browser: Browser, address: str, place: tuple[int, int]) -> None:
    answer = browser.get(address, follow=True)
    assert answer.status_code == 200
    assert re.match(rf"/d/{place[0]}(?![0-9])", answer.request.path), f"{address} led to {answer.request.path}"
    assert f'id="post-{place[1]}"' in answer.text


dice = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
stories = st.lists(st.tuples(st.sampled_from(ACTS), dice), max_size=12)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(stories)
@settings(max_examples=8, deadline=None, suppress_health_check=QUIET)
def test_every_permalink_leads_to_its_post(ground: Ground, acts: list[tuple[str, tuple[int, int, int]]]) -> None:
    tell(ground, acts)


@pytest.mark.long
@given(st.lists(st.tuples(st.sampled_from(ACTS), dice), min_size=12, max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
def test_every_permalink_leads_to_its_post_whatever_was_done(
    ground: Ground, acts: list[tuple[str, tuple[int, int, int]]]
) -> None:
    tell(ground, acts)
