"""Hiding a post and showing it again: what staff do, whatever its author does."""

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import operation
from forum.discussions import policy
from forum.discussions.operations.taking_down import change_state, lock_post_with_quotes
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.ports import clocks


@operation
def hide(actor: Viewer, discussion_id: int, number: int, reason: str) -> bool:
    """Take a post down, and every quote of it with it; False when it is hidden already.

    Its author still reads it. Refuses NotFound and NotAllowed.
    """
    post = lock_post_with_quotes(actor, discussion_id, number)
    if post.hidden_at:
        return False
    if not policy.can_hide(actor, post):
        raise NotAllowed(_("Only organisers and moderators hide posts."))

    change_state(post, hidden_at=clocks.now(), hidden_by_id=actor.id, hidden_reason=reason)

    record(actor.id, "post.hidden", post.id)
    return True


@operation
def unhide(actor: Viewer, discussion_id: int, number: int) -> bool:
    """Show a hidden post and the quotes of it again, unless its author deleted it; False when it is not hidden.

    Its author does not, whatever they look after, unless they hid it themselves.

    Refuses NotFound and NotAllowed.
    """
    post = lock_post_with_quotes(actor, discussion_id, number)
    if post.hidden_at is None:
        return False
    if not policy.can_unhide(actor, post):
        raise NotAllowed(_("Only organisers and moderators show hidden posts again, and nobody their own."))

    change_state(post, hidden_at=None, hidden_by_id=None, hidden_reason=None, appeared_at=clocks.now())

    record(actor.id, "post.unhidden", post.id)
    return True
