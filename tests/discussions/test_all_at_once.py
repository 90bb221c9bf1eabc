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
from forum.discussions.models import Discussion, Post
from forum.errors import ForumError
from forum.groups import operations as groups
from forum.groups.models import Group, Kind
from forum.moderation import operations as moderation
from forum.ports import clocks

THREADS = 8
REFUSED = (ForumError,)
Verb = tuple[int, Callable[..., Any], tuple[Any, ...]]
"""How often it comes to mind, and what is done."""


def test_counters_hold_after_two_hundred_acts_at_once(house: House) -> None:
    run(house, acts=25)


@pytest.mark.long
def test_counters_hold_after_thousands_of_acts_at_once(house: House) -> None:
    run(house, acts=500)


def run(house: House, acts: int) -> None:
    people = [house.amy, house.ben, house.dan, house.cat, house.mo, house.ada, house.member("eve", "Eve East")]
    around = [
        house.open,
        house.private,
        house.group(house.amy, "Ferries", "request"),
        house.group(house.ben, "Nest", "hidden"),
    ]
    places = [house.start(house.amy, house.open, f"Place {number}", "Words of place.").discussion_id for number in "12"]
    places += [house.start(house.amy, group, "Elsewhere", "Words of place.").discussion_id for group in around[1:3]]
    places += range(places[-1] + 1, places[-1] + 4)  # what will be split off
    outcomes = house.at_once(*(
        Somebody(people, around, places, random.Random(seed), acts) for seed in range(THREADS)
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

    def __init__(
        self, people: list[Viewer], around: list[int], places: list[int], dice: random.Random, acts: int
    ) -> None:
        self.people, self.around, self.places, self.dice, self.acts = people, around, places, dice, acts

    def __call__(self) -> int:
        done = 0
        for _act in range(self.acts):
            verbs = [*self.writing(), *self.marking(), *self.ruling(), *self.tidying(), *self.belonging()]
            verbs += self.keeping_house()
            _weight, act, arguments = self.dice.choices(verbs, [weight for weight, *_rest in verbs])[0]
            try:
                act(*arguments)
                done += 1
            except REFUSED:
                pass
        return done

    def writing(self) -> list[Verb]:
        who, place, number = self.dice.choice(self.people), self.dice.choice(self.places), self.dice.randint(1, 12)
        quoting = quote(f"/d/{self.dice.choice(self.places)}/{number}", "words") + "So, @ben."
        return [
            (8, self.reply, (who, place, number, "Some words.")),
            (6, self.reply, (who, place, number, quoting)),
            (1, self.start, (who, self.dice.choice(self.around), quoting)),
            (4, self.edit, (who, place, number)),
            (4, discussions.delete, (who, place, number)),
            (4, discussions.restore, (who, place, number)),
            (1, self.rename, (who,)),
        ]

    def marking(self) -> list[Verb]:
        dice, who, place = self.dice, self.dice.choice(self.people), self.dice.choice(self.places)
        number = dice.randint(1, 12)
        return [
            (3, discussions.thank, (who, place, number)),
            (2, discussions.unthank, (who, place, number)),
            (1, discussions.mark_answer, (who, place, number)),
            (1, discussions.unmark_answer, (who, place)),
            (1, discussions.follow, (who, place, dice.choice(["everything", "nothing"]))),
            (1, discussions.bookmark, (who, place, number)),
            (2, discussions.retag, (who, place, dice.sample(["bus", "night", "coach", "tram"], 2))),
            (1, self.respell, (who, dice.choice(["bus", "night"]), dice.choice(["coach", "tram", "tube"]))),
        ]

    def ruling(self) -> list[Verb]:
        who, place, number = self.dice.choice(self.people), self.dice.choice(self.places), self.dice.randint(1, 12)
        return [
            (3, moderation.hide, (who, place, number, "No reason.")),
            (3, moderation.unhide, (who, place, number)),
            (1, moderation.close, (who, place)),
            (2, moderation.reopen, (who, place)),
            (1, moderation.pin, (who, place)),
            (1, moderation.unpin, (who, place)),
            (3, discussions.read_up_to, (who, place, number)),
            (2, discussions.settle, (self.visits(who),)),
            (1, discussions.mark_all_read, (who, clocks.now())),
        ]

    def tidying(self) -> list[Verb]:
        who, place, number = self.dice.choice(self.people), self.dice.choice(self.places), self.dice.randint(1, 12)
        return [
            (2, moderation.split, (who, place, {number, number + 1, number + 3}, "Another thing", "It is another.")),
            (1, moderation.rejoin, (who, place)),
            (2, moderation.merge, (who, place, self.dice.choice(self.places), "It is the same.")),
            (2, moderation.part, (who, place)),
            (2, self.move, (who, place, self.dice.choice(self.around))),
            (1, moderation.move_back, (who, place)),
        ]

    def belonging(self) -> list[Verb]:
        who, group, other = self.dice.choice(self.people), self.dice.choice(self.around), self.dice.choice(self.people)
        return [
            (2, groups.join, (who, group)),
            (2, groups.ask, (who, group, "Me.")),
            (1, groups.withdraw, (who, group)),
            (2, groups.admit, (who, group, other.handle)),
            (1, groups.deny, (who, group, other.handle)),
            (2, groups.add, (who, group, other.handle)),
            (1, groups.leave, (who, group)),
            (1, groups.remove, (who, group, other.handle)),
        ]

    def keeping_house(self) -> list[Verb]:
        who, group, other = self.dice.choice(self.people), self.dice.choice(self.around), self.dice.choice(self.people)
        return [
            (2, groups.appoint, (who, group, other.handle)),
            (1, groups.step_down, (who, group)),
            (1, groups.archive, (who, group)),
            (3, groups.reopen, (who, group)),
            (1, groups.enter, (who, group, "To look.")),
            (3, self.change_kind, (who, group)),
        ]

    def start(self, who: Viewer, group: int, source: str) -> None:
        self.places.append(discussions.start(who, group, "One more", text.cook(source)).discussion_id)

    def visits(self, who: Viewer) -> discussions.Visits:
        seen = {(place, who.id): self.dice.randint(0, 12) for place in self.places}
        return discussions.Visits(seen, {(place, f"reader {self.dice.randint(1, 20)}") for place in self.places})

    def move(self, who: Viewer, place: int, group: int) -> None:
        was = db.session.scalar(select(Discussion.group_id).where(Discussion.id == place)) or 0
        moderation.move(who, place, group, "It fits there.", was=was)

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

    def rename(self, who: Viewer) -> None:
        discussions.rename(who, name=self.dice.choice(["Robin", "Sam", "Kim"]), handle=who.handle)

    def change_kind(self, who: Viewer, group: int) -> None:
        was = db.session.scalar(select(Group.kind).where(Group.id == group)) or ""
        discussions.change_kind(who, group, self.dice.choice(list(Kind)), was=was)

    def respell(self, who: Viewer, name: str, to: str) -> None:
        discussions.respell(who, name, to, merge=True)
