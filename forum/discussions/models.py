"""Discussions and their tags, posts with quotes and files, what posts said before they were edited, how far people have
read, and what they have not posted yet."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime

PATH_LENGTH = 40
PlainOrder = String(PATH_LENGTH).with_variant(String(PATH_LENGTH, collation="C"), "postgresql")
"""Text that is sorted by its bytes, as SQLite does anyway."""


class Discussion(Model):
    """A title and its posts, numbered 1, 2, 3 …; a number is never used again.

    `last_number` is the highest number ever given, `posts_count` counts the posts that can be read, `last_posted_at`,
    `last_poster_id` and `newest_number` tell of the newest of them, `participants_count` of how many people wrote
    them. `version` grows with every change of what the pages show. All of them change under the discussion's lock.
    Nobody replies once it is closed. `views_count` counts a reader once in eight hours, and never counts down. `tags`
    are the names of its tags in their order, with a space between. One whose posts all went to another keeps its
    number and says where they went.
    """

    __tablename__ = "discussion"
    __table_args__ = (
        CheckConstraint("posts_count >= 0 AND posts_count <= last_number", name="posts_count"),
        CheckConstraint("views_count >= 0", name="views_count"),
        Index("ix_discussion_latest", "last_posted_at", "id"),
        Index("ix_discussion_started", "started_at", "id"),
        Index("ix_discussion_group_latest", "group_id", "last_posted_at", "id"),
        Index("ix_discussion_pinned", "group_id", "pinned_at", sqlite_where=text("pinned_at IS NOT NULL"),
              postgresql_where=text("pinned_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"))
    title: Mapped[str] = mapped_column(String(200))
    starter_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_poster_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    last_number: Mapped[int] = mapped_column(default=0)
    newest_number: Mapped[int] = mapped_column(default=0, server_default="0")
    posts_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    participants_count: Mapped[int] = mapped_column(default=0, server_default="0")
    views_count: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    pinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    pinned_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    tags: Mapped[str] = mapped_column(String(160), default="", server_default=text("''"))
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("discussion.id"), default=None, index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("discussion.id"), default=None, index=True)


class Post(Model):
    """What somebody wrote. `source` is the truth; `html` is cooked from it by pipeline `pipeline` and shown as it is;
    `words` are its visible words without the attributed quotes, which a quotation is compared with.

    `masked_html` is the same with every quote withdrawn, and is there only when the post quotes: switching to it is
    one UPDATE. `refill_since` asks a job to put back into `html` the quotes that still hold. An author of None is
    a former member. A post may be down for two reasons at once: its author deleted it, staff hid it; it is shown only
    when neither holds. `appeared_at` says since when it has been there to be read: since it was written, or since staff
    showed it again. What was brought here from elsewhere has none: it is news to nobody. What it answers may have been
    moved to another discussion since, and counts only where both stand in the same. `path` says where it hangs among
    the answers: see `paths`.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("discussion_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden"),
        CheckConstraint("thanks_count >= 0", name="thanks_count"),
        Index("ix_post_author", "discussion_id", "author_id", "number"),
        Index("ix_post_path", "discussion_id", "path", unique=True),
        Index("ix_post_pipeline", "pipeline", "id"),
        CheckConstraint("source_format IN ('markdown', 'html')", name="source_format"),
        Index("ix_post_shown", "discussion_id", "number", "author_id", "appeared_at",
              sqlite_where=text("deleted_at IS NULL AND hidden_at IS NULL"),
              postgresql_where=text("deleted_at IS NULL AND hidden_at IS NULL")),
        Index("ix_post_written", "written_at"),
        Index("ix_post_author_written", "author_id", "written_at", "id"),
        Index("ix_post_refill", "refill_since", sqlite_where=text("refill_since IS NOT NULL"),
              postgresql_where=text("refill_since IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[str] = mapped_column(String(10))
    pipeline: Mapped[int]
    html: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    masked_html: Mapped[str | None] = mapped_column(Text, default=None)
    answering_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), default=None, index=True)
    replies_count: Mapped[int] = mapped_column(default=0)
    thanks_count: Mapped[int] = mapped_column(default=0, server_default="0")
    revision: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    hidden_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"), default=None, index=True
    )
    hidden_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    refill_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    appeared_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    path: Mapped[str] = mapped_column(PlainOrder, default="", server_default=text("''"))


class FormerPlace(Model):
    """That a post stood at `number` of a discussion before it went to the discussion `to_id`: no other post ever stands
    there, and links to it lead to where the post stands now. One that comes back takes its own number again."""

    __tablename__ = "former_place"

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"), index=True)


class Quote(Model):
    """That the words of slot `slot` in a post were taken from another post, as it stood at `source_revision`.

    `withdrawn_at` says since when they may not be shown. `edited_since` says that the source no longer has them,
    `altered` that it never had.
    """

    __tablename__ = "quote"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    source_revision: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    altered: Mapped[bool] = mapped_column(default=False)
    edited_since: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Mention(Model):
    """That a post names a member, who may see it, as "@" and the handle `written` there, folded."""

    __tablename__ = "mention"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    written: Mapped[str] = mapped_column(String(30))


