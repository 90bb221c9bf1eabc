"""What people do with discussions: start, reply, edit, delete, close, hide; and what happens to quotes meanwhile."""

from forum.discussions.operations.answering import mark_answer, unmark_answer
from forum.discussions.operations.bookmarking import bookmark, remove_bookmark
from forum.discussions.operations.changing_kind import change_kind
from forum.discussions.operations.closing import close, pin, reopen, unpin
from forum.discussions.operations.deleting import delete, restore
from forum.discussions.operations.drafting import (
    NewerDraft,
    discard_draft,
    forget_drafts,
    restore_draft,
    save_draft,
)
from forum.discussions.operations.editing import edit
from forum.discussions.operations.following import follow, follow_group
from forum.discussions.operations.hiding import hide, unhide
from forum.discussions.operations.merging import merge, part
from forum.discussions.operations.moving import move
from forum.discussions.operations.posting import Posted
from forum.discussions.operations.reading import (
    Visits,
    forget_viewings,
    mark_all_read,
    read_up_to,
    settle,
    unmark_read,
)
from forum.discussions.operations.refilling import leave_as_cooked, refill
from forum.discussions.operations.renaming import change_photo, make_staff, remove_photo, rename
from forum.discussions.operations.replying import Crossed, reply
from forum.discussions.operations.splitting import MOST_SPLIT, split
from forum.discussions.operations.starting import start
from forum.discussions.operations.tagging import respell, retag
from forum.discussions.operations.thanking import thank, unthank

__all__ = [
    "MOST_SPLIT",
    "Crossed",
    "NewerDraft",
    "Posted",
    "Visits",
    "bookmark",
    "change_kind",
    "change_photo",
    "close",
    "delete",
    "discard_draft",
    "edit",
    "follow",
    "follow_group",
    "forget_drafts",
    "forget_viewings",
    "hide",
    "leave_as_cooked",
    "make_staff",
    "mark_all_read",
    "mark_answer",
    "merge",
    "move",
    "part",
    "pin",
    "read_up_to",
    "refill",
    "remove_bookmark",
    "remove_photo",
    "rename",
    "reopen",
    "reply",
    "respell",
    "restore",
    "restore_draft",
    "retag",
    "save_draft",
    "settle",
    "split",
    "start",
    "thank",
    "unhide",
    "unmark_answer",
    "unmark_read",
    "unpin",
    "unthank",
]
