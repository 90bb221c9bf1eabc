"""Posts of a discussion that was found for a viewer."""

from collections.abc import Collection, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.handles import fold_handle
from forum.accounts.models import Member
from forum.accounts.statements import rows
from forum.accounts.viewers import PERSON, Viewer, author
from forum.discussions import policy
from forum.discussions.models import Bookmark, Post, Thanks
from forum.discussions.queries.attachments import ATTACHMENTS, parse_attachments
from forum.discussions.queries.finding import find_discussion
from forum.discussions.queries.shapes import Answering, DiscussionView, PostView
from forum.errors import NotFound
from forum.groups.models import Membership
from forum.language import gettext as _
from forum.paging import FOLDED, PAGE_SIZE, Pages

QUOTABLE_SIZE = 10

Answered, AnsweredAuthor = aliased(Post), aliased(Member)

POST: tuple[Any, ...] = (
    Post.id, Post.number, Post.written_at, Post.edited_at, Post.deleted_at, Post.hidden_at, Post.hidden_by_id,
    Post.hidden_reason, Post.revision, Post.replies_count, Post.path, Post.thanks_count,
)  # fmt: skip

OWN = (Thanks.member_id.is_not(None), Bookmark.id.is_not(None))
"""Whether the reader said thanks, and keeps a bookmark."""

_own_hidden = and_(Post.deleted_at.is_(None), Post.author_id == bindparam("reader"))
HTML = case((or_(policy.is_shown(), _own_hidden), Post.html), else_="")
"""What is hidden stays readable to who wrote it; what is deleted is not even read."""

POSTS = (
    select(*POST, HTML, *PERSON, Membership.role, Answered.number, AnsweredAuthor.name, Answered.id, ATTACHMENTS, *OWN)
    .select_from(Post)
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        and_(Membership.group_id == bindparam("group"), Membership.member_id == Post.author_id),
    )
    .outerjoin(Answered, and_(Answered.id == Post.answering_id, Answered.discussion_id == Post.discussion_id))
    .outerjoin(AnsweredAuthor, AnsweredAuthor.id == Answered.author_id)
    .outerjoin(Thanks, and_(Thanks.post_id == Post.id, Thanks.member_id == bindparam("reader")))
    .outerjoin(Bookmark, and_(Bookmark.member_id == bindparam("reader"), Bookmark.post_id == Post.id))
    .where(Post.discussion_id == bindparam("discussion"))
    .order_by(Post.number)
)
"""Posts of a discussion with their authors, the authors' roles in the group, what they answer, and what the reader
marked; made once, since making it takes longer than asking it."""

PAGE_OF_POSTS = POSTS.where(Post.number.between(bindparam("first"), bindparam("last")))

_onwards = POSTS.where(policy.is_shown(), Post.number > bindparam("after")).limit(PAGE_SIZE + 1)
REPLIES_TO = _onwards.where(Answered.number == bindparam("answered"))
POSTS_BY = _onwards.where(Member.handle_key == bindparam("handle"))
CROSSED = _onwards.where(Post.author_id.is_distinct_from(bindparam("reader")))
NEWEST = POSTS.where(policy.is_shown()).order_by(None).order_by(Post.number.desc()).limit(QUOTABLE_SIZE)
THREADED_POSTS = (
    POSTS.where(Post.path > bindparam("after")).order_by(None).order_by(Post.path).limit(PAGE_SIZE + FOLDED + 1)
)
_here = Post.discussion_id == bindparam("discussion")
_up_to_path = and_(_here, Post.path <= bindparam("path"))
_up_to_number = and_(_here, Post.number <= bindparam("number"))
PATHS_UNTIL: Select[Any] = select(Post.path).where(_up_to_path).order_by(Post.path.desc()).limit(PAGE_SIZE + 1)
_place: tuple[Any, ...] = (Post.number, Post.path)
PLACE: Select[Any] = select(*_place).where(_up_to_number).order_by(Post.number.desc()).limit(1)
LED_TO = 10
"""Where on a threaded page the post stands that a link leads to, unless it is on the first one."""


def list_posts(discussion: DiscussionView, pages: Pages) -> list[PostView]:
    """The posts of one page of a discussion that was found for a viewer, deleted ones as stubs, by number."""
    return list_range(discussion, pages.first_number, pages.last_number)


def list_range(discussion: DiscussionView, first: int, last: int) -> list[PostView]:
    """The posts with these numbers and those between, deleted ones as stubs."""
    return _posts(discussion, PAGE_OF_POSTS, first=first, last=last)


def list_threaded(discussion: DiscussionView, after: str = "") -> tuple[list[PostView], str | None]:
    """The posts that follow the path `after`, each below what it answers, and after which path to go on."""
    posts = _posts(discussion, THREADED_POSTS, after=after)
    shown = posts if len(posts) <= PAGE_SIZE + FOLDED else posts[:PAGE_SIZE]
    return shown, shown[-1].path if len(posts) > len(shown) else None


def find_earlier(discussion: DiscussionView, path: str, size: int = PAGE_SIZE) -> str:
    """After which path a threaded page begins whose post number `size` has this path; "" for the first page."""
    paths = rows(PATHS_UNTIL, {"discussion": discussion.id, "path": path}).scalars().all()
    return paths[size] if len(paths) > PAGE_SIZE else ""


def find_path(discussion: DiscussionView, number: int, *, or_before: bool = False) -> tuple[int, str]:
    """The number and path of post `number`, or of the last one before it where there are not so many; NotFound for
    one that was moved away, unless that will do for it, too."""
    row = rows(PLACE, {"discussion": discussion.id, "number": number}).first()
    if row is None or (row.number < number <= discussion.last_number and not or_before):
        raise NotFound(_("There is no such post."))
    return row.number, row.path


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


def read_in_threads(discussion: DiscussionView, posts: list[PostView]) -> int:
    """The same for posts in the order of answers: only as far as nothing is left out that their reader has not read."""
    here = {post.number for post in posts}
    number = discussion.seen
    while number + 1 in here:
        number += 1
    return number


def first_unseen(discussion: DiscussionView, posts: list[PostView]) -> PostView | None:
    """The first of these posts that its reader had not read when they came; None for one who reads for the first time,
    and where the first one stands before these posts or after them."""
    seen = discussion.seen
    if not seen or not posts or seen < posts[0].number - 1:
        return None
    later = (post for post in posts if post.number > seen and post.is_shown)
    return next((post for post in later if post.author.id != discussion.reader_id), None)


def list_chosen(discussion: DiscussionView, numbers: Collection[int]) -> list[PostView]:
    """The posts with these numbers, as far as they stand here."""
    return _posts(discussion, POSTS.where(Post.number.in_(numbers)))


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
    html, *writer, answered_number, answered_name, answered_id, files, thanked, kept = values[len(POST) :]
    answering = Answering(answered_id, answered_number, answered_name or _("Former member")) if answered_id else None
    html = Markup(html)  # noqa: S704  made safe by text, when it was written
    below = parse_attachments(files)
    return PostView(*[discussion, id, number, author(*writer), *facts, html, answering, below, thanked, kept])
