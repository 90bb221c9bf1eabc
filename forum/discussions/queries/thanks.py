"""Who said thanks for a post that was found for a viewer."""

from sqlalchemy import select, tuple_

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON, author
from forum.database import db
from forum.discussions.models import Thanks
from forum.discussions.queries.shapes import PostView, ThanksRow
from forum.errors import NotFound
from forum.language import gettext as _
from forum.paging import Cursor

THANKS_SIZE = 100


def list_thanks(post: PostView, before: str | None = None) -> tuple[list[ThanksRow], Cursor | None]:
    """Who said thanks for it, the newest first, and where to go on; NotFound for a post that was removed."""
    if not post.is_shown:
        raise NotFound(_("There is no such post."))
    cursor = Cursor.parse(before)
    query = select(*PERSON, Thanks.at).join(Thanks, Thanks.member_id == Member.id).where(Thanks.post_id == post.id)
    if cursor:
        query = query.where(tuple_(Thanks.at, Thanks.member_id) < tuple_(cursor.at, cursor.id))
    newest = query.order_by(Thanks.at.desc(), Thanks.member_id.desc())
    rows = [ThanksRow(author(*person), at) for *person, at in db.session.execute(newest.limit(THANKS_SIZE + 1))]
    shown = rows[:THANKS_SIZE]
    more = len(rows) > THANKS_SIZE
    return shown, Cursor(shown[-1].at, shown[-1].author.id or 0) if more else None
