"""Founding a group."""

from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation, unique_or
from forum.errors import Conflict, NotAllowed
from forum.groups import policy
from forum.groups.models import Group, GroupRole, fold_name
from forum.groups.operations.membership import let_in
from forum.groups.operations.naming import free_slug, is_free, taken
from forum.language import gettext as _
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def found(founder: Viewer, *, name: str, purpose: str, kind: str, submission: str | None = None) -> Group:
    """Found a group, its founder being the first organiser; refuses Conflict when the name is taken.

    The same `submission` token and words again give the first one's group.
    """
    submission = submission_of(submission, "found", founder.id, name, purpose, kind)
    free = is_free(name, kind)
    if made := find_made(submission):  # asked last: what took the name since then is there to be found
        return db.session.get_one(Group, made)
    if not policy.can_found_group(founder):
        raise NotAllowed(_("Please sign in to found a group."))
    if not free:
        raise Conflict(taken())

    group = Group(slug=free_slug(name, kind), name=name, name_key=fold_name(name), purpose=purpose, kind=kind,
                  founded_at=clocks.now(), founder_id=founder.id)  # fmt: skip
    db.session.add(group)
    with unique_or(taken()):
        db.session.flush()
    let_in(group.id, founder.id, GroupRole.ORGANISER)

    record(founder.id, "group.founded", group.id, submission)
    return group
