"""Keeping posts to be found again, for oneself alone."""

from sqlalchemy import delete, func, select, update

from forum.accounts.operations import touch_own_pages
from forum.accounts.viewers import Viewer
from forum.database import db, insert_new, operation
from forum.discussions import policy, queries
from forum.discussions.models import Bookmark
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.ports import clocks

MOST = 2000
"""Bookmarks of one member."""


@operation
def bookmark(member: Viewer, discussion_id: int, number: int, note: str = "") -> None:
    """Keep the post, with a note for oneself; a second time changes the note. It is nobody else's business: nothing is
    recorded. Refuses NotFound, NotAllowed for a post that was removed, and Conflict when there are too many."""
    post = queries.find_post(member, discussion_id, number)
    if not policy.can_bookmark(member, post):
        raise NotAllowed(_("A post that was removed cannot be bookmarked."))
    touch_own_pages(member)
    if insert_new(Bookmark, member_id=member.id, post_id=post.id, note=note, at=clocks.now()):
        _refuse_too_many(member)
        return
    own = update(Bookmark).where(Bookmark.member_id == member.id, Bookmark.post_id == post.id)
    db.session.execute(own.values(note=note))


@operation
def remove_bookmark(member: Viewer, bookmark_id: int) -> None:
    """Forget one's own bookmark, whether or not the post can still be seen; one that is not there is as good."""
    own = delete(Bookmark).where(Bookmark.member_id == member.id, Bookmark.id == bookmark_id)
    if db.session.execute(own.returning(Bookmark.id)).first():
        touch_own_pages(member)


def _refuse_too_many(member: Viewer) -> None:
    count = db.session.scalar(select(func.count()).where(Bookmark.member_id == member.id)) or 0
    if count > MOST:
        raise Conflict(
            _("You have %(number)s bookmarks, and there is no room for more. Please remove some.", number=MOST)
        )
