"""Merging a discussion into another one, and taking the two apart again."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, operation
from forum.discussions import policy
from forum.discussions.models import Discussion, FormerPlace, Post
from forum.discussions.operations.carrying import carry, lock_around
from forum.discussions.operations.tagging import share_tags
from forum.discussions.queries import DiscussionView, find_discussion
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import policy as groups
from forum.groups.queries import find_group_by_id
from forum.language import gettext as _


@operation
def merge(actor: Viewer, discussion_id: int, into_id: int) -> None:
    """Let all posts of the discussion stand at the end of another one, to which its address leads from then on.

    Those that stood there before take their own numbers again, and its tags find places if there are any left. Refuses
    NotFound, NotAllowed for whoever does not moderate both groups, and Conflict for one and the same.
    """
    if discussion_id == into_id:
        raise Conflict(_("This is the same discussion. Please choose another one."))
    posts = select(Post.id).where(Post.discussion_id == discussion_id)
    tags = find_discussion(actor, discussion_id).tag_names
    find_discussion(actor, into_id)
    lock_around(posts, {discussion_id, into_id}, tags=tags)
    source, target = find_discussion(actor, discussion_id), find_discussion(actor, into_id)
    _require(actor, source, target)

    carry(posts, source, target)
    share_tags(source.id, target.id)
    _set(source.id, merged_into_id=target.id, pinned_at=None, pinned_by_id=None)

    record(actor.id, "discussion.merged", source.id, into=target.id)


@operation
def part(actor: Viewer, discussion_id: int) -> DiscussionView:
    """Take back that the discussion was merged: what came from it and stands there still has its old place again.

    What was added meanwhile stays where it is. Refuses NotFound, NotAllowed for whoever does not moderate both groups,
    and Conflict when it is not merged, or when its opening post went elsewhere.
    """
    into_id, group_id = _find_merged(discussion_id)
    posts = _came_from(discussion_id, into_id)
    find_discussion(actor, into_id)
    lock_around(posts, {discussion_id, into_id}, {group_id})
    if _find_merged(discussion_id) != (into_id, group_id):
        raise Conflict(_("This changed meanwhile. Please look again before you decide."))
    merged = find_discussion(actor, into_id)
    parted = replace(merged, id=discussion_id, group=find_group_by_id(actor, group_id), posts_count=0)
    _require(actor, merged, parted)
    if not db.session.scalar(posts.where(FormerPlace.number == 1)):
        raise Conflict(_("Its opening post stands elsewhere by now, so that they cannot be taken apart."))

    _set(discussion_id, merged_into_id=None)
    carry(posts, merged, parted)

    record(actor.id, "discussion.parted", discussion_id, before=into_id)
    return find_discussion(actor, discussion_id)


def _require(actor: Viewer, source: DiscussionView, target: DiscussionView) -> None:
    if not policy.can_tidy(actor, source) or not groups.can_take_in(actor, target.group):
        raise NotAllowed(_("Posts are carried by who moderates both groups, and to none that is archived."))


def _find_merged(discussion_id: int) -> tuple[int, int]:
    """Into which discussion it was merged, and its own group; NotFound."""
    columns = select(Discussion.merged_into_id, Discussion.group_id)
    row = db.session.execute(columns.where(Discussion.id == discussion_id)).first()
    if row is None or row.merged_into_id is None:
        raise NotFound(_("There is no such discussion."))
    return row.merged_into_id, row.group_id


def _came_from(discussion_id: int, into_id: int) -> Select[Any]:
    came = (FormerPlace.discussion_id == discussion_id, FormerPlace.to_id == into_id)
    return select(Post.id).join(FormerPlace, FormerPlace.post_id == Post.id).where(*came, Post.discussion_id == into_id)


def _set(discussion_id: int, **values: Any) -> None:
    db.session.execute(update(Discussion).where(Discussion.id == discussion_id).values(values))
