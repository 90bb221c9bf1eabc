"""Reading rulings: each list shows no more of what was ruled about than its reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Author, Viewer, author, person
from forum.database import db
from forum.discussions import policy as discussions
from forum.discussions.models import Discussion, Post
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.groups.queries import GroupView
from forum.moderation.models import Ruling
from forum.ports import clocks

FACTS, PLACE = 7, 5
"""Columns of a ruling itself, and of where its target stands."""
LIST_SIZE = 30

Actor, Concerned, Undoer, Undoing = aliased(Member), aliased(Member), aliased(Member), aliased(Ruling)
Ruled = aliased(Discussion)
"""The discussion as it was ruled about, which may have been merged into another one since."""


@dataclass(frozen=True, slots=True)
class RulingRow:
    """A ruling as lists show it; `title` and what goes with it are None where the reader may not see them.

    One on a member has no title, and a group only if it was ruled there.
    """

    id: int
    act: str
    target_kind: str
    target_id: int
    reason: str
    at: datetime
    until: datetime | None
    actor: Author
    concerned: Author
    discussion_id: int | None
    title: str | None
    group_slug: str | None
    group_name: str | None
    number: int | None
    undone_at: datetime | None
    undone_by: Author | None

    @property
    def is_on_member(self) -> bool:
        return self.target_kind == "member"

    @property
    def is_in_force(self) -> bool:
        """Whether it was neither taken back nor has ended."""
        return self.undone_at is None and (self.until is None or self.until > clocks.now())


def list_rulings(
    viewer: Viewer, before: int | None = None, *, group: GroupView | None = None
) -> tuple[list[RulingRow], int | None]:
    """What was ruled in the group, or everywhere the viewer may read, the newest first, and where to go on."""
    readable = _select(viewer).where(_is_readable())
    return _page(_in_group(viewer, group) if group else readable, before)


def list_own_rulings(member: Viewer, before: int | None = None) -> tuple[list[RulingRow], int | None]:
    """What was ruled about the member and their own writing, wherever it was."""
    return _page(_select(member).where(Ruling.member_id == member.id), before)


def _select(viewer: Viewer) -> Select[Any]:
    """Rulings with what they are about, where it stands now, as far as the viewer may see it."""
    seen = select(Discussion.id).join(Group, Group.id == Discussion.group_id).where(discussions.visible_to(viewer))
    open_groups = select(Group.id).where(groups.visible_to(viewer))
    place = func.coalesce(Discussion.group_id, case((Ruling.target_kind == "member", Ruling.group_id)))
    standing = func.coalesce(Post.discussion_id, Ruled.merged_into_id, Ruled.id)
    number = case((Discussion.id.is_not(None), Post.number))
    return (
        select(
            Ruling.id, Ruling.act, Ruling.target_kind, Ruling.target_id, Ruling.reason, Ruling.at, Ruling.until,
            *person(Actor), *person(Concerned), Discussion.id, Discussion.title, Group.slug, Group.name, number,
            Undoing.at, *person(Undoer),
        )
        .select_from(Ruling)
        .outerjoin(Actor, Actor.id == Ruling.actor_id)
        .outerjoin(Concerned, Concerned.id == Ruling.member_id)
        .outerjoin(Ruled, Ruled.id == Ruling.discussion_id)
        .outerjoin(Post, and_(Ruling.target_kind == "post", Post.id == Ruling.target_id))
        .outerjoin(Discussion, and_(Discussion.id == standing, Discussion.id.in_(seen)))
        .outerjoin(Group, and_(Group.id == place, or_(Discussion.id.is_not(None), Group.id.in_(open_groups))))
        .outerjoin(Undoing, Undoing.undoes_id == Ruling.id)
        .outerjoin(Undoer, Undoer.id == Undoing.actor_id)
        .order_by(Ruling.id.desc())
    )  # fmt: skip


def _in_group(viewer: Viewer, group: GroupView) -> Select[Any]:
    """What was ruled there; of what was carried elsewhere, that it was, whoever may follow it."""
    here = and_(Ruling.group_id == group.id, _is_readable())
    return _select(viewer).where(or_(here, Ruling.from_group_id == group.id))


def _is_readable() -> ColumnElement[bool]:
    """That a ruling of `_select` is about something that the viewer may see: members are public, groups may not be."""
    anywhere = or_(Ruling.group_id.is_(None), Group.id.is_not(None))
    return or_(Discussion.id.is_not(None), and_(Ruling.target_kind == "member", anywhere))


def _page(query: Select[Any], before: int | None) -> tuple[list[RulingRow], int | None]:
    query = query.where(Ruling.id < before) if before else query
    rows = [_row(tuple(row)) for row in db.session.execute(query.limit(LIST_SIZE + 1))]
    shown = rows[:LIST_SIZE]
    return shown, shown[-1].id if len(rows) > LIST_SIZE else None


def _row(values: tuple[Any, ...]) -> RulingRow:
    taken = iter(values)
    facts, actor, concerned = _take(taken, FACTS), _take(taken, PERSON_SIZE), _take(taken, PERSON_SIZE)
    place, (undone_at, *undoer) = _take(taken, PLACE), taken
    people = [author(*actor), author(*concerned)]
    return RulingRow(*[*facts, *people, *place, undone_at, author(*undoer) if undone_at else None])


def _take(values: Iterator[Any], count: int) -> list[Any]:
    return list(islice(values, count))
