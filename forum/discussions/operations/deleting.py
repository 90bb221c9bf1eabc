"""Taking a post down and putting it back: its number and its stub stay."""

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import operation
from forum.discussions import policy
from forum.discussions.operations.taking_down import change_state, lock_post_with_quotes
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.ports import clocks


@operation
def delete(author: Viewer, discussion_id: int, number: int) -> None:
    """Take the author's own post down, and every quote of it with it; deleting twice is as good as once.

    Refuses NotFound and NotAllowed.
    """
    post = lock_post_with_quotes(author, discussion_id, number)
    if not policy.is_own(author, post):
        raise NotAllowed(_("Only its author deletes a post."))
    if not policy.can_delete(author, post):
        return  # it is deleted already

    change_state(post, deleted_at=clocks.now())

    record(author.id, "post.deleted", post.id)


@operation
def restore(author: Viewer, discussion_id: int, number: int) -> None:
    """Put back what the author deleted in the last ten minutes, and the quotes of it; what staff hid stays hidden.

    Refuses NotFound and NotAllowed.
    """
    post = lock_post_with_quotes(author, discussion_id, number)
    if not policy.is_own(author, post):
        raise NotAllowed(_("Only its author puts a post back."))
    if post.deleted_at is None:
        return
    if not policy.can_restore(author, post):
        raise NotAllowed(_("A deleted post can be put back by its author for ten minutes."))

    change_state(post, deleted_at=None)

    record(author.id, "post.restored", post.id)
