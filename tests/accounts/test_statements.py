"""Statements that are made once and asked by everybody."""

from typing import Any

import pytest
from builders import House
from sqlalchemy import Select, select

from forum.accounts.models import Member
from forum.accounts.statements import prepared
from forum.accounts.viewers import Viewer
from forum.ports import clocks


def test_a_prepared_statement_is_made_once_for_each_role_and_tells_each_viewer_their_own(house: House) -> None:
    made = []

    @prepared
    def own_name(viewer: Viewer | None) -> Select[Any]:
        made.append(viewer.role if viewer else None)
        return select(Member.name).where(Member.id == (viewer.id if viewer else None))

    told = [
        house.do(lambda who=who: own_name(who).scalar()) for who in (house.amy, house.ben, None, house.mo, house.amy)
    ]
    assert told == ["Amy Adams", "Ben Brown", None, "Mo Moore", "Amy Adams"]
    assert made == ["member", None, "moderator"]


def test_a_prepared_statement_may_not_keep_the_moment_at_which_it_was_made(house: House) -> None:
    @prepared
    def lately(_viewer: Viewer | None) -> Select[Any]:
        return select(Member.id).where(Member.created_at < clocks.now())

    with pytest.raises(TypeError, match="moment"):
        house.do(lately, None)
