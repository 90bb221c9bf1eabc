"""Telling moderators that something is wrong: a post, a member, a group, or the site itself."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from forum.accounts.queries import find_joined
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.discussions.queries import find_post
from forum.errors import NotAllowed, NotFound
from forum.groups.queries import find_door, find_group
from forum.language import gettext as _
from forum.moderation import policy
from forum.moderation.models import Flag
from forum.ports import clocks
from forum.submissions import submission_of


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says is wrong. `email` is where an answer reaches those without an account."""

    reason: str
    words: str
    email: str = ""
    submission: str | None = None


@operation
def report_post(reporter: Viewer | None, discussion_id: int, number: int, report: Report) -> None:
    """Keep the report with the post's words as they were reported; NotFound for one the reporter may not see, and
    NotAllowed for one that was taken down."""
    post = find_post(reporter, discussion_id, number)
    if not post.is_shown:
        raise NotAllowed(_("This post has been taken down already."))
    _keep(reporter, report, "post", post.id, group_id=post.discussion.group.id, discussion_id=discussion_id,
          number=number, member_id=post.author.id, quoted=str(post.html.striptags()))  # fmt: skip


@operation
def report_member(reporter: Viewer | None, handle: str, report: Report) -> None:
    """Keep the report with what the member said about themselves; NotFound."""
    member = find_joined(reporter, handle)
    _keep(reporter, report, "member", member.id, member_id=member.id, quoted=f"{member.author.name}\n{member.about}")


@operation
def report_group(reporter: Viewer | None, slug: str, report: Report) -> None:
    """Keep the report with the group's name and purpose; NotFound for one that the reporter may not know of."""
    group = find_door(reporter, slug)
    _keep(reporter, report, "group", group.id, group_id=group.id, quoted=f"{group.name}\n{group.purpose}")


@operation
def report_site(reporter: Viewer | None, report: Report) -> None:
    """Keep what somebody says about the community or its pages."""
    _keep(reporter, report, "site", None)


@operation
def settle_report(actor: Viewer, flag_id: int, group_slug: str | None = None) -> None:
    """Say that a report has been dealt with; refuses NotAllowed, and NotFound."""
    group = find_group(actor, group_slug) if group_slug else None
    allowed = policy.can_read_reports(actor, group) if group else policy.can_read_all_reports(actor)
    if not allowed:
        raise NotAllowed(_("Only moderators read reports."))
    there = [Flag.id == flag_id, *([policy.reports_for_organiser(actor, group)] if group else [])]
    if db.session.scalar(select(Flag.id).where(*there)) is None:
        raise NotFound(_("There is no such report."))
    values = {"settled_at": clocks.now(), "settled_by_id": actor.id}
    db.session.execute(update(Flag).where(*there, Flag.settled_at.is_(None)).values(values))


def _keep(reporter: Viewer | None, report: Report, kind: str, target_id: int | None, **place: Any) -> None:
    reporter_id = reporter.id if reporter else None
    submission = submission_of(report.submission, "report", reporter_id, kind, target_id, report.words)
    if find_made(submission):
        return
    flag = Flag(target_kind=kind, target_id=target_id, reporter_id=reporter_id, reporter_email=report.email,
                reason=report.reason, words=report.words, at=clocks.now(), **{"quoted": "", **place})  # fmt: skip
    db.session.add(flag)
    db.session.flush()
    record(reporter_id, "flag.raised", flag.id, submission)
