"""Marking the reply that answers a discussion."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, queries
from forum.language import gettext as _

blueprint = Blueprint("answers", __name__)


@blueprint.post("/d/<int:discussion_id>/<int:number>/answer")
@for_members
def mark(discussion_id: int, number: int) -> Response:
    post = queries.find_post(member(), discussion_id, number)
    operations.mark_answer(member(), discussion_id, number)
    say(_("Reply %(number)s is marked as the answer.", number=number), undo=addresses.unmark_answer(discussion_id))
    discussion = post.discussion
    return redirect(addresses.post_in_place(discussion.id, discussion.title, number, discussion.last_number), 303)


@blueprint.post("/d/<int:discussion_id>/answer/withdrawal")
@for_members
def unmark(discussion_id: int) -> Response:
    discussion = queries.find_discussion(member(), discussion_id)
    operations.unmark_answer(member(), discussion_id)
    say(_("No reply is marked as the answer any more."))
    return redirect(addresses.discussion(discussion.id, discussion.title), 303)