class Attachment(Model):
    """A file that a post has, kept by the store under the name `file`.

    A picture was made anew by us and may be shown; anything else is only ever downloaded. What stands `in_text` is not
    listed below the post. `number` is the order in which a post has them.
    """

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("size >= 0", name="size"), Index("ix_attachment_post", "post_id", "number"))

    file: Mapped[str] = mapped_column(String(32), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    is_picture: Mapped[bool]
    in_text: Mapped[bool] = mapped_column(default=False)


class Revision(Model):
    """What a post said before an edit; revision 1 is what was first posted."""

    __tablename__ = "revision"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reading(Model):
    """How far a member has read a discussion that they opened: up to `number`, which never goes back, and when they
    last looked. `number_before` and `at_before` are the same as they were when the present visit began."""

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("number_before >= 0 AND number_before <= number", name="number"),
        Index("ix_reading_lately", "member_id", "at"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    discussion_id: Mapped[int] = mapped_column(
        ForeignKey("discussion.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    number_before: Mapped[int] = mapped_column(default=0)
    at_before: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Action(StrEnum):
    """What somebody does when they write: start a discussion in a group, reply to one, edit a post."""

    START = "start"
    REPLY = "reply"
    EDIT = "edit"


MOST_DRAFTS = 100
"""Of one member."""


class Draft(Model):
    """What a member wrote and has not posted: one for each thing that they do to each group, discussion or post.

    No key says what `target_id` refers to, since a draft outlives its target. `fields` are those of the form beside
    the body, `words` begin it without its quotes. `token` is the form's: what is posted by it is no draft any more.
    `stamp` is another one each time it is saved, so that one window notices another.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("member_id", "action", "target_id"),
        CheckConstraint("action IN ('start', 'reply', 'edit')", name="action"),
        Index("ix_draft_member", "member_id", "saved_at", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    action: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(36))
    stamp: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Viewing(Model):
    """That a reader was counted in `views_count` in the last eight hours; older rows go away.

    `reader` is a member's number, or for a visitor a hash salted anew each day.
    """

    __tablename__ = "viewing"

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id", ondelete="CASCADE"), primary_key=True)
    reader: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


TAGS_MAX = 5
TAG_LENGTH = 30


def fold_tag(words: str) -> str:
    """The one spelling of a tag: small letters and digits, with a dash wherever something else stood."""
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    kept = (c if unicodedata.category(c)[0] in "LNM" else "" if c in "'’" else " " for c in letters)
    return "-".join("".join(kept).split())


class Tag(Model):
    """A word that discussions are found by; its name is its address, too, and says nothing of who wrote it first.

    One with `meant_id` is another spelling of that tag: a former name, or a tag that became one with it.
    """

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(TAG_LENGTH), unique=True)
    meant_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"), default=None, index=True)


class Tagging(Model):
    """That a discussion has a tag, in one of its five places. `Discussion.tags` has the names, for lists."""

    __tablename__ = "tagging"
    __table_args__ = (
        UniqueConstraint("discussion_id", "place"),
        CheckConstraint(f"place BETWEEN 1 AND {TAGS_MAX}", name="place"),
    )

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, index=True)
    place: Mapped[int]


class Thanks(Model):
    """That a member said thanks for a post, which they do once; `Post.thanks_count` counts them."""

    __tablename__ = "thanks"
    __table_args__ = (Index("ix_thanks_post", "post_id", "at", "member_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Bookmark(Model):
    """That a member wants to find a post again, and why: for their eyes alone."""

    __tablename__ = "bookmark"
    __table_args__ = (
        UniqueConstraint("member_id", "post_id"),
        Index("ix_bookmark_member", "member_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Watch(Model):
    """What a member wants to hear of a discussion: they chose it, or they wrote there."""

    __tablename__ = "watch"
    __table_args__ = (
        CheckConstraint("word IN ('everything', 'replies', 'nothing')", name="word"),
        Index("ix_watch_member", "member_id", "at", "discussion_id"),
    )

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GroupWatch(Model):
    """What a member wants to hear of a group of theirs; who leaves and comes back finds it as it was."""

    __tablename__ = "group_watch"
    __table_args__ = (CheckConstraint("word IN ('everything', 'replies', 'nothing')", name="word"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    word: Mapped[str] = mapped_column(String(10))


class Answer(Model):
    """Which reply answers a discussion, one at most; it counts as long as the reply is shown.

    A reply that is moved elsewhere loses the mark first: the answer stands in the discussion.
    """

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(["discussion_id", "number"], ["post.discussion_id", "post.number"]),
        CheckConstraint("number > 1", name="number"),
    )

    discussion_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
