"""Whom a post mentions: only members who may see the discussion, decided when it is written."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from forum import text
from forum.accounts.models import Member
from forum.database import db
from forum.discussions.models import Mention
from forum.groups import policy as groups
from forum.groups.models import Group


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A member whom a text names: by the folded handle `written` there, and the one they have."""

    member_id: int
    written: str
    handle: str


def find_mentioned(group_id: int, body: text.Body) -> list[Mentioned]:
    """Those whom the body names and who may read what is written in the group; other names stay words."""
    if not body.mentions:
        return []
    query = (
        select(Member.id, Member.handle_key, Member.handle)
        .join(Group, Group.id == group_id)
        .where(
            Member.handle_key.in_([slot.key for slot in body.mentions]),
            Member.joined_at.is_not(None),
            groups.visible_to_member(Member.id),
        )
    )
    return [Mentioned(*row) for row in db.session.execute(query)]


def find_recorded(post_id: int) -> list[Mentioned]:
    """Those whom a post was found to mention, under the handles that they have now."""
    query = select(Mention.member_id, Mention.written, Member.handle).join(Member, Member.id == Mention.member_id)
    return [Mentioned(*row) for row in db.session.execute(query.where(Mention.post_id == post_id))]


def remember(post_id: int, mentioned: list[Mentioned]) -> None:
    """Record within the running verb whom the post mentions."""
    for one in mentioned:
        db.session.add(Mention(post_id=post_id, member_id=one.member_id, written=one.written))
    db.session.flush()


def forget(post_id: int) -> None:
    db.session.execute(delete(Mention).where(Mention.post_id == post_id))


def names_of(mentioned: list[Mentioned]) -> dict[str, str]:
    """What `text.fill` puts into the slots."""
    return {one.written: one.handle for one in mentioned}
