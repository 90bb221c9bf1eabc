"""Taking locks in one order, so that no two verbs wait for each other: groups, tags, discussions, posts, each by id.

SQLite has one writer at a time and needs none of it.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, or_, select

from forum.accounts.viewers import Viewer
from forum.database import db, locks_rows
from forum.discussions.models import Discussion, Post, Tag
from forum.discussions.queries import DiscussionView, find_discussion
from forum.errors import Overtaken
from forum.groups.models import Group
from forum.language import gettext as _


def lock_discussion(author: Viewer, discussion_id: int, *, sources: Collection[int] = ()) -> DiscussionView:
    """The discussion as the author may see it, locked for writing, and the posts `sources` with all that they hang
    on locked against change. Raises NotFound."""
    lock_places({discussion_id}, sources)
    return find_discussion(author, discussion_id)


def lock_places(writing: set[int], sources: Collection[int] = (), *, groups_for_writing: bool = False,
                more_groups: Collection[int] = (), tags: Collection[str] = ()) -> None:  # fmt: skip
    """Lock the discussions `writing` for writing, and source posts with their discussions and groups against change.

    What was moved elsewhere while one waited for it begins the verb again: it hangs on other places now.
    """
    if not locks_rows():
        return
    read_from = set(_ids(select(Post.discussion_id).where(Post.id.in_(sources)))) if sources else set()
    group_of = select(Discussion.group_id)
    these = [Group.id.in_(group_of.where(Discussion.id.in_(writing | read_from)))]
    these += [Group.id.in_(more_groups)] if more_groups else []
    groups = _lock(select(Group.id).where(or_(*these)).order_by(Group.id), shared=not groups_for_writing)
    if tags:
        lock_tags(tags, shared=True)
    for discussion_id in sorted(writing | read_from):
        here = _lock(group_of.where(Discussion.id == discussion_id), shared=discussion_id not in writing)
        _refuse_moved(here, groups)
    if sources:
        places = _lock(select(Post.discussion_id).where(Post.id.in_(sources)).order_by(Post.id), shared=True)
        _refuse_moved(places, writing | read_from)


def lock_group_of(discussion_id: int) -> None:
    """Lock a discussion's group against change, in a verb that locks tags before the discussion."""
    here = select(Discussion.group_id).where(Discussion.id == discussion_id).scalar_subquery()
    _lock(select(Group.id).where(Group.id == here), shared=True)


def lock_tags(names: Collection[str], *, shared: bool) -> None:
    """Lock the tags of these names, and all their other spellings."""
    named = select(Tag.id).where(Tag.name.in_(names))
    meant = select(Tag.meant_id).where(Tag.name.in_(names))
    spellings = select(Tag.id).where(or_(Tag.id.in_(named), Tag.id.in_(meant), Tag.meant_id.in_(named)))
    _lock(spellings.order_by(Tag.id), shared=shared)


def lock_discussions(ids: Collection[int]) -> None:
    """Lock discussions for writing, in a verb that holds all the groups that it needs."""
    for discussion_id in sorted(ids):
        _lock(select(Discussion.id).where(Discussion.id == discussion_id), shared=False)


def lock_post(post_id: int) -> None:
    """Lock one post for writing, its discussion having been locked before."""
    _lock(select(Post.id).where(Post.id == post_id), shared=False)


def _refuse_moved(places: Collection[int], locked: Collection[int]) -> None:
    if not set(places) <= set(locked):
        raise Overtaken(_("Something was moved elsewhere meanwhile. Please try again."))


def _lock(query: Select[Any], *, shared: bool) -> list[int]:
    """What the query selects, as it is once nobody else has it."""
    return list(db.session.scalars(query.with_for_update(read=shared)))


def _ids(query: Select[Any]) -> list[int]:
    return list(db.session.scalars(query))
