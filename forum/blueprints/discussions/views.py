"""Which of the two views of a discussion somebody reads, and where in it a post stands."""

from flask import request

from forum import addresses
from forum.accounts.models import View
from forum.blueprints.arguments import number
from forum.blueprints.signed_in import viewer
from forum.config import settings
from forum.discussions import queries
from forum.discussions.paths import write_cursor
from forum.discussions.queries import LED_TO, DiscussionView


def usual() -> str:
    """What the viewer chose, or what the site does."""
    member = viewer()
    return (member and member.discussion_view) or settings().discussion_view


def given() -> str | None:
    """The view that the address names, if that is another than the usual one: links on the page have to name it too."""
    named = request.args.get("view") or ("flat" if number("page") else None)
    return named if named in list(View) and named != usual() else None


def is_threaded() -> bool:
    return (given() or usual()) == View.THREADED


def place_in_view(discussion: DiscussionView, post_number: int, path: str) -> str:
    """Where a post stands in the view that is read."""
    if is_threaded():
        after = write_cursor(queries.find_earlier(discussion, path, LED_TO))
        return addresses.post_in_thread(discussion.id, discussion.title, post_number, after, given())
    last = discussion.last_number
    return addresses.post_in_place(discussion.id, discussion.title, post_number, last, given())


def way_to(discussion_id: int, title: str, post_number: int, last_number: int) -> str:
    """The way there for whoever just did something to the post: straight to its page, as far as that is arithmetic."""
    if is_threaded():
        return addresses.post(discussion_id, post_number, given())
    return addresses.post_in_place(discussion_id, title, post_number, last_number, given())
