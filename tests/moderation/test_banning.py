"""Banning somebody from a group: out at once, no way back in, for a reason, and taken back."""

from datetime import timedelta

import pytest
from builders import House, later
from sqlalchemy import select

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import Conflict, NotAllowed
from forum.groups import operations as groups
from forum.groups.models import Membership
from forum.moderation import operations as moderation
from forum.moderation.models import Ruling

REASON = "He <shouts> at people."
WEEK = timedelta(days=7)


def ban(house: House, slug: str = "buses", handle: str = "ben", days: int = 7, by: Viewer | None = None) -> int:
    path = f"/groups/{slug}/members/{handle}/ban"
    return house.browser(by or house.amy).post(path, reason=REASON, days=days).status_code


def rulings(house: House) -> list[tuple[str, int | None]]:
    rows = house.do(lambda: db.session.execute(select(Ruling.act, Ruling.undoes_id).order_by(Ruling.id)).all())
    return [tuple(row) for row in rows]


def is_in(house: House, group_id: int, member: Viewer) -> bool:
    row = select(Membership.role).where(Membership.group_id == group_id, Membership.member_id == member.id)
    return house.do(lambda: db.session.scalar(row)) is not None


def test_whoever_is_banned_is_out_and_cannot_come_back_by_any_way(house: House) -> None:
    opened = house.start(house.ben, house.open, "A bus at last", "It comes on time.").discussion_id
    ferries = house.group(house.amy, "Ferries", "request")
    ben = house.browser(house.ben)
    ben.post("/groups/ferries/request", answer="Me.")
    assert ban(house) == ban(house, "ferries") == 303
    assert "2 members" in house.page(None, "/groups/buses")

    page = ben.get("/groups/buses").text
    assert "You are banned from this group" in page
    assert "He &lt;shouts&gt; at people." in page
    assert "/groups/buses/membership" not in page
    assert "It comes on time." in ben.get(f"/d/{opened}", follow=True).text
    assert ben.post(f"/d/{opened}/posts", body="But I want to say this.").status_code == 403
    assert ben.post("/groups/buses/membership").status_code == 403
    assert ben.get("/groups/ferries/request").status_code == 303
    assert ben.post("/groups/ferries/request", answer="Please.").status_code == 403
    answer = house.browser(house.amy).post("/groups/buses/members", handle="ben")
    assert answer.status_code == 422
    assert "banned from the group" in answer.text
    assert house.browser(house.amy).post("/groups/ferries/requests/ben/admission").status_code == 409
    for group in (house.open, ferries):
        assert not is_in(house, group, house.ben)
    assert house.findings() == []


def test_a_private_group_shows_who_is_banned_its_door_and_why(house: House) -> None:
    ben = house.browser(house.ben)
    assert ban(house, "cabin", days=0) == 303
    page = ben.get("/groups/cabin").text
    assert "You cannot join it until its organisers take that back." in page
    assert "He &lt;shouts&gt; at people." in page
    assert ben.get("/groups/cabin/members").status_code == 404
    assert "banned" not in house.page(house.cat, "/groups/cabin")


def test_it_ends_by_itself(house: House) -> None:
    ban(house, days=3)
    ben = house.browser(house.ben)
    with later(days=2, hours=23):
        assert ben.post("/groups/buses/membership").status_code == 403
        assert "Ben Brown" in house.page(house.amy, "/groups/buses/bans")
    with later(days=3, minutes=1):
        assert "Ben Brown" not in house.page(house.amy, "/groups/buses/bans")
        assert ben.post("/groups/buses/membership").status_code == 303
        assert house.findings() == []
        assert ban(house) == 303
    assert house.findings() == []


