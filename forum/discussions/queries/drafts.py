"""What a member wrote and has not posted: nobody else ever sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, or_, select

from forum.accounts.statements import VIEWER_ID, prepared, rows
from forum.accounts.viewers import Viewer
from forum.discussions import policy
from forum.discussions.models import MOST_DRAFTS, Action, Discussion, Draft, Post
from forum.errors import NotFound
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.language import gettext as _


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it was saved. Its `body` is for `sources.drafted`, which knows what of it may be shown."""

    id: int
    action: Action
    target_id: int
    body: str
    fields: dict[str, Any]
    token: str
    stamp: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as lists show it; what is said of its place is None where the member may not see that any more."""

    id: int
    action: Action
    own_title: str
    words: str
    saved_at: datetime
    group_slug: str | None
    group_name: str | None
    discussion_id: int | None
    discussion_title: str | None
    number: int | None


_own = and_(Draft.member_id == VIEWER_ID, Draft.discarded_at.is_(None))
_VIEW = select(
    Draft.id, Draft.action, Draft.target_id, Draft.body, Draft.fields, Draft.token, Draft.stamp, Draft.saved_at
).where(_own)
FIND = _VIEW.where(Draft.action == bindparam("action"), Draft.target_id == bindparam("target_id"))
FIND_BY_ID = _VIEW.where(Draft.id == bindparam("draft_id"))


def find_draft(member: Viewer, action: Action, target_id: int) -> DraftView | None:
    """What the member left unposted there; for whoever may see the place."""
    found = rows(FIND, {"viewer_id": member.id, "action": action, "target_id": target_id}).first()
    return _view(found) if found else None


def find_draft_by_id(member: Viewer, draft_id: int) -> tuple[DraftRow, DraftView]:
    """One of the member's drafts with what may be said of its place; NotFound."""
    found = rows(FIND_BY_ID, {"viewer_id": member.id, "draft_id": draft_id}).first()
    place = _list(member, True, 1, draft_id=draft_id).first()
    if found is None or place is None:
        raise NotFound(_("There is no such draft."))
    return _row(place), _view(found)


def list_drafts(member: Viewer, most: int = MOST_DRAFTS) -> list[DraftRow]:
    """The member's drafts, the last one first."""
    return [_row(row) for row in _list(member, False, most)]


@prepared
def _list(member: Viewer, is_one: bool, most: int) -> Select[Any]:
    """Where each draft belongs, as far as its author may see that place."""
    visible = case(
        (Draft.action == Action.START, groups.visible_to(member)),
        else_=and_(Discussion.id.is_not(None), policy.visible_to(member)),
    )
    place = (Group.slug, Group.name, Discussion.id, Discussion.title, Post.number)
    query = (
        select(Draft.id, Draft.action, Draft.fields, Draft.words, Draft.saved_at,
               *(case((visible, column)).label(f"place_{at}") for at, column in enumerate(place)))
        .outerjoin(Post, and_(Draft.action == Action.EDIT, Post.id == Draft.target_id))
        .outerjoin(Discussion, or_(
            and_(Draft.action == Action.REPLY, Discussion.id == Draft.target_id),
            Discussion.id == Post.discussion_id,
        ))
        .outerjoin(Group, or_(
            and_(Draft.action == Action.START, Group.id == Draft.target_id),
            Group.id == Discussion.group_id,
        ))
        .where(_own)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(most)
    )  # fmt: skip
    return query.where(Draft.id == bindparam("draft_id")) if is_one else query


def _view(values: Sequence[Any]) -> DraftView:
    id, action, *rest = values
    return DraftView(*[id, Action(action), *rest])


def _row(values: Sequence[Any]) -> DraftRow:
    id, action, fields, words, saved_at, *place = values
    return DraftRow(*[id, Action(action), str(fields.get("title") or ""), words, saved_at, *place])
