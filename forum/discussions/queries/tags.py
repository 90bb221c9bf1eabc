"""Tags, as far as the viewer may see a discussion that has them: a tag of closed groups alone is not there."""

from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import TAGS_MAX, Discussion, Tag, Tagging, fold_tag
from forum.discussions.queries.shapes import TagRow, TagView
from forum.errors import NotFound
from forum.groups.models import PUBLIC_KINDS, Group
from forum.groups.queries import GroupView
from forum.language import gettext as _

MOST_TAGS = 200
SUGGESTED = 50

Spelling = aliased(Tag)


def find_tag(viewer: Viewer | None, name: str) -> TagView:
    """The tag that is meant by this name, however it is written; NotFound."""
    query = (
        select(Tag.id, Tag.name, _used_where(None))
        .join(Spelling, func.coalesce(Spelling.meant_id, Spelling.id) == Tag.id)
        .where(Spelling.name == fold_tag(name), _used_where(viewer))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such tag."))
    return TagView(*row)


def sees_tag(viewer: Viewer | None, tag_id: int) -> bool:
    """Whether the viewer may see a discussion that has the tag."""
    return db.session.scalar(select(Tag.id).where(Tag.id == tag_id, _used_where(viewer))) is not None


def list_tags(viewer: Viewer | None, *conditions: ColumnElement[bool]) -> list[TagRow]:
    """The tags of what the viewer may see, with how many discussions of it have them, the most used ones first."""
    count = func.count()
    query = (
        select(Tag.name, count)
        .join(Tagging, Tagging.tag_id == Tag.id)
        .join(Discussion, Discussion.id == Tagging.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(policy.visible_to(viewer), *conditions)
        .group_by(Tag.name)
        .order_by(count.desc(), Tag.name)
    )
    return [TagRow(*row) for row in db.session.execute(query.limit(MOST_TAGS))]


def suggest_tags(viewer: Viewer, group: GroupView) -> list[str]:
    """The names to choose among in this group: a word of another closed group is not put into anybody's mouth."""
    usual = or_(Group.kind.in_(PUBLIC_KINDS), Group.id == group.id)
    return [tag.name for tag in list_tags(viewer, usual)[:SUGGESTED]]


def has_tag(tag_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """That the discussion has this tag, for queries that select from Discussion."""
    return Discussion.id.in_(select(Tagging.discussion_id).where(Tagging.tag_id == tag_id))


def names_of_tags() -> Any:
    """What `Discussion.tags` is to hold, for an UPDATE or a recount: the names in their order, a space between."""
    names = [func.coalesce(_name_at(place), "") for place in range(1, TAGS_MAX + 1)]
    return func.rtrim(reduce(add, names))


def _name_at(place: int) -> Any:
    at = (Tagging.discussion_id == Discussion.id, Tagging.place == place)
    name = select(Tag.name + " ").join(Tagging, Tagging.tag_id == Tag.id).where(*at)
    return name.correlate(Discussion).scalar_subquery()


def _used_where(viewer: Viewer | None) -> ColumnElement[bool]:
    """That a discussion which the viewer may see has the tag."""
    tagged = select(Tagging.tag_id).join(Discussion, Discussion.id == Tagging.discussion_id)
    seen = tagged.join(Group, Group.id == Discussion.group_id).where(policy.visible_to(viewer))
    return exists(seen.where(Tagging.tag_id == Tag.id).correlate(Tag))
