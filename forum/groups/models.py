"""Groups and who belongs to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Kind(StrEnum):
    """Who reads: anyone (open), or the members, while name and purpose are public (private)."""

    OPEN = "open"
    PRIVATE = "private"


PUBLIC_KINDS = (Kind.OPEN,)
"""Groups in which anyone reads."""


class GroupRole(StrEnum):
    MEMBER = "member"
    ORGANISER = "organiser"


class Group(Model):
    """A place with members and discussions. The counters are kept under the group's lock."""

    __tablename__ = "group"
    __table_args__ = (
        CheckConstraint("kind IN ('open', 'private')", name="kind"),
        CheckConstraint("members_count >= 0", name="members_count"),
        CheckConstraint("discussions_count >= 0", name="discussions_count"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80), unique=True)
    purpose: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(10))
    founded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    members_count: Mapped[int] = mapped_column(default=0)
    discussions_count: Mapped[int] = mapped_column(default=0)


class Membership(Model):
    """That a member belongs to a group: the row is there as long as they do."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role IN ('member', 'organiser')", name="role"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(10), default=GroupRole.MEMBER)
