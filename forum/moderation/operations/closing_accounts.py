"""Closing one's account: out of every group, without a name, and with or without what one wrote."""

from forum.accounts.operations.closing import erase, require_another_admin
from forum.accounts.operations.proving import require_proof
from forum.accounts.operations.standing import lock_members
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import operation
from forum.discussions.operations.leaving import forget_author, groups_written_in, take_down_all
from forum.groups.operations.closing import groups_of, leave_all, lock_groups, require_other_organisers


@operation
def close_account(member: Viewer, *, keep_posts: bool) -> None:
    """Delete all that tells who the member was, and sign them out everywhere; it cannot be taken back.

    What they wrote stays under "Former member", or is taken down for good. A group of which they were the only member
    is archived. Refuses NotProved, and Conflict for the only organiser of a group and the only admin.
    """
    require_proof(member)
    theirs = groups_of(member.id)
    lock_groups(theirs if keep_posts else theirs | groups_written_in(member.id))
    require_other_organisers(member.id)
    require_another_admin(member.id)
    if not keep_posts:
        take_down_all(member.id)
    forget_author(member.id)
    lock_members(member.id)
    leave_all(member.id, theirs)

    record(None, "member.closed", member.id)
    erase(member.id)
