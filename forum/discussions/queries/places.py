"""Where posts and discussions stand now that stood elsewhere before."""

from dataclasses import replace

from sqlalchemy import literal, select

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Discussion, FormerPlace, Post
from forum.discussions.queries.shapes import Departure, DiscussionView, Origin
from forum.groups.models import Group
from forum.paging import Pages

LONGEST_WAY = 100
"""Merged into one that was merged into one that …"""


def find_place_now(viewer: Viewer | None, discussion_id: int, number: int | None = None) -> tuple[int, int] | None:
    """The discussion and number at which the post stands now that stood there; or the discussion into which that one
    was merged, and 0. None for whatever did not move and for whoever may not see where to."""
    if number is None:
        query = select(Discussion.id, literal(0)).where(Discussion.id == stands_as(discussion_id))
        query = query.where(Discussion.id != discussion_id)
    else:
        query = select(Post.discussion_id, Post.number).join(FormerPlace, FormerPlace.post_id == Post.id)
        query = query.join(Discussion, Discussion.id == Post.discussion_id)
        query = query.where(FormerPlace.discussion_id == discussion_id, FormerPlace.number == number)
    row = db.session.execute(
        query.join(Group, Group.id == Discussion.group_id).where(policy.visible_to(viewer))
    ).first()
    return (row[0], row[1]) if row else None


def stands_as(discussion_id: int) -> int:
    """The discussion into which this one was merged, if it was; whoever may see it."""
    for _hop in range(LONGEST_WAY):
        merged = select(Discussion.merged_into_id).where(Discussion.id == discussion_id)
        into = db.session.scalar(merged)
        if into is None:
            break
        discussion_id = into
    return discussion_id


def list_departures(viewer: Viewer | None, discussion: DiscussionView, pages: Pages) -> list[Departure]:
    """Which posts of a page went where the viewer may follow, those that went together in one."""
    if discussion.posts_count == discussion.last_number:
        return []
    query = (
        select(FormerPlace.number, Discussion.id, Post.number, Discussion.title)
        .join(Post, Post.id == FormerPlace.post_id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(FormerPlace.discussion_id == discussion.id, policy.visible_to(viewer))
        .where(FormerPlace.number.between(pages.first_number, pages.last_number))
        .order_by(FormerPlace.number)
    )
    departures: list[Departure] = []
    for number, to_id, to_number, title in db.session.execute(query):
        before = departures[-1] if departures else None
        if before and before.last == number - 1 and before.discussion_id == to_id:
            departures[-1] = replace(before, last=number)
        else:
            departures.append(Departure(number, number, to_id, to_number, title))
    return departures


def find_origin(viewer: Viewer | None, discussion: DiscussionView) -> Origin | None:
    """From which discussion this one was split off, if the viewer may see that."""
    if discussion.split_from_id is None:
        return None
    query = select(Discussion.id, Discussion.title).join(Group, Group.id == Discussion.group_id)
    seen = query.where(Discussion.id == stands_as(discussion.split_from_id), policy.visible_to(viewer))
    row = db.session.execute(seen).first()
    return Origin(*row) if row and row.id != discussion.id else None
