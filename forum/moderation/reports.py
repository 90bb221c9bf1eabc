"""Reading reports: by moderators of the site, and by organisers those about posts of others in their group."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Author, Viewer, author, person
from forum.database import db
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.groups.queries import GroupView
from forum.moderation import policy
from forum.moderation.models import Flag

LIST_SIZE = 30

Reporter, Concerned, Settler = aliased(Member), aliased(Member), aliased(Member)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report. What is reported is empty where the reader may not read the group that it is in; who reported is told
    to the site's moderators alone."""

    id: int
    target_kind: str
    reason: str
    words: str
    at: datetime
    reporter_email: str
    settled_at: datetime | None
    discussion_id: int | None
    number: int | None
    group_slug: str | None
    group_name: str | None
    quoted: str
    reporter: Author | None
    concerned: Author
    settled_by: Author
    is_readable: bool


def list_reports(
    viewer: Viewer, before: int | None = None, *, group: GroupView | None = None
) -> tuple[list[ReportRow], int | None]:
    """All reports, or those of a group that its organisers may deal with, the newest first, and where to go on."""
    readable = select(Group.id).where(groups.visible_to(viewer))
    query = (
        select(Flag.id, Flag.target_kind, Flag.reason, Flag.words, Flag.at, Flag.reporter_email, Flag.settled_at,
               Flag.discussion_id, Flag.number, Group.slug, Group.name, Flag.quoted,
               or_(Flag.group_id.is_(None), Flag.group_id.in_(readable)), Flag.reporter_id,
               *person(Reporter), *person(Concerned), *person(Settler))
        .select_from(Flag)
        .outerjoin(Group, and_(Group.id == Flag.group_id, groups.named_to(viewer)))
        .outerjoin(Reporter, Reporter.id == Flag.reporter_id)
        .outerjoin(Concerned, Concerned.id == Flag.member_id)
        .outerjoin(Settler, Settler.id == Flag.settled_by_id)
        .order_by(Flag.id.desc())
    )  # fmt: skip
    query = query.where(policy.reports_for_organiser(viewer, group)) if group else query
    query = query.where(Flag.id < before) if before else query
    rows = [_row(tuple(row), names_reporter=group is None) for row in db.session.execute(query.limit(LIST_SIZE + 1))]
    shown = rows[:LIST_SIZE]
    return shown, shown[-1].id if len(rows) > LIST_SIZE else None


def _row(values: tuple[Any, ...], *, names_reporter: bool) -> ReportRow:
    facts, quoted, is_readable, reporter_id = values[:11], values[11], bool(values[12]), values[13]
    people = values[14:]
    reporter, concerned, settler = (
        author(*people[start : start + PERSON_SIZE]) for start in range(0, 3 * PERSON_SIZE, PERSON_SIZE)
    )
    shown = quoted if is_readable else ""
    row = ReportRow(*[*facts, shown, reporter if reporter_id else None, concerned, settler, is_readable])
    return row if names_reporter else replace(row, reporter=None, reporter_email="")
