"""Keeping what somebody writes until it is posted."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, delete, func, or_, select, update

from forum import text
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made
from forum.database import db, operation
from forum.discussions import policy
from forum.discussions.models import MOST_DRAFTS, Action, Discussion, Draft, Post
from forum.errors import Conflict, NotFound
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.language import gettext as _
from forum.ports import clocks
from forum.submissions import submission_of

KEPT = timedelta(days=180)
"""How long a draft is kept after it was saved for the last time."""
EXCERPT = 200


class NewerDraft(Conflict):
    """Another window has saved other words to the same place."""


@operation
def save_draft(member: Viewer, action: Action, target_id: int, body: text.Body, fields: dict[str, Any], *,
               token: str, stamp: str | None) -> str | None:  # fmt: skip
    """Keep the cooked body and the other fields of the form `token`, for when it is opened again; the draft's stamp.

    `stamp` is that of the draft which the form holds. No words, and words that have been posted, leave no draft and
    give None. Refuses NotFound for a place that the member may not see, NewerDraft, and Conflict for one too many.
    """
    if _is_posted(member, action, target_id, body, fields, token):
        return None
    draft = db.session.scalar(_own(member, action, target_id).with_for_update())
    is_same = draft is not None and (draft.body, draft.fields) == (body.source, fields)
    if draft and not is_same and draft.discarded_at is None and draft.stamp != stamp:
        raise NewerDraft(_("There is a newer draft from another window."))
    if not body.source.strip() and not any(value for value in fields.values() if isinstance(value, str)):
        if draft:
            db.session.delete(draft)
        return None

    if draft is None:
        draft = _open(member, action, target_id)
    draft.body, draft.fields, draft.words = body.source, fields, body.words[:EXCERPT]
    draft.token, draft.saved_at, draft.discarded_at = token, clocks.now(), None
    draft.stamp = draft.stamp if is_same else str(uuid4())
    return draft.stamp


@operation
def discard_draft(member: Viewer, draft_id: int) -> None:
    """Drop a draft; it can be taken back for ten minutes. One that is gone is as good."""
    discarded = update(Draft).where(Draft.id == draft_id, Draft.member_id == member.id, Draft.discarded_at.is_(None))
    db.session.execute(discarded.values(discarded_at=clocks.now()))


@operation
def restore_draft(member: Viewer, draft_id: int) -> None:
    """Take it back; refuses NotFound for one that is gone."""
    is_there = or_(Draft.discarded_at.is_(None), Draft.discarded_at > clocks.now() - policy.UNDO)
    kept = update(Draft).where(Draft.id == draft_id, Draft.member_id == member.id, is_there)
    if db.session.scalar(kept.values(discarded_at=None).returning(Draft.id)) is None:
        raise NotFound(_("There is no such draft."))


@operation
def forget_drafts() -> None:
    """Drop what was discarded and may not be taken back any more, and what nobody has touched for half a year."""
    now = clocks.now()
    db.session.execute(delete(Draft).where(or_(Draft.saved_at < now - KEPT, Draft.discarded_at < now - policy.UNDO)))


def drop_posted(author: Viewer, action: Action, target_id: int, token: str | None) -> None:
    """Within the verb that posts it: what this form saved is no draft any more. What another window saved stays."""
    if token:
        of_form = (Draft.member_id == author.id, Draft.action == action, Draft.target_id == target_id)
        db.session.execute(delete(Draft).where(*of_form, Draft.token == token))


def _own(member: Viewer, action: Action, target_id: int) -> Select[Draft]:
    return select(Draft).where(Draft.member_id == member.id, Draft.action == action, Draft.target_id == target_id)


def _open(member: Viewer, action: Action, target_id: int) -> Draft:
    if not _sees(member, action, target_id):
        raise NotFound(_("There is nothing there."))
    own = select(func.count()).select_from(Draft).where(Draft.member_id == member.id, Draft.discarded_at.is_(None))
    if (db.session.scalar(own) or 0) >= MOST_DRAFTS:
        raise Conflict(_("You have %(number)s drafts. Please post or discard one first.", number=MOST_DRAFTS))
    draft = Draft(member_id=member.id, action=action, target_id=target_id, body="", fields={}, words="", token="",
                  stamp=str(uuid4()), saved_at=clocks.now())  # fmt: skip
    db.session.add(draft)
    return draft


def _sees(member: Viewer, action: Action, target_id: int) -> bool:
    place = select(Group.id).where(groups.visible_to(member))
    if action == Action.START:
        return db.session.scalar(place.where(Group.id == target_id)) is not None
    place = place.join(Discussion, Discussion.group_id == Group.id).where(policy.visible_to(member))
    if action == Action.REPLY:
        return db.session.scalar(place.where(Discussion.id == target_id)) is not None
    own = (Post.id == target_id, Post.author_id == member.id)
    return db.session.scalar(place.join(Post, Post.discussion_id == Discussion.id).where(*own)) is not None


def _is_posted(member: Viewer, action: Action, target_id: int, body: text.Body, fields: dict[str, Any],
               token: str) -> bool:  # fmt: skip
    """Whether these words stand there: what a form saves by itself may arrive after the form."""
    if action == Action.EDIT:
        return db.session.scalar(select(Post.id).where(Post.id == target_id, Post.source == body.source)) is not None
    title = [fields.get("title")] if action == Action.START else []
    return find_made(submission_of(token, action, member.id, target_id, *title, body.source)) is not None
