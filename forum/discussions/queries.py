"""Reading discussions and posts: every query starts from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum import text
from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.viewers import Author, Viewer, author
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.errors import NotFound
from forum.groups.models import Group, Membership
from forum.groups.queries import COLUMNS as GROUP_COLUMNS
from forum.groups.queries import GroupView, with_role
from forum.groups.queries import view as group_view
from forum.language import gettext as _
from forum.paging import PAGE_SIZE, Cursor, Pages

LIST_SIZE = 30
QUOTABLE_SIZE = 10
MOST_PINNED = 5
CHIPS = 6
EARLY_POSTS = 100
EXCERPT_LENGTH = 120
OPENINGS_SIZE = 12
OPENING_LENGTH = 700

Starter, Closer, LastPoster, AnsweredAuthor = aliased(Member), aliased(Member), aliased(Member), aliased(Member)
Answered = aliased(Post)


@dataclass(frozen=True, slots=True)
class DiscussionView:
    """A discussion as its pages show it to one viewer, whose id `reader_id` is."""

    id: int
    title: str
    started_at: datetime
    last_posted_at: datetime
    last_number: int
    posts_count: int
    replies_count: int
    version: int
    participants_count: int
    closed_at: datetime | None
    pinned_at: datetime | None
    starter: Author
    closer: Author
    group: GroupView
    reader_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """Which post another one answers."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as its page shows it. The `html` of a deleted one is not even read, that of a hidden one for its author
    alone."""

    discussion: DiscussionView
    id: int
    number: int
    author: Author
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_reason: str | None
    revision: int
    replies_count: int
    html: Markup
    answering: Answering | None

    @property
    def is_shown(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None

    @property
    def excerpt(self) -> str:
        """The first of its own words."""
        return text.excerpt(self.html, EXCERPT_LENGTH)


@dataclass(frozen=True, slots=True)
class DiscussionRow:
    """A discussion as lists show it."""

    id: int
    title: str
    group_slug: str
    group_name: str
    group_kind: str
    started_at: datetime
    last_posted_at: datetime
    last_number: int
    replies_count: int
    is_pinned: bool
    is_closed: bool
    starter: Author
    last_poster: Author


@dataclass(frozen=True, slots=True)
class Opening:
    """A discussion as a blog shows it: with how it opens, which is nothing when the opening post was taken down."""

    row: DiscussionRow
    excerpt: str


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A post as the page of its author shows it."""

    discussion_id: int
    title: str
    number: int
    written_at: datetime
    group_slug: str
    group_name: str
    group_kind: str
    excerpt: str


