"""Eight people at once do whatever comes to their minds; afterwards every counter equals its recount."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from builders import House, quote
from sqlalchemy import select

from forum import text
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.discussions.models import Post
from forum.errors import ForumError
from forum.groups import operations as groups
from forum.moderation import operations as moderation

THREADS = 8
REFUSED = (ForumError,)


def test_counters_hold_after_a_hundred_acts_at_once(house: House) -> None:
    run(house, acts=25)


@pytest.mark.long
def test_counters_hold_after_thousands_of_acts_at_once(house: House) -> None:
    run(house, acts=500)


def run(house: House, acts: int) -> None:
    people = [house.amy, house.ben, house.dan, house.cat, house.mo, house.ada, house.member("eve", "Eve East")]
    places = [
        house.start(house.amy, house.open, f"Place {number}", "Words of place.").discussion_id for number in "123"
    ]
    places.append(house.start(house.amy, house.private, "The cabin", "Words of the cabin.").discussion_id)
    outcomes = house.at_once(*(
        Somebody(house, people, places, random.Random(seed), acts) for seed in range(THREADS)
    ), timeout=900)  # fmt: skip
    failed = [outcome for outcome in outcomes if not isinstance(outcome, int)]
    assert failed == []
    assert sum(outcomes) > acts, "hardly anything was allowed"
    assert house.findings() == []
    house.work()
    assert house.findings() == []
    waiting = select(Post.id).where(Post.refill_since.is_not(None))
    assert house.do(lambda: db.session.scalars(waiting).all()) == []


class Somebody:
    """A thread that acts as one or another; a refusal is an answer, any other error is the outcome."""

    def __init__(self, house: House, people: list[Viewer], places: list[int], dice: random.Random, acts: int) -> None:
        self.house, self.people, self.places, self.dice, self.acts = house, people, places, dice, acts

    def __call__(self) -> int:
        done = 0
        for _act in range(self.acts):
            act, arguments = self.choose()
            try:
                act(*arguments)
                done += 1
            except REFUSED:
                pass
        return done

    def choose(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        dice, who, place = self.dice, self.dice.choice(self.people), self.dice.choice(self.places)
        number = dice.randint(1, 12)
        group = dice.choice([self.house.open, self.house.private])
        verbs: list[tuple[int, Callable[..., Any], tuple[Any, ...]]] = [
            (6, self.reply, (who, place, number, "Some words.")),
            (
                5,
                self.reply,
                (who, place, number, quote(f"/d/{dice.choice(self.places)}/{number}", "words") + "So, @ben."),
            ),
            (3, self.edit, (who, place, number)),
            (3, discussions.delete, (who, place, number)),
            (3, discussions.restore, (who, place, number)),
            (3, moderation.hide, (who, place, number, "No reason.")),
            (3, moderation.unhide, (who, place, number)),
            (1, moderation.close, (who, place)),
            (2, moderation.reopen, (who, place)),
            (1, moderation.pin, (who, place)),
            (1, moderation.unpin, (who, place)),
            (2, groups.join, (who, group)),
            (1, groups.leave, (who, group)),
        ]
        _weight, act, arguments = dice.choices(verbs, [weight for weight, *_rest in verbs])[0]
        return act, arguments

    def reply(self, who: Viewer, place: int, number: int, source: str) -> None:
        answering = number if self.dice.random() < 0.5 else None
        discussions.reply(who, place, text.cook(source), answering=answering)

    def edit(self, who: Viewer, place: int, number: int) -> None:
        words = self.dice.choice(
            ["Other things.", "Some words again.", quote(f"/d/{place}/1", "Words of place.") + "Hm."]
        )
        found = select(Post.revision).where(Post.discussion_id == place, Post.number == number)
        revision = db.session.scalar(found) or 1
        discussions.edit(who, place, number, text.cook(words), revision=revision)
