"""Posts of a discussion that was found for a viewer."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.statements import rows
from forum.accounts.viewers import PERSON, Viewer, author
from forum.discussions import policy
from forum.discussions.models import Post
from forum.discussions.queries.attachments import ATTACHMENTS, parse_attachments
from forum.discussions.queries.finding import find_discussion
from forum.discussions.queries.shapes import Answering, DiscussionView, PostView
from forum.errors import NotFound
from forum.groups.models import Membership
from forum.language import gettext as _
from forum.paging import PAGE_SIZE, Pages

QUOTABLE_SIZE = 10

Answered, AnsweredAuthor = aliased(Post), aliased(Member)

POST: tuple[Any, ...] = (
    Post.id, Post.number, Post.written_at, Post.edited_at, Post.deleted_at, Post.hidden_at, Post.hidden_by_id,
    Post.hidden_reason, Post.revision, Post.replies_count,
)  # fmt: skip

_own_hidden = and_(Post.deleted_at.is_(None), Post.author_id == bindparam("reader"))
HTML = case((or_(policy.is_shown(), _own_hidden), Post.html), else_="")
"""What is hidden stays readable to who wrote it; what is deleted is not even read."""

POSTS = (
    select(*POST, HTML, *PERSON, Membership.role, Answered.number, AnsweredAuthor.name, Answered.id, ATTACHMENTS)
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

_onwards = POSTS.where(policy.is_shown(), Post.number > bindparam("after")).limit(PAGE_SIZE + 1)
REPLIES_TO = _onwards.where(Answered.number == bindparam("answered"))
POSTS_BY = _onwards.where(Member.handle_key == bindparam("handle"))
CROSSED = _onwards.where(Post.author_id.is_distinct_from(bindparam("reader")))
NEWEST = POSTS.where(policy.is_shown()).order_by(None).order_by(Post.number.desc()).limit(QUOTABLE_SIZE)


def list_posts(discussion: DiscussionView, pages: Pages) -> list[PostView]:
    """The posts of one page of a discussion that was found for a viewer, deleted ones as stubs, by number."""
    return _posts(discussion, PAGE_OF_POSTS, first=pages.first_number, last=pages.last_number)


def list_replies(discussion: DiscussionView, number: int, after: int = 0) -> tuple[list[PostView], int | None]:
    """The posts that answer post `number`, by number, and after which one to go on."""
    posts = _posts(discussion, REPLIES_TO, answered=number, after=after)
    return posts[:PAGE_SIZE], posts[PAGE_SIZE - 1].number if len(posts) > PAGE_SIZE else None


def list_posts_by(discussion: DiscussionView, handle: str, after: int = 0) -> tuple[list[PostView], int | None]:
    """The posts that the member with this handle wrote there, by number, and after which one to go on."""
    posts = _posts(discussion, POSTS_BY, handle=fold_handle(handle), after=after)
    return posts[:PAGE_SIZE], posts[PAGE_SIZE - 1].number if len(posts) > PAGE_SIZE else None


def list_quotable(discussion: DiscussionView) -> list[PostView]:
    """The newest posts, which somebody who writes may want to quote; the newest first."""
    return _posts(discussion, NEWEST)


def list_crossed(discussion: DiscussionView, seen: int) -> list[PostView]:
    """What others posted after number `seen`, for the reader who was writing meanwhile; one page of it at most."""
    return _posts(discussion, CROSSED, after=seen)[:PAGE_SIZE]


def last_shown(posts: list[PostView]) -> int:
    """The number up to which somebody has read who has read these posts, which go on one after the other."""
    return max((post.number for post in posts if post.is_shown), default=0)


def first_unseen(discussion: DiscussionView, posts: list[PostView]) -> PostView | None:
    """The first of these posts that its reader had not read when they came; None for one who reads for the first time,
    and where the first one stands before these posts or after them."""
    seen = discussion.seen
    if not seen or not posts or seen < posts[0].number - 1:
        return None
    later = (post for post in posts if post.number > seen and post.is_shown)
    return next((post for post in later if post.author.id != discussion.reader_id), None)


def find_post(viewer: Viewer | None, discussion_id: int, number: int) -> PostView:
    """Post `number` of a discussion that the viewer may see, a stub if it is deleted; NotFound."""
    return find_post_of(find_discussion(viewer, discussion_id), number)


def find_post_of(discussion: DiscussionView, number: int) -> PostView:
    """Post `number` of a discussion that was found for a viewer; NotFound."""
    posts = _posts(discussion, PAGE_OF_POSTS, first=number, last=number)
    if not posts:
        raise NotFound(_("There is no such post."))
    return posts[0]


def _posts(discussion: DiscussionView, query: Select[Any], **values: int | str) -> list[PostView]:
    place = {"discussion": discussion.id, "group": discussion.group.id, "reader": discussion.reader_id}
    return [_post(discussion, row) for row in rows(query, {**place, **values})]


def _post(discussion: DiscussionView, values: Sequence[Any]) -> PostView:
    id, number, *facts = values[: len(POST)]
    html, *writer, answered_number, answered_name, answered_id, files = values[len(POST) :]
    answering = Answering(answered_number, answered_name or _("Former member")) if answered_id else None
    html = Markup(html)  # noqa: S704  made safe by text, when it was written
    return PostView(*[discussion, id, number, author(*writer), *facts, html, answering, parse_attachments(files)])
