"""Moving a discussion to another group."""

from sqlalchemy import select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.operations.carrying import lock_around, requote
from forum.discussions.operations.starting import count_discussion
from forum.discussions.queries import find_discussion
from forum.errors import Conflict, NotAllowed
from forum.groups import policy as groups
from forum.groups.queries import find_group_by_id
from forum.language import gettext as _


@operation
def move(actor: Viewer, discussion_id: int, group_id: int, *, was: int) -> bool:
    """Let the discussion stand in another group and be read by those who read there; False when it does already.

    Its address and its numbers stay; it is no longer pinned. What it quotes and what quotes it shows no more than the
    new place allows, from the commit on. `was` is the group in which the actor saw it. Refuses NotFound, NotAllowed
    for whoever does not moderate in both groups, and Conflict when somebody else moved it meanwhile.
    """
    posts = select(Post.id).where(Post.discussion_id == discussion_id)
    before = find_discussion(actor, discussion_id)
    find_group_by_id(actor, group_id)
    lock_around(posts, {discussion_id}, {before.group.id, group_id})
    discussion, group = find_discussion(actor, discussion_id), find_group_by_id(actor, group_id)
    if discussion.group.id == group.id:
        return False
    if not policy.can_tidy(actor, discussion) or not groups.can_take_in(actor, group):
        raise NotAllowed(_("Discussions are moved by who moderates both groups, and to none that is archived."))
    if discussion.group.id != was or before.group.id != was:
        raise Conflict(_("This discussion was moved elsewhere meanwhile. Please look again before you decide."))

    requote(posts, group)
    moved = update(Discussion).where(Discussion.id == discussion.id)
    values = {"group_id": group.id, "pinned_at": None, "pinned_by_id": None, "version": Discussion.version + 1}
    db.session.execute(moved.values(values))
    count_discussion(discussion.group.id, -1)
    count_discussion(group.id, +1)

    record(actor.id, "discussion.moved", discussion.id, before=discussion.group.id, after=group.id)
    return True
