"""Discussions and posts as pages show them: narrow frozen rows, not models."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum import text
from forum.accounts.viewers import Author
from forum.discussions.paths import level_of
from forum.groups.queries import GroupView

EXCERPT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class DiscussionView:
    """A discussion as its pages show it to one viewer, whose id `reader_id` is.

    `seen` is how far they had read it when their present visit began, and `seen_at` when they had last looked; `draft`
    is the stamp of the reply that they began.
    """

    id: int
    title: str
    started_at: datetime
    last_posted_at: datetime
    last_number: int
    posts_count: int
    replies_count: int
    version: int
    participants_count: int
    views_count: int
    closed_at: datetime | None
    pinned_at: datetime | None
    tags: str
    split_from_id: int | None
    answer_number: int | None
    seen: int
    seen_at: datetime | None
    draft: str | None
    starter: Author
    closer: Author
    group: GroupView
    reader_id: int | None = None

    @property
    def tag_names(self) -> list[str]:
        return self.tags.split()


@dataclass(frozen=True, slots=True)
class Answering:
    """Which post another one answers, in the same discussion."""

    id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of a post that may be read; `size` in bytes."""

    file: str
    name: str
    size: int
    is_picture: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as its page shows it to one reader, who said thanks for it and bookmarked it or not, with the files below
    it. The `html` of a deleted one is not even read, that of a hidden one for its author alone."""

    discussion: DiscussionView
    id: int
    number: int
    author: Author
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_by_id: int | None
    hidden_reason: str | None
    revision: int
    replies_count: int
    path: str
    thanks_count: int
    html: Markup
    answering: Answering | None
    attachments: tuple[AttachmentView, ...] = ()
    is_thanked: bool = False
    is_bookmarked: bool = False

    @property
    def is_shown(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None

    @property
    def level(self) -> int:
        """How far it is indented among those that answer one another."""
        return level_of(self.path)

    @property
    def is_answer(self) -> bool:
        return self.discussion.answer_number == self.number

    @property
    def excerpt(self) -> str:
        """The first of its own words."""
        return text.excerpt(self.html, EXCERPT_LENGTH)


@dataclass(frozen=True, slots=True)
class Departure:
    """That the posts from `first` to `last` went to another discussion, as far as the viewer may know of it."""

    first: int
    last: int
    discussion_id: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The discussion that another one was split off."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class DiscussionRow:
    """A discussion as lists show it: with how many posts in it are unread to the viewer, up to a hundred, whether it is
    new to them, and how far they have read it if they opened it."""

    id: int
    title: str
    group_slug: str
    group_name: str
    group_kind: str
    started_at: datetime
    last_posted_at: datetime
    last_number: int
    newest_number: int
    replies_count: int
    is_pinned: bool
    is_closed: bool
    tags: str
    is_answered: bool
    unread: int
    is_new: bool
    read_to: int | None
    starter: Author
    last_poster: Author

    @property
    def tag_names(self) -> list[str]:
        return self.tags.split()


@dataclass(frozen=True, slots=True)
class GroupNews:
    """What is new in a group: some of the discussions, and how many of it have something unread in all."""

    rows: list[DiscussionRow]
    unread: int


@dataclass(frozen=True, slots=True)
class News:
    """What a member finds when they come back. `unread` counts the discussions with something unread, by the slugs of
    their groups."""

    left_off: list[DiscussionRow]
    groups: list[GroupNews]
    unread: dict[str, int]


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a member has done of what newcomers do first; they are not reminded for ever. `has_drafts` says that
    something is begun and not posted."""

    introduced: bool
    belongs: bool
    wrote: bool
    is_newcomer: bool
    has_drafts: bool

    @property
    def are_shown(self) -> bool:
        return self.is_newcomer and not (self.introduced and self.belongs and self.wrote)


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


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag; `is_public` says whether anyone may see a discussion that has it."""

    id: int
    name: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class TagRow:
    name: str
    discussions_count: int


@dataclass(frozen=True, slots=True)
class ThanksRow:
    """That somebody said thanks."""

    author: Author
    at: datetime


@dataclass(frozen=True, slots=True)
class BookmarkRow:
    """A bookmark as its owner's list shows it; `post` is None where the post may not be read any more."""

    id: int
    note: str
    at: datetime
    post: WrittenRow | None
    writer: Author | None


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """A discussion of which somebody said how much they want to hear of it."""

    discussion_id: int
    title: str
    group_slug: str
    group_name: str
    group_kind: str
    word: str
    at: datetime
