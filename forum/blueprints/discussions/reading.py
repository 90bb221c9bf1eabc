"""Going on where one left off, and remembering how far one came."""

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits, visits
from forum.blueprints.arguments import sent_number
from forum.blueprints.discussions import views
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, queries

blueprint = Blueprint("reading", __name__)


@blueprint.get("/d/<int:discussion_id>/unread")
def show_unread(discussion_id: int) -> Response:
    """To the first post that is unread to the member, else to where they left off; a visitor begins at the top."""
    looking = viewer()
    discussion = queries.find_discussion(looking, discussion_id)
    number = queries.find_where_to_read(looking, discussion) if looking else 1
    if number <= 1:
        return redirect(addresses.discussion(discussion.id, discussion.title, view=views.given()), 303)
    return redirect(views.place_in_view(discussion, *queries.find_path(discussion, number, or_before=True)), 303)


@blueprint.post("/d/<int:discussion_id>/reading")
@limits.READING
@for_members
def read(discussion_id: int) -> tuple[str, int]:
    """What a script reports while posts come into view."""
    number = sent_number("number")
    if number is None:
        abort(400)
    operations.read_up_to(member(), discussion_id, number)
    visits.believe_reports()
    return "", 204
