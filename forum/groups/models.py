"""Groups, who belongs to them, who asks to, and which of the site's staff looked in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Kind(StrEnum):
    """Who reads and who gets in.

    Anyone reads and joins (open); anyone reads, organisers let in (request); members read, while name and purpose
    are public (private); nobody else knows that it is there (hidden).
    """

    OPEN = "open"
    REQUEST = "request"
    PRIVATE = "private"
    HIDDEN = "hidden"


PUBLIC_KINDS = (Kind.OPEN, Kind.REQUEST)
"""Groups in which anyone reads."""


class Starts(StrEnum):
    """Who starts discussions; every member answers."""

    MEMBERS = "members"
    ORGANISERS = "organisers"


class Layout(StrEnum):
    """How a group's page shows its discussions: a list by the last word, or opening posts like a blog's."""

    DISCUSSIONS = "discussions"
    BLOG = "blog"


class Roster(StrEnum):
    """Who sees the list of members."""

    READERS = "readers"
    MEMBERS = "members"
    ORGANISERS = "organisers"


class GroupRole(StrEnum):
    MEMBER = "member"
    ORGANISER = "organiser"


class Outcome(StrEnum):
    """What became of a request to join; it lapses when the group stops taking requests."""

    LET_IN = "let_in"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


NAME_LIMIT = 80


def fold_name(name: str) -> str:
    """The form under which a name is held once; folding can make it longer than the column."""
    return name.casefold()[:NAME_LIMIT]


class Group(Model):
    """A place with members and discussions. The counters are kept under the group's lock.

    A name is held once among the groups that can be known of: a hidden one takes none away. `picture` names the files
    of one. `tint` is one of the
    palette's colours, None for the one that follows from the id. `roster` says who sees the list of members.
    `roles_version` grows whenever somebody gets or loses a role: pages show it beside what they wrote.
    """

    __tablename__ = "group"
    __table_args__ = (
        CheckConstraint("kind IN ('open', 'request', 'private', 'hidden')", name="kind"),
        CheckConstraint("starts IN ('members', 'organisers')", name="starts"),
        CheckConstraint("layout IN ('discussions', 'blog')", name="layout"),
        CheckConstraint("roster IN ('readers', 'members', 'organisers')", name="roster"),
        CheckConstraint("tint >= 0 AND tint < 12", name="tint"),
        CheckConstraint("members_count >= 0", name="members_count"),
        CheckConstraint("discussions_count >= 0", name="discussions_count"),
        CheckConstraint("requests_count >= 0", name="requests_count"),
        Index("ix_group_name_key", "name_key", unique=True, sqlite_where=text("kind <> 'hidden'"),
              postgresql_where=text("kind <> 'hidden'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    name_key: Mapped[str] = mapped_column(String(NAME_LIMIT))
    purpose: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(10))
    founded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    members_count: Mapped[int] = mapped_column(default=0)
    discussions_count: Mapped[int] = mapped_column(default=0)
    requests_count: Mapped[int] = mapped_column(default=0)
    description: Mapped[str] = mapped_column(Text, default="")
    description_html: Mapped[str] = mapped_column(Text, default="")
    description_pipeline: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    tint: Mapped[int | None] = mapped_column(default=None)
    starts: Mapped[str] = mapped_column(String(10), default=Starts.MEMBERS)
    layout: Mapped[str] = mapped_column(String(12), default=Layout.DISCUSSIONS)
    roster: Mapped[str] = mapped_column(String(10), default=Roster.READERS)
    question: Mapped[str] = mapped_column(String(200), default="")
    picture: Mapped[str | None] = mapped_column(String(32), default=None)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    roles_version: Mapped[int] = mapped_column(default=1, server_default="1")


class Membership(Model):
    """That a member belongs to a group: the row is there as long as they do.

    Nothing that was said there until `read_until` is unread to them; without one, until they joined.
    `heir_of_id` is the organiser who asks them to take the group over.
    """

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role IN ('member', 'organiser')", name="role"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(10), default=GroupRole.MEMBER)
    read_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    heir_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), index=True, default=None
    )


class JoinRequest(Model):
    """That a member asks to be let in; one that is not decided at a time, and as many as they like in turn."""

    __tablename__ = "join_request"
    __table_args__ = (
        CheckConstraint("outcome IN ('let_in', 'denied', 'withdrawn', 'lapsed')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_join_request_open", "group_id", "member_id", unique=True, sqlite_where=text("decided_at IS NULL"),
              postgresql_where=text("decided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), index=True, default=None
    )
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")


class Invitation(Model):
    """That somebody may come into a group: a member, whoever reads the mail of `email`, or whoever has the link.

    The link of the last two is computed from the row and the secret key (`groups.links`); a copy of the table opens
    nothing. `uses` counts who came by it, and never exceeds `most_uses`. It counts for nothing as soon as `inviter`
    could not invite any more.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("uses >= 0 AND uses <= most_uses", name="uses"),
        CheckConstraint("member_id IS NULL OR email IS NULL", name="whom"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email"),
        Index("ix_invitation_group_id", "group_id", "id"),
        Index("ix_invitation_email", "email_key", "at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    inviter_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254))
    salt: Mapped[str] = mapped_column(String(32))
    most_uses: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uses: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class InvitationUse(Model):
    """That a member came into the group by an invitation: once, however often they come back by it."""

    __tablename__ = "invitation_use"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class InvitedSignUp(Model):
    """That somebody who signs up does so on an invitation, and lands in its group."""

    __tablename__ = "invited_sign_up"

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)


class Ban(Model):
    """That a member is kept out of a group until `until`, or until it is taken back; one that is over counts for
    nothing. `was_member` says that they were taken out by it."""

    __tablename__ = "ban"
    __table_args__ = (CheckConstraint("until > at", name="until"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_member: Mapped[bool]


class Departure(Model):
    """What somebody was in a group that they left, or were taken out of, a moment ago: whoever did it may take it back
    as long as the group is of the same kind. The row goes after ten minutes."""

    __tablename__ = "departure"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(10))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class StaffEntry(Model):
    """That an admin or moderator entered a group that they don't belong to, why, and until when. Only ever added to."""

    __tablename__ = "staff_entry"
    __table_args__ = (
        CheckConstraint("until > at", name="until"),
        Index("ix_staff_entry_member", "member_id", "group_id", "until"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