def find_discussion(viewer: Viewer | None, discussion_id: int) -> DiscussionView:
    """The discussion, or NotFound: the same for one the viewer may not see and for one that never was."""
    query = (
        with_role(viewer, *DISCUSSION, *PERSON(Starter), *PERSON(Closer), *GROUP_COLUMNS)
        .join(Discussion, Discussion.group_id == Group.id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(Closer, Closer.id == Discussion.closed_by_id)
        .where(Discussion.id == discussion_id, policy.visible_to(viewer))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such discussion."))
    return _discussion(viewer, row)


def list_posts(discussion: DiscussionView, pages: Pages) -> list[PostView]:
    """The posts of one page of a discussion that was found for a viewer, deleted ones as stubs, by number."""
    return _posts(discussion, PAGE_OF_POSTS, first=pages.first_number, last=pages.last_number)


def list_replies(discussion: DiscussionView, number: int, after: int = 0) -> tuple[list[PostView], int | None]:
    """The posts that answer post `number`, by number, and after which one to go on."""
    answering = and_(Answered.number == number, Post.number > after, policy.is_shown())
    posts = _posts(discussion, POSTS.where(answering).limit(PAGE_SIZE + 1))
    return posts[:PAGE_SIZE], posts[PAGE_SIZE - 1].number if len(posts) > PAGE_SIZE else None


def list_posts_by(discussion: DiscussionView, handle: str, after: int = 0) -> tuple[list[PostView], int | None]:
    """The posts that the member with this handle wrote there, by number, and after which one to go on."""
    theirs = and_(Member.handle_key == fold_handle(handle), Post.number > after, policy.is_shown())
    posts = _posts(discussion, POSTS.where(theirs).limit(PAGE_SIZE + 1))
    return posts[:PAGE_SIZE], posts[PAGE_SIZE - 1].number if len(posts) > PAGE_SIZE else None


def list_participants(discussion: DiscussionView) -> list[Author]:
    """The first few people who took part, as far as the first posts tell; the counted ones may be more."""
    early = and_(Post.discussion_id == discussion.id, Post.number <= EARLY_POSTS, policy.is_shown())
    first = func.min(Post.number).label("first")
    writers = select(Post.author_id, first).where(early).group_by(Post.author_id).subquery()
    query = select(*PERSON(Member)).join(writers, writers.c.author_id == Member.id).order_by(writers.c.first)
    return [author(*row) for row in db.session.execute(query.limit(CHIPS))]


def list_quotable(discussion: DiscussionView) -> list[PostView]:
    """The newest posts, which somebody who writes may want to quote; the newest first."""
    newest = POSTS.where(policy.is_shown()).order_by(None).order_by(Post.number.desc())
    return _posts(discussion, newest.limit(QUOTABLE_SIZE))


def find_post(viewer: Viewer | None, discussion_id: int, number: int) -> PostView:
    """Post `number` of a discussion that the viewer may see, a stub if it is deleted; NotFound."""
    return find_post_of(find_discussion(viewer, discussion_id), number)


def find_post_of(discussion: DiscussionView, number: int) -> PostView:
    """Post `number` of a discussion that was found for a viewer; NotFound."""
    posts = _posts(discussion, POSTS.where(Post.number == number))
    if not posts:
        raise NotFound(_("There is no such post."))
    return posts[0]


def list_latest(
    viewer: Viewer | None,
    before: str | None = None,
    *,
    group: GroupView | None = None,
    limit: int = LIST_SIZE,
) -> tuple[list[DiscussionRow], Cursor | None]:
    """Discussions that the viewer may see, of one group without its pinned ones or all, newest post first, and where
    to go on."""
    cursor = Cursor.parse(before)
    query = _select_rows(viewer).order_by(Discussion.last_posted_at.desc(), Discussion.id.desc())
    if group:
        query = query.where(Discussion.group_id == group.id, Discussion.pinned_at.is_(None))
    if cursor:
        query = query.where(tuple_(Discussion.last_posted_at, Discussion.id) < tuple_(cursor.at, cursor.id))
    rows = [_row(row) for row in db.session.execute(query.limit(limit + 1))]
    shown = rows[:limit]
    return shown, Cursor(shown[-1].last_posted_at, shown[-1].id) if len(rows) > limit else None


def list_openings(
    viewer: Viewer | None, before: str | None = None, *, group: GroupView
) -> tuple[list[Opening], Cursor | None]:
    """How the group's discussions open, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    query = (
        select(*ROW, *PERSON(Starter), *PERSON(LastPoster), Post.html)
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .outerjoin(Post, and_(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown()))
        .where(policy.visible_to(viewer), Discussion.group_id == group.id)
        .order_by(Discussion.started_at.desc(), Discussion.id.desc())
    )
    if cursor:
        query = query.where(tuple_(Discussion.started_at, Discussion.id) < tuple_(cursor.at, cursor.id))
    rows = [_opening(tuple(row)) for row in db.session.execute(query.limit(OPENINGS_SIZE + 1))]
    shown = rows[:OPENINGS_SIZE]
    last = shown[-1].row if len(rows) > OPENINGS_SIZE else None
    return shown, Cursor(last.started_at, last.id) if last else None


def _opening(values: Sequence[Any]) -> Opening:
    return Opening(_row(values[:-1]), text.excerpt(values[-1] or "", OPENING_LENGTH))


def list_pinned(viewer: Viewer | None, group: GroupView) -> list[DiscussionRow]:
    """What stands on top of the group's list, as far as the viewer may see it; what was pinned last comes first."""
    pinned = and_(Discussion.group_id == group.id, Discussion.pinned_at.is_not(None))
    query = _select_rows(viewer).where(pinned).order_by(Discussion.pinned_at.desc(), Discussion.id.desc())
    return [_row(row) for row in db.session.execute(query.limit(MOST_PINNED))]


def list_posts_of(
    viewer: Viewer | None, member_id: int, before: str | None = None
) -> tuple[list[WrittenRow], Cursor | None]:
    """What a member wrote where the viewer may read it, the newest first, and where to go on."""
    cursor = Cursor.parse(before)
    query = (
        select(Discussion.id, Discussion.title, Post.number, Post.written_at, Group.slug, Group.name, Group.kind,
               Post.html, Post.id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Post.author_id == member_id, policy.is_shown(), policy.visible_to(viewer))
        .order_by(Post.written_at.desc(), Post.id.desc())
    )  # fmt: skip
    if cursor:
        query = query.where(tuple_(Post.written_at, Post.id) < tuple_(cursor.at, cursor.id))
    rows = db.session.execute(query.limit(LIST_SIZE + 1)).all()
    shown = rows[:LIST_SIZE]
    more = Cursor(shown[-1].written_at, shown[-1][-1]) if len(rows) > LIST_SIZE else None
    return [_written(tuple(row)) for row in shown], more


def PERSON(person: Any) -> tuple[Any, ...]:
    """What `accounts.viewers.author` needs to know of a joined member."""
    return person.id, person.handle, person.name, person.role, person.photo


PERSON_SIZE = len(PERSON(Member))

_opening_is_shown = exists().where(Post.discussion_id == Discussion.id, Post.number == 1, policy.is_shown())

REPLIES = Discussion.posts_count - case((_opening_is_shown.correlate(Discussion), 1), else_=0)
"""The posts that can be read, without the opening one."""

DISCUSSION = (
    Discussion.id, Discussion.title, Discussion.started_at, Discussion.last_posted_at, Discussion.last_number,
    Discussion.posts_count, REPLIES, Discussion.version, Discussion.participants_count, Discussion.closed_at,
    Discussion.pinned_at,
)  # fmt: skip

ROW: tuple[Any, ...] = (
    Discussion.id, Discussion.title, Group.slug, Group.name, Group.kind, Discussion.started_at,
    Discussion.last_posted_at, Discussion.last_number, REPLIES, Discussion.pinned_at.is_not(None),
    Discussion.closed_at.is_not(None),
)  # fmt: skip

POST: tuple[Any, ...] = (
    Post.id, Post.number, Post.written_at, Post.edited_at, Post.deleted_at, Post.hidden_at, Post.hidden_reason,
    Post.revision, Post.replies_count,
)  # fmt: skip


_own_hidden = and_(Post.deleted_at.is_(None), Post.author_id == bindparam("reader"))
HTML = case((or_(policy.is_shown(), _own_hidden), Post.html), else_="")
"""What is hidden stays readable to who wrote it; what is deleted is not even read."""

POSTS = (
    select(*POST, HTML, *PERSON(Member), Membership.role, Answered.number, AnsweredAuthor.name, Answered.id)
    .select_from(Post)
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        and_(Membership.group_id == bindparam("group"), Membership.member_id == Post.author_id),
    )
    .outerjoin(Answered, Answered.id == Post.answering_id)
    .outerjoin(AnsweredAuthor, AnsweredAuthor.id == Answered.author_id)
    .where(Post.discussion_id == bindparam("discussion"))
    .order_by(Post.number)
)
"""Posts of a discussion with their authors, the authors' roles in the group, and what they answer; made once, since
making it takes longer than asking it."""

PAGE_OF_POSTS = POSTS.where(Post.number.between(bindparam("first"), bindparam("last")))


def _select_rows(viewer: Viewer | None) -> Select[Any]:
    return (
        select(*ROW, *PERSON(Starter), *PERSON(LastPoster))
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Starter, Starter.id == Discussion.starter_id)
        .outerjoin(LastPoster, LastPoster.id == Discussion.last_poster_id)
        .where(policy.visible_to(viewer))
    )


