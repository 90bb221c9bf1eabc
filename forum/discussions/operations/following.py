"""What members want to hear of, in three words: of one discussion, of a group, or wherever they said nothing else."""

from typing import Any

from sqlalchemy import func, literal, select, update

from forum.accounts.models import Follow, Member
from forum.accounts.operations import touch_own_pages
from forum.accounts.viewers import Viewer
from forum.database import UtcDateTime, db, insert_new, insert_new_from, operation
from forum.discussions import policy
from forum.discussions.models import Discussion, GroupWatch, Watch
from forum.discussions.queries import find_discussion
from forum.errors import NotAllowed
from forum.groups import policy as groups
from forum.groups.queries import lock_group
from forum.language import gettext as _
from forum.ports import clocks

WATCH = ["discussion_id", "member_id", "word", "at"]


@operation
def follow(member: Viewer, discussion_id: int, word: Follow) -> None:
    """Hear so much of one discussion, whatever the member said of its group; refuses NotFound."""
    find_discussion(member, discussion_id)
    if not insert_new(Watch, member_id=member.id, discussion_id=discussion_id, word=word, at=clocks.now()):
        own = update(Watch).where(Watch.member_id == member.id, Watch.discussion_id == discussion_id)
        db.session.execute(own.values(word=word, at=clocks.now()))
    touch_own_pages(member)


@operation
def follow_group(member: Viewer, group_id: int, word: Follow) -> None:
    """Hear so much of every discussion of one's group of which one said nothing else; refuses NotFound, NotAllowed."""
    group = lock_group(member, group_id, groups.visible_to(member))
    if not policy.can_follow_group(member, group):
        raise NotAllowed(_("Only members of %(group)s follow it as a whole.", group=group.name))
    if not insert_new(GroupWatch, member_id=member.id, group_id=group_id, word=word):
        own = update(GroupWatch).where(GroupWatch.member_id == member.id, GroupWatch.group_id == group_id)
        db.session.execute(own.values(word=word))
    touch_own_pages(member)


def follow_as_writer(member_id: int, discussion_id: int) -> None:
    """Whoever writes hears of everything from then on, unless they chose a word for this discussion, or *nothing* for
    its group or for everywhere."""
    here = select(Discussion.group_id).where(Discussion.id == discussion_id).scalar_subquery()
    in_group = (GroupWatch.member_id == Member.id) & (GroupWatch.group_id == here)
    everything, now = literal(Follow.EVERYTHING.value), literal(clocks.now(), UtcDateTime())
    columns: tuple[Any, ...] = (literal(discussion_id), Member.id, everything, now)
    hears = func.coalesce(GroupWatch.word, Member.follows) != Follow.NOTHING
    writer = select(*columns).select_from(Member).outerjoin(GroupWatch, in_group).where(Member.id == member_id, hears)
    insert_new_from(Watch, WATCH, writer)


def carry_watches(source_id: int, target_id: int) -> None:
    """Whoever chose a word for the one discussion, or wrote there, keeps to it in the other, where posts were carried;
    a word that they chose there stands."""
    columns: tuple[Any, ...] = (literal(target_id), Watch.member_id, Watch.word, Watch.at)
    insert_new_from(Watch, WATCH, select(*columns).where(Watch.discussion_id == source_id))
