"""Writing a post and the relations of its quotes: what starting and replying have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, select, update

from forum import text
from forum.accounts.statements import rows
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import mentioning, policy
from forum.discussions.models import Discussion, Post, Quote
from forum.discussions.operations.following import follow_as_writer
from forum.discussions.paths import Above, hang
from forum.discussions.queries import DiscussionView
from forum.discussions.quoting import Decision, filled, masked
from forum.ports import clocks


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a post came to stand, and what its author should be told."""

    discussion_id: int
    title: str
    number: int
    last_number: int
    notices: tuple[str, ...] = ()


def write_next_post(discussion: Any, author: Viewer, body: text.Body, decision: Decision, *,
                    above: Above | None = None) -> Post:  # fmt: skip
    """Give the body the discussion's next number, in answer to the post `above`, under the discussion's lock."""
    now = clocks.now()
    number = _take_number(discussion.id, author.id, now)
    post = Post(
        discussion_id=discussion.id, number=number, author_id=author.id, written_at=now, appeared_at=now,
        answering_id=above.id if above else None, path=hang(number, above), **cooked(body, decision),
    )  # fmt: skip
    db.session.add(post)
    db.session.flush()
    remember_quotes(post.id, decision)
    mentioning.remember(post.id, decision.mentioned)
    follow_as_writer(author.id, discussion.id)
    return post


def cooked(body: text.Body, decision: Decision) -> dict[str, Any]:
    """The columns of a post that come from its body."""
    return {
        "source": body.source,
        "source_format": body.source_format,
        "pipeline": body.pipeline,
        "words": body.words,
        "html": filled(body, decision),
        "masked_html": masked(body, decision),
    }


def remember_quotes(post_id: int, decision: Decision) -> None:
    for row in decision.rows:
        db.session.add(Quote(post_id=post_id, **row))
    db.session.flush()


def find_posted(post_id: int) -> Posted:
    """Where a post that is there already stands."""
    place = select(Discussion.id, Discussion.title, Post.number, Discussion.last_number).join(Post)
    return Posted(*db.session.execute(place.where(Post.id == post_id)).one())


def posted(discussion: DiscussionView, post: Post, decision: Decision) -> Posted:
    last_number = max(post.number, discussion.last_number)
    return Posted(discussion.id, discussion.title, post.number, last_number, tuple(decision.refusals))


def _take_number(discussion_id: int, author_id: int, now: datetime) -> int:
    values = {"discussion": discussion_id, "author": author_id, "now": now}
    return int(rows(TAKE_NUMBER, values).scalar_one())


_author = bindparam("author", type_=Post.author_id.type)
_now = bindparam("now", type_=Discussion.last_posted_at.type)
_is_newest = Discussion.last_posted_at <= _now
"""It nearly always is; but the clocks of several machines differ."""
_took_part = exists().where(
    Post.discussion_id == Discussion.id, Post.author_id == _author, policy.is_shown()
).correlate(Discussion)  # fmt: skip

TAKE_NUMBER = (
    update(Discussion)
    .where(Discussion.id == bindparam("discussion"))
    .values(
        last_number=Discussion.last_number + 1,
        posts_count=Discussion.posts_count + 1,
        participants_count=Discussion.participants_count + case((_took_part, 0), else_=1),
        version=Discussion.version + 1,
        last_posted_at=case((_is_newest, _now), else_=Discussion.last_posted_at),
        last_poster_id=case((_is_newest, _author), else_=Discussion.last_poster_id),
        newest_number=case((_is_newest, Discussion.last_number + 1), else_=Discussion.newest_number),
    )
    .returning(Discussion.last_number)
)
"""Made once: every reply asks it."""