def test_a_slip_is_taken_back_with_all_that_it_did_and_later_one_may_come_again(house: House) -> None:
    amy = house.browser(house.amy)
    assert amy.get("/groups/buses/bans/new?handle=@Ben").headers["Location"] == "/groups/buses/members/ben/ban"
    assert "no member called" in amy.get("/groups/buses/bans/new?handle=nobody", follow=True).text
    assert "Ban <bdi>Ben Brown</bdi>" in amy.get("/groups/buses/members/ben/ban").text
    page = amy.post("/groups/buses/members/ben/ban", follow=True, reason=REASON, days=7).text
    assert "/groups/buses/bans/ben/lifting" in page
    assert ban(house) == 409
    for _again in range(2):
        assert amy.post("/groups/buses/bans/ben/lifting").status_code == 303
    assert is_in(house, house.open, house.ben)
    ban(house)
    with later(hours=1):
        amy.post("/groups/buses/bans/ben/lifting")
        assert not is_in(house, house.open, house.ben)
        assert house.browser(house.ben).post("/groups/buses/membership").status_code == 303
    assert rulings(house) == [("ban", None), ("unban", 1), ("ban", None), ("unban", 3)]
    assert house.findings() == []


def test_the_record_says_who_banned_whom_and_where_to_those_who_may_know(house: House) -> None:
    ban(house, "buses")
    ban(house, "cabin")
    page = house.page(house.amy, "/groups/buses/rulings")
    assert "Amy Adams</bdi> banned <bdi" in page
    assert "/groups/buses/bans/ben/lifting" in page
    assert house.page(house.mo, "/moderation/rulings").count('class="row ruling"') == 1
    own = house.page(house.ben, "/me/rulings")
    assert own.count('class="row ruling"') == 2
    house.browser(house.amy).post("/groups/cabin/bans/ben/lifting")
    assert "/groups/buses/bans/ben/lifting" in house.page(house.amy, "/groups/buses/rulings")
    assert house.findings() == []


def test_organisers_and_moderators_ban_but_organisers_not_one_another(house: House) -> None:
    house.do(groups.appoint, house.amy, house.open, "dan")
    assert ban(house, handle="ben", by=house.ben) == 403
    assert ban(house, handle="amy", by=house.dan) == 403
    assert ban(house, handle="amy") == 403
    assert ban(house, "cabin", by=house.mo) == 404
    assert ban(house, handle="cat", by=house.mo) == 303
    assert ban(house, handle="dan", by=house.mo) == 403
    assert ban(house, handle="dan", by=house.ada) == 303
    assert ban(house, handle="amy", by=house.ada) == 409
    assert ban(house, handle="nobody") == 404
    assert house.findings() == []


@pytest.mark.parametrize("way", ["join", "add", "admit"])
def test_coming_in_while_being_banned_ends_outside(house: House, way: str) -> None:
    ferries = house.group(house.amy, "Ferries", "request")
    for number in range(3):
        newcomer = house.member(f"new{number}", f"New {number}")
        if way == "admit":
            house.do(groups.ask, newcomer, ferries)
        ways = {
            "join": lambda newcomer=newcomer: groups.join(newcomer, house.open),
            "add": lambda newcomer=newcomer: groups.add(house.amy, house.open, newcomer.handle),
            "admit": lambda newcomer=newcomer: groups.admit(house.amy, ferries, newcomer.handle),
        }
        group = ferries if way == "admit" else house.open
        came, banned = house.at_once(
            ways[way], lambda handle=newcomer.handle, group=group: moderation.ban(
                house.amy, group, handle, REASON, lasting=WEEK)
        )  # fmt: skip
        assert not isinstance(banned, Exception)
        assert came is None or isinstance(came, NotAllowed | Conflict | Viewer)
        assert not is_in(house, group, newcomer)
        assert house.findings() == []


def test_two_who_ban_one_member_at_once_make_one_ruling(house: House) -> None:
    outcomes = house.at_once(
        *[lambda by=by: moderation.ban(by, house.open, "ben", REASON, lasting=None) for by in (house.amy, house.mo)]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Viewer"]
    assert rulings(house) == [("ban", None)]
    assert house.findings() == []
