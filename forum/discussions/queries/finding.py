"""One discussion, and who takes part in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, null, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.statements import prepared, rows
from forum.accounts.viewers import PERSON, PERSON_SIZE, Author, Viewer, author, person
from forum.discussions import policy
from forum.discussions.models import Action, Answer, Discussion, Draft, Post, Reading
from forum.discussions.queries.shapes import DiscussionView
from forum.discussions.unread import SEEN_SIZE, first_unread, seen_by, with_own_membership, with_reading
from forum.errors import NotFound
from forum.groups.models import Group, Layout
from forum.groups.queries import COLUMNS as GROUP_COLUMNS
from forum.groups.queries import view as group_view
from forum.groups.queries import with_role
from forum.language import gettext as _

CHIPS = 6
EARLY_POSTS = 100
READER_SIZE = SEEN_SIZE + 1

Starter, Closer = aliased(Member), aliased(Member)

_opening_is_shown = exists().where(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown())

REPLIES = Discussion.posts_count - case((_opening_is_shown.correlate(Discussion), 1), else_=0)
"""The posts that can be read, without the opening one."""

ANSWER = (
    select(Answer.number)
    .join(Post, and_(Post.discussion_id == Answer.discussion_id, Post.number == Answer.number))
    .where(Answer.discussion_id == Discussion.id, policy.is_shown(), Group.layout != Layout.BLOG)
    .correlate(Discussion, Group)
    .scalar_subquery()
)
"""The number of the reply that answers the discussion, as long as it can be read; a blog asks nothing."""

DISCUSSION = (
    Discussion.id, Discussion.title, Discussion.started_at, Discussion.last_posted_at, Discussion.last_number,
    Discussion.posts_count, REPLIES, Discussion.version, Discussion.participants_count, Discussion.views_count,
    Discussion.closed_at, Discussion.pinned_at, Discussion.tags, Discussion.split_from_id, ANSWER,
)  # fmt: skip

_writers = (
    select(Post.author_id, func.min(Post.number).label("first"))
    .where(Post.discussion_id == bindparam("discussion"), Post.number <= EARLY_POSTS, policy.is_shown())
    .group_by(Post.author_id)
    .subquery()
)
PARTICIPANTS: Select[Any] = (
    select(*PERSON).join(_writers, _writers.c.author_id == Member.id).order_by(_writers.c.first).limit(CHIPS)
)


def find_discussion(viewer: Viewer | None, discussion_id: int) -> DiscussionView:
    """The discussion, or NotFound: the same for one the viewer may not see and for one that never was."""
    row = _find(viewer, discussion=discussion_id).first()
    if row is None:
        raise NotFound(_("There is no such discussion."))
    return _discussion(viewer, row)


def find_where_to_read(viewer: Viewer, discussion: DiscussionView) -> int:
    """The number of the first post that is unread to the viewer, else of the last that they read, else 1."""
    return max(1, _where_to_read(viewer, discussion=discussion.id).scalar() or 1)


def list_participants(discussion: DiscussionView) -> list[Author]:
    """The first few people who took part, as far as the first posts tell; the counted ones may be more."""
    return [author(*tuple(row)) for row in rows(PARTICIPANTS, {"discussion": discussion.id})]


@prepared
def _where_to_read(viewer: Viewer) -> Select[Any]:
    query = select(func.coalesce(first_unread(viewer), Reading.number, 1)).select_from(Discussion)
    query = with_own_membership(viewer, with_reading(viewer, query))
    return query.where(Discussion.id == bindparam("discussion"))


@prepared
def _find(viewer: Viewer | None) -> Select[Any]:
    query = (
        with_role(viewer, *DISCUSSION, *_of_reader(viewer), *person(Starter), *person(Closer), *GROUP_COLUMNS)
        .join(Discussion, Discussion.group_id == Group.id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(Closer, Closer.id == Discussion.closed_by_id)
        .where(Discussion.id == bindparam("discussion"), policy.visible_to(viewer))
    )
    return with_reading(viewer, query)


def _of_reader(viewer: Viewer | None) -> tuple[Any, ...]:
    """How far they have read it, and the stamp of the reply that they began there."""
    if viewer is None:
        return *seen_by(viewer), null()
    own = (Draft.member_id == viewer.id, Draft.action == Action.REPLY, Draft.discarded_at.is_(None))
    draft = select(Draft.stamp).where(*own, Draft.target_id == Discussion.id).correlate(Discussion)
    return *seen_by(viewer), draft.scalar_subquery()


def _discussion(viewer: Viewer | None, row: Sequence[Any]) -> DiscussionView:
    values = tuple(row)
    size = len(DISCUSSION) + READER_SIZE
    closer = size + PERSON_SIZE
    group = closer + PERSON_SIZE
    people = [author(*values[size:closer]), author(*values[closer:group])]
    reader_id = viewer.id if viewer else None
    return DiscussionView(*[*values[:size], *people, group_view(values[group:]), reader_id])
