"""Taking a discussion elsewhere: its address to send, and its posts on paper."""

from urllib.parse import quote

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.arguments import number as argument
from forum.blueprints.pages import unless_known, validated
from forum.blueprints.signed_in import viewer
from forum.config import settings
from forum.discussions import queries
from forum.discussions.queries import DiscussionView

blueprint = Blueprint("sharing", __name__)

PRINTED = 200
"""Posts on one printed page."""


@blueprint.get("/d/<int:discussion_id>/share")
def share(discussion_id: int) -> str:
    discussion = queries.find_discussion(viewer(), discussion_id)
    return _share(discussion, addresses.discussion(discussion.id, discussion.title))


@blueprint.get("/d/<int:discussion_id>/<int:number>/share")
def share_post(discussion_id: int, number: int) -> str:
    post = queries.find_post(viewer(), discussion_id, number)
    return _share(post.discussion, addresses.post(discussion_id, number), number)


@blueprint.get("/d/<int:discussion_id>/print")
def printed(discussion_id: int) -> Response | str:
    """The whole discussion without anything round it, so many posts at a time."""
    discussion = queries.find_discussion(viewer(), discussion_id)
    first = min(argument("start") or 1, max(1, discussion.last_number))
    last = min(first + PRINTED - 1, discussion.last_number)
    facts = (discussion, first)
    if known := unless_known(*facts):
        return known
    page = render_template(
        "discussions/print.html",
        discussion=discussion,
        posts=queries.list_range(discussion, first, last),
        first=first,
        last=last,
        step=PRINTED,
        address=addresses.absolute(settings().public_url, addresses.discussion(discussion.id, discussion.title)),
    )
    return validated(page, *facts)


def _share(discussion: DiscussionView, path: str, number: int | None = None) -> str:
    address = addresses.absolute(settings().public_url, path)
    words = f"{discussion.title}\n{address}"
    subject, body = quote(discussion.title), quote(words)
    return render_template(
        "discussions/share.html",
        discussion=discussion,
        number=number,
        address=address,
        words=words,
        mail=f"mailto:?subject={subject}&body={body}",
    )
