"""Banning members from a group, and taking it back."""

from datetime import timedelta

from forum.accounts.viewers import Viewer
from forum.database import operation
from forum.groups import operations as groups
from forum.moderation.models import Act
from forum.moderation.operations.ruling import rule
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def ban(
    actor: Viewer,
    group_id: int,
    handle: str,
    reason: str,
    *,
    lasting: timedelta | None,
    submission: str | None = None,
) -> Viewer:
    """Keep the member out of the group, for so long or until it is taken back; refuses what `groups.ban` refuses.

    The same `submission` token and words again do nothing more.
    """
    submission = submission_of(submission, "ban", actor.id, group_id, handle, reason, lasting)
    until = clocks.now() + lasting if lasting else None
    member, is_new = groups.ban(actor, group_id, handle, reason, until=until, submission=submission)
    if not is_new:
        return member
    rule(actor, Act.BAN, "member", member.id, member_id=member.id, group_id=group_id, reason=reason, until=until)
    return member


@operation
def unban(actor: Viewer, group_id: int, handle: str) -> None:
    """Let them come again; refuses NotAllowed and NotFound. Who is not banned needs no ruling."""
    if member := groups.unban(actor, group_id, handle):
        rule(actor, Act.UNBAN, "member", member.id, member_id=member.id, group_id=group_id)
