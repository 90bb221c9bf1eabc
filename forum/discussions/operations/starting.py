"""Starting a discussion."""

from collections.abc import Sequence

from sqlalchemy import update

from forum import text
from forum.accounts.viewers import Viewer
from forum.activity.operations import find_made, record
from forum.database import db, operation
from forum.discussions import policy, quoting
from forum.discussions.models import Action, Discussion
from forum.discussions.operations.drafting import drop_posted
from forum.discussions.operations.locking import lock_places
from forum.discussions.operations.posting import Posted, write_next_post
from forum.discussions.operations.tagging import put_tags, take_tags
from forum.errors import NotAllowed
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.groups.queries import lock_group
from forum.ports import clocks
from forum.submissions import submission_of


@operation
def start(
    author: Viewer,
    group_id: int,
    title: str,
    body: text.Body,
    *,
    tags: Sequence[str] = (),
    submission: str | None = None,
) -> Posted:
    """Open a discussion in the group with the cooked body as post 1, under these folded tags.

    The same `submission` token and words again give the first one's place. Refuses NotFound, and NotAllowed for
    whoever does not start discussions in the group.
    """
    token, submission = submission, submission_of(submission, Action.START, author.id, group_id, title, body.source)
    group = lock_group(author, group_id, groups.visible_to(author))
    if made := find_made(submission):
        discussion = db.session.get_one(Discussion, made)
        return Posted(discussion.id, discussion.title, 1, discussion.last_number)
    if not policy.can_start(author, group):
        raise NotAllowed(policy.why_not_start(group))

    chosen = take_tags(tags)
    lock_places(set(), quoting.source_ids(body))
    decision = quoting.decide(author, group.id, None, body)

    discussion = _open(group.id, author.id, title, " ".join(chosen))
    put_tags(discussion.id, chosen.values())
    post = write_next_post(discussion, author, body, decision)
    count_discussion(group.id, +1)

    drop_posted(author, Action.START, group.id, token)

    record(author.id, "discussion.started", discussion.id, submission)
    return Posted(discussion.id, title, post.number, post.number, tuple(decision.refusals))


def count_discussion(group_id: int, change: int) -> None:
    """Keep the number of discussions that can be read, under the group's lock."""
    counted = update(Group).where(Group.id == group_id)
    db.session.execute(counted.values(discussions_count=Group.discussions_count + change))


def _open(group_id: int, starter_id: int, title: str, tags: str) -> Discussion:
    now = clocks.now()
    discussion = Discussion(
        group_id=group_id, title=title, starter_id=starter_id, started_at=now, last_posted_at=now, tags=tags
    )  # fmt: skip
    db.session.add(discussion)
    db.session.flush()
    return discussion
