"""Groups, their members and their requests as pages show them: narrow frozen rows, not models."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.viewers import TINTS, Author
from forum.groups.models import PUBLIC_KINDS, Outcome


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as the viewer knows it; `role` is the viewer's own, None for whoever does not belong to it.

    `entered_until` says how long one of the staff may still read it, `ban_reason` and `banned_until` that and until
    when the viewer is kept out of it. The counts are None where the viewer may not read what is counted; only
    organisers know of requests. `picture` names its files.
    """

    id: int
    slug: str
    name: str
    purpose: str
    kind: str
    founded_at: datetime
    members_count: int | None
    discussions_count: int | None
    requests_count: int | None
    colour: int | None
    starts: str
    layout: str
    roster: str
    question: str
    archived_at: datetime | None
    roles_version: int
    picture: str | None
    role: str | None
    entered_until: datetime | None
    ban_reason: str | None
    banned_until: datetime | None
    heir_of_id: int | None

    @property
    def tint(self) -> int:
        return self.id % TINTS if self.colour is None else self.colour

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC_KINDS

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_banned(self) -> bool:
        """Whether the viewer is."""
        return self.ban_reason is not None


@dataclass(frozen=True, slots=True)
class MemberRow:
    group: GroupView
    member_id: int
    author: Author
    joined_at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to join, by `author`. `outcome` is None as long as nobody decided."""

    author: Author
    answer: str
    asked_at: datetime
    decided_at: datetime | None
    outcome: str | None
    reason: str

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def is_denied(self) -> bool:
        return self.outcome == Outcome.DENIED


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as those who may take it back see it: to `member`, to `email`, or by `link`.

    `is_open` says whether it still counts.
    """

    id: int
    inviter: Author
    member: Author | None
    email: str | None
    link: str | None
    uses: int
    most_uses: int
    at: datetime
    expires_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever is invited sees it, with the group's door: what is inside is not theirs to see."""

    id: int
    group: GroupView
    inviter: Author
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BanRow:
    """That `author` is kept out of a group, by `by`."""

    author: Author
    by: Author
    reason: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """That `author`, one of the staff, entered a group."""

    author: Author
    reason: str
    at: datetime
    until: datetime
