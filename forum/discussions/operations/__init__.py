"""What people do with discussions: start, reply, edit, delete, restore; and what happens to quotes meanwhile."""

from forum.discussions.operations.deleting import delete, restore
from forum.discussions.operations.editing import edit
from forum.discussions.operations.posting import Posted
from forum.discussions.operations.refilling import refill
from forum.discussions.operations.renaming import change_photo, remove_photo, rename
from forum.discussions.operations.replying import reply
from forum.discussions.operations.starting import start

__all__ = [
    "Posted",
    "change_photo",
    "delete",
    "edit",
    "refill",
    "remove_photo",
    "rename",
    "reply",
    "restore",
    "start",
]
