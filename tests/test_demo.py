"""The example community: there is something of everything in it, and it obeys every rule."""

from flask import Flask
from rich.console import Console
from sqlalchemy import func, select

from forum import invariants
from forum.commands import COUNTERS, RULES
from forum.database import db
from forum.demo import community
from forum.discussions.models import Discussion, Post, Quote
from forum.groups.models import Group, JoinRequest, Kind, Layout


def test_the_example_community_holds_over_thirty_discussions_and_every_kind_of_group(app: Flask) -> None:
    with app.app_context():
        community.make(Console(quiet=True))
        assert db.session.scalar(select(func.count(Discussion.id))) == 32
        assert set(db.session.scalars(select(Group.kind))) == set(Kind)
        assert set(db.session.scalars(select(Group.layout))) == set(Layout)
        assert set(db.session.scalars(select(Discussion.group_id))) == set(db.session.scalars(select(Group.id)))
        for some in (
            Group.archived_at.is_not(None), Discussion.closed_at.is_not(None), Discussion.pinned_at.is_not(None),
            Post.hidden_at.is_not(None), Post.deleted_at.is_not(None), Post.edited_at.is_not(None),
            JoinRequest.decided_at.is_(None), Quote.withdrawn_at.is_(None),
        ):  # fmt: skip
            assert db.session.scalar(select(some.left.table).where(some).limit(1)) is not None, some
        assert invariants.check(COUNTERS, RULES) == []