def _discussion(viewer: Viewer | None, row: Sequence[Any]) -> DiscussionView:
    values = tuple(row)
    size, person = len(DISCUSSION), len(DISCUSSION) + PERSON_SIZE
    closer = person + PERSON_SIZE
    people = [author(*values[size:person]), author(*values[person:closer])]
    reader_id = viewer.id if viewer else None
    return DiscussionView(*[*values[:size], *people, group_view(values[closer:]), reader_id])


def _row(row: Sequence[Any]) -> DiscussionRow:
    values = tuple(row)
    people = values[len(ROW) :]
    starter, last_poster = people[:PERSON_SIZE], people[PERSON_SIZE:]
    return DiscussionRow(*[*values[: len(ROW)], author(*starter), author(*last_poster)])


def _written(values: Sequence[Any]) -> WrittenRow:
    *facts, html, _id = values
    return WrittenRow(*[*facts, text.excerpt(html)])


def _posts(discussion: DiscussionView, query: Select[Any], **values: int) -> list[PostView]:
    place = {"discussion": discussion.id, "group": discussion.group.id, "reader": discussion.reader_id}
    return [_post(discussion, tuple(row)) for row in db.session.execute(query, {**place, **values})]


def _post(discussion: DiscussionView, values: Sequence[Any]) -> PostView:
    id, number, *facts = values[: len(POST)]
    html, *writer, answered_number, answered_name, answered_id = values[len(POST) :]
    answering = Answering(answered_number, answered_name or _("Former member")) if answered_id else None
    html = Markup(html)  # noqa: S704  made safe by text, when it was written
    return PostView(*[discussion, id, number, author(*writer), *facts, html, answering])
