"""How staff read a group that they don't belong to: for a reason, for a day, and seen by its organisers."""

from datetime import timedelta

import pytest
from builders import House
from sqlalchemy import select

from forum.accounts.models import Role
from forum.database import db
from forum.discussions.operations import make_staff
from forum.errors import NotFound
from forum.groups import operations as groups
from forum.groups.models import StaffEntry
from forum.ports import clocks

REASON = "A report about a post of yesterday."


@pytest.fixture
def nest(house: House) -> int:
    """Amy's hidden group, with one discussion."""
    group = house.group(house.amy, "Jackdaw nest", "hidden")
    house.start(house.amy, group, "The zanzibar plan", "It is made of zebrawood.")
    return group


@pytest.mark.parametrize("who", ["mo", "ada"])
def test_staff_find_a_hidden_group_by_name_and_read_it_for_a_reason(house: House, nest: int, who: str) -> None:
    staff, path = house.browser(getattr(house, who)), f"/groups/{house.slug(nest)}"
    assert staff.get(path).status_code == staff.get("/d/1").status_code == 404
    listed = staff.get("/moderation/groups").text
    assert "Jackdaw nest" in listed
    assert "zanzibar" not in listed
    assert f"{path}/entry" in listed
    assert staff.post(f"{path}/entry", reason=REASON).headers["Location"] == path
    assert "You read this group for a reason" in staff.get(path).text
    assert "zebrawood" in staff.get("/d/1").text
    assert "zanzibar" in staff.get("/forum").text
    assert staff.post("/d/1/posts", body="Behave.").status_code == 403


def test_its_organisers_see_who_entered_and_why_and_its_members_do_not(house: House, nest: int) -> None:
    house.do(groups.add, house.amy, nest, "ben")
    house.do(groups.enter, house.mo, nest, REASON)
    path = f"/groups/{house.slug(nest)}/members"
    assert REASON in house.page(house.amy, path)
    assert "Mo Moore" in house.page(house.amy, path)
    assert REASON not in house.page(house.ben, path)


def test_after_a_day_they_are_outsiders_again(house: House, nest: int) -> None:
    house.do(groups.enter, house.mo, nest, REASON)
    mo, entered = house.browser(house.mo), clocks.now()
    tag = mo.get("/d/1").headers["ETag"]
    with clocks.reading(lambda: entered + timedelta(hours=23, minutes=59)):
        assert mo.get("/d/1").status_code == 200
    with clocks.reading(lambda: entered + timedelta(hours=24, seconds=1)):
        for path in ("/d/1", f"/groups/{house.slug(nest)}"):
            assert mo.get(path, **{"If-None-Match": tag}).status_code == 404
        assert "zanzibar" not in mo.get("/forum").text
    assert REASON in house.page(house.amy, f"/groups/{house.slug(nest)}/members")


def test_an_entry_opens_nothing_for_others_nor_for_who_is_no_longer_staff(house: House, nest: int) -> None:
    house.do(groups.enter, house.mo, nest, REASON)
    for viewer in (None, house.cat, house.ada):
        assert house.browser(viewer).get("/d/1").status_code == 404
    mo = house.browser(house.mo)
    assert mo.get("/d/1").status_code == 200
    house.do(make_staff, "mo", Role.MEMBER)
    assert mo.get("/d/1").status_code == 404


def test_nobody_else_enters(house: House, nest: int) -> None:
    for viewer in (house.cat, house.ben, house.amy):
        with pytest.raises(NotFound):
            house.do(groups.enter, viewer, nest, REASON)
        assert house.browser(viewer).get("/moderation/groups").status_code == 404


@pytest.mark.parametrize("reason", ["", "short", "\u202e\u200b" * 20, "r" * 501])
def test_a_reason_is_asked_for(house: House, nest: int, reason: str) -> None:
    answer = house.browser(house.mo).post(f"/groups/{house.slug(nest)}/entry", reason=reason)
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert house.do(lambda: db.session.scalar(select(StaffEntry.id))) is None


def test_whoever_may_read_already_leaves_no_entry(house: House, nest: int) -> None:
    for _again in range(2):
        house.do(groups.enter, house.mo, nest, REASON)
    house.do(groups.enter, house.mo, house.open, REASON)
    assert len(house.do(lambda: db.session.scalars(select(StaffEntry.id)).all())) == 1
