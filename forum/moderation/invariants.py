"""What must hold of rulings."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.discussions.models import Discussion, Post
from forum.groups.models import Ban
from forum.invariants import Rule
from forum.moderation.models import UNDOES, Ruling

Undone, Undoing = aliased(Ruling), aliased(Ruling)


def _standing(act: str) -> list[ColumnElement[bool]]:
    taken_back = select(Undoing.undoes_id).where(Undoing.undoes_id.is_not(None))
    return [Ruling.act == act, Ruling.id.not_in(taken_back)]


RULES = [
    Rule(
        "a ruling that takes one back is about the same thing",
        select(Ruling.id)
        .join(Undone, Undone.id == Ruling.undoes_id)
        .where(or_(
            Ruling.target_id != Undone.target_id, Ruling.target_kind != Undone.target_kind,
            *(((Ruling.act == act) & (Undone.act != undone)) for act, undone in UNDOES.items()),
        )),
    ),
    Rule(
        "a ruling to hide that stands is about a hidden post",
        select(Ruling.id).join(Post, Post.id == Ruling.target_id).where(*_standing("hide"), Post.hidden_at.is_(None)),
    ),
    Rule(
        "a ruling to close that stands is about a closed discussion",
        select(Ruling.id)
        .join(Discussion, Discussion.id == Ruling.target_id)
        .where(*_standing("close"), Discussion.closed_at.is_(None)),
    ),
    Rule(
        "who is banned is so by a ruling that stands",
        select(Ban.group_id).where(
            ~exists().where(
                Ruling.target_id == Ban.member_id, Ruling.group_id == Ban.group_id, *_standing("ban")
            ),
        ),
    ),
    Rule(
        "who is suspended is so by a ruling that stands",
        select(Member.id).where(
            Member.suspended_until.is_not(None),
            ~exists().where(
                Ruling.target_id == Member.id, Ruling.until == Member.suspended_until, *_standing("suspend")
            ),
        ),
    ),
]  # fmt: skip
