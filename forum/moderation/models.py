"""Rulings: what somebody with the say decided, kept for good; and flags, by which people tell them what is wrong."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Act(StrEnum):
    CLOSE = "close"
    REOPEN = "reopen"
    PIN = "pin"
    UNPIN = "unpin"
    HIDE = "hide"
    UNHIDE = "unhide"
    BAN = "ban"
    UNBAN = "unban"
    SUSPEND = "suspend"
    LIFT = "lift"
    MOVE = "move"
    MOVE_BACK = "move_back"
    SPLIT = "split"
    REJOIN = "rejoin"
    MERGE = "merge"
    PART = "part"


UNDOES = {
    Act.REOPEN: Act.CLOSE,
    Act.UNPIN: Act.PIN,
    Act.UNHIDE: Act.HIDE,
    Act.UNBAN: Act.BAN,
    Act.LIFT: Act.SUSPEND,
    Act.MOVE_BACK: Act.MOVE,
    Act.REJOIN: Act.SPLIT,
    Act.PART: Act.MERGE,
}


class Ruling(Model):
    """That `actor` did `act` to a discussion, post or member, why, and until when it holds. No row is ever changed.

    One that takes back an earlier one is a row of its own and points at it; an earlier one is taken back once.
    `member_id` is whom it concerns: also who wrote the post or started the discussion. What was carried from one group
    to another is on the record of both: it came to `group_id` from `from_group_id`.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        CheckConstraint("target_kind IN ('discussion', 'post', 'member')", name="target_kind"),
        Index("ix_ruling_target", "target_kind", "target_id", "id"),
        Index("ix_ruling_group_id", "group_id", "id"),
        Index("ix_ruling_member_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    target_kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int]
    discussion_id: Mapped[int | None] = mapped_column(ForeignKey("discussion.id", ondelete="SET NULL"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="SET NULL"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"), default=None, unique=True)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    from_group_id: Mapped[int | None] = mapped_column(
        ForeignKey("group.id", ondelete="SET NULL"), default=None, index=True
    )


class Reason(StrEnum):
    """What somebody says is wrong."""

    UNKIND = "unkind"
    PRIVATE = "private"
    SPAM = "spam"
    ILLEGAL = "illegal"
    BROKEN = "broken"
    OTHER = "other"


class Flag(Model):
    """That somebody, who need not have an account, reports a post, a member, a group or the site.

    `quoted` is what it said when it was reported.
    """

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("target_kind IN ('post', 'member', 'group', 'site')", name="target_kind"),
        CheckConstraint("reason IN ('unkind', 'private', 'spam', 'illegal', 'broken', 'other')", name="reason"),
        CheckConstraint("(target_kind = 'site') = (target_id IS NULL)", name="target"),
        Index("ix_flag_group", "group_id", "id"),
        Index("ix_flag_target", "target_kind", "target_id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    target_kind: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    quoted: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reporter_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    reporter_email: Mapped[str] = mapped_column(String(254), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="SET NULL"), default=None)
    discussion_id: Mapped[int | None] = mapped_column(
        ForeignKey("discussion.id", ondelete="SET NULL"), default=None, index=True
    )
    number: Mapped[int | None] = mapped_column(default=None)
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    settled_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
