"""Taking back that one left a group, or took somebody out of it."""

import pytest
from builders import House, later
from sqlalchemy import select

from forum.database import db
from forum.discussions.operations import change_kind
from forum.errors import Conflict, NotAllowed
from forum.groups.models import Membership
from forum.groups.operations import add, appoint, archive, ban, bring_back, come_back, join, leave, remove


def membership(house: House, group_id: int, member_id: int) -> tuple[str, object] | None:
    with house.app.app_context():
        theirs = (Membership.group_id == group_id, Membership.member_id == member_id)
        row = db.session.execute(select(Membership.role, Membership.joined_at).where(*theirs)).first()
        return tuple(row) if row else None


@pytest.mark.parametrize("kind", ["open", "private", "hidden"])
def test_who_left_is_back_as_they_were(house: House, kind: str) -> None:
    group = house.group(house.amy, "Trams", kind)
    house.do(add, house.amy, group, "ben")
    house.do(appoint, house.amy, group, "ben")
    before, ben, slug = membership(house, group, house.ben.id), house.browser(house.ben), house.slug(group)
    left = ben.post(f"/groups/{slug}/leave", follow=True)
    assert f'action="/groups/{slug}/return"' in left.text
    assert membership(house, group, house.ben.id) is None
    assert house.browser(house.cat).post(f"/groups/{slug}/return").status_code in (404, 409)
    assert ben.post(f"/groups/{slug}/return", follow=True).status_code == 200
    assert membership(house, group, house.ben.id) == before
    assert house.findings() == []


def test_who_was_taken_out_is_brought_back_by_whoever_did_it_and_not_by_themselves(house: House) -> None:
    before = membership(house, house.private, house.ben.id)
    amy = house.browser(house.amy)
    taken = amy.post("/groups/cabin/members/ben/removal", follow=True)
    assert 'action="/groups/cabin/members/ben/return"' in taken.text
    assert house.browser(house.ben).post("/groups/cabin/return").status_code == 404
    assert "Ben Brown belongs to the group again." in amy.post("/groups/cabin/members/ben/return", follow=True).text
    assert membership(house, house.private, house.ben.id) == before
    assert house.findings() == []


def test_after_ten_minutes_it_stays_as_it_is(house: House) -> None:
    house.do(leave, house.ben, house.open)
    house.do(remove, house.amy, house.open, "dan")
    with later(minutes=11):
        for verb in (lambda: come_back(house.ben, house.open), lambda: bring_back(house.amy, house.open, "dan")):
            with pytest.raises(Conflict):
                house.do(verb)
        house.work()
    with pytest.raises(Conflict):
        house.do(come_back, house.ben, house.open)


def test_a_group_that_changed_meanwhile_lets_nobody_back(house: House) -> None:
    house.do(leave, house.ben, house.open)
    house.do(leave, house.dan, house.open)
    house.do(change_kind, house.amy, house.open, "private", was="open")
    with pytest.raises(Conflict):
        house.do(come_back, house.ben, house.open)
    house.do(change_kind, house.amy, house.open, "open", was="private")
    house.do(archive, house.amy, house.open)
    with pytest.raises(Conflict):
        house.do(come_back, house.dan, house.open)


def test_who_was_banned_meanwhile_does_not_come_back(house: House) -> None:
    house.do(leave, house.ben, house.open)
    house.do(ban, house.amy, house.open, "ben", "He shouts.", until=None)
    with pytest.raises(NotAllowed):
        house.do(come_back, house.ben, house.open)
    assert membership(house, house.open, house.ben.id) is None


def test_coming_back_while_joining_counts_once(house: House) -> None:
    for _again in range(4):
        house.do(leave, house.ben, house.open)
        house.at_once(lambda: come_back(house.ben, house.open), lambda: join(house.ben, house.open))
        assert "3 members" in house.page(None, "/groups/buses")
        assert house.findings() == []
