"""Suspending members for a while, and lifting it again."""

from datetime import timedelta

from forum.accounts.operations.standing import lock_members, require_good_standing, set_suspension
from forum.accounts.queries import ProfileView, find_joined
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import operation
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.moderation import policy
from forum.moderation.models import Act
from forum.moderation.operations.ruling import rule
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def suspend(actor: Viewer, handle: str, reason: str, *, lasting: timedelta, submission: str | None = None) -> None:
    """Let nobody act in the member's name for a while, from their next request on; it ends by itself.

    What they wrote stays. The same `submission` token and words again do nothing more. Refuses NotFound, NotAllowed,
    and Conflict for somebody who is suspended already.
    """
    submission = submission_of(submission, "suspend", actor.id, handle, reason, lasting)
    member = _lock(actor, handle)
    if find_made(submission):
        return
    if not policy.can_rule_on_member(actor, member):
        raise NotAllowed(_("Moderators suspend members, admins also moderators, and nobody themselves."))
    if member.is_suspended:
        raise Conflict(_("%(name)s is suspended already. Lift that first.", name=member.author.name))

    until = clocks.now() + lasting
    set_suspension(member.id, until, reason)

    record(actor.id, "member.suspended", member.id, submission)
    rule(actor, Act.SUSPEND, "member", member.id, member_id=member.id, reason=reason, until=until)


@operation
def lift(actor: Viewer, handle: str) -> None:
    """Let the member act again before the end; whoever is not suspended needs no lifting. Refuses as `suspend` does."""
    member = _lock(actor, handle)
    if not policy.can_rule_on_member(actor, member):
        raise NotAllowed(_("Moderators lift suspensions, admins also those of moderators."))
    if not member.is_suspended:
        return

    set_suspension(member.id, None, None)

    record(actor.id, "member.lifted", member.id)
    rule(actor, Act.LIFT, "member", member.id, member_id=member.id)


def _lock(actor: Viewer, handle: str) -> ProfileView:
    """The member, as they are now, for somebody who is not suspended by now."""
    lock_members(actor.id, find_joined(actor, handle).id)
    require_good_standing(actor.id)
    return find_joined(actor, handle)
