"""Splitting posts off a discussion, so that they are one of their own."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.discussions import policy
from forum.discussions.models import Discussion, Post
from forum.discussions.operations.carrying import carry, lock_around
from forum.discussions.operations.posting import Posted
from forum.discussions.operations.tagging import share_tags
from forum.discussions.queries import DiscussionView, PostView, find_discussion, find_post_of
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.submissions import submission_of

MOST_SPLIT = 1_000


@operation
def split(
    actor: Viewer, discussion_id: int, numbers: Collection[int], title: str, *, submission: str | None = None
) -> Posted:
    """Let these posts be a discussion of the same group under the same tags, the first of them its opening post; where
    that stands.

    Links to them lead there from then on. The same `submission` token and choice again give what was split off the
    first time. Refuses NotFound, NotAllowed for whoever does not moderate the group, and Conflict for the opening post,
    for a first one that nobody can read, and when one of them went away meanwhile.
    """
    wanted = sorted(set(numbers))
    submission = submission_of(submission, "split", actor.id, discussion_id, title, *wanted)
    posts = select(Post.id).where(Post.discussion_id == discussion_id, Post.number.in_(wanted))
    lock_around(posts, {discussion_id}, tags=find_discussion(actor, discussion_id).tag_names)
    discussion = find_discussion(actor, discussion_id)
    if made := find_made(submission):
        return Posted(made, title, 1, len(wanted))
    if not policy.can_split(actor, discussion):
        raise NotAllowed(_("Posts are split off by who moderates the group, and not once it is archived."))
    first = _find_first(discussion, wanted)

    opened = _open(discussion, title, first)
    carry(posts, discussion, replace(discussion, id=opened.id, title=title, posts_count=0))
    share_tags(discussion.id, opened.id)

    record(actor.id, "discussion.split", opened.id, submission, before=discussion.id)
    return Posted(opened.id, title, 1, len(wanted))


def _find_first(discussion: DiscussionView, numbers: list[int]) -> PostView:
    here = select(Post.number).where(Post.discussion_id == discussion.id, Post.number.in_(numbers))
    if not numbers or len(db.session.scalars(here).all()) != len(numbers):
        raise Conflict(_("Some of these posts stand elsewhere by now. Please choose again."))
    if numbers[0] == 1:
        raise Conflict(_("The opening post stays. To move all of it, merge the discussion into another one."))
    first = find_post_of(discussion, numbers[0])
    if not first.is_shown:
        raise Conflict(_("The first of the posts opens the new discussion, so it has to be one that can be read."))
    return first


def _open(discussion: DiscussionView, title: str, first: PostView) -> Discussion:
    opened = Discussion(
        group_id=discussion.group.id, title=title, starter_id=first.author.id, started_at=first.written_at,
        last_posted_at=first.written_at, split_from_id=discussion.id,
    )  # fmt: skip
    db.session.add(opened)
    db.session.flush()
    return opened
