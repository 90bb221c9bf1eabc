"""Thanks for a post: saying it, taking it back, and who said it."""

from flask import Blueprint, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, queries
from forum.language import gettext as _
from forum.language import ngettext

blueprint = Blueprint("thanks", __name__)


@blueprint.get("/d/<int:discussion_id>/<int:number>/thanks")
def index(discussion_id: int, number: int) -> str:
    post = queries.find_post(viewer(), discussion_id, number)
    rows, older = queries.list_thanks(post, request.args.get("before"))
    return render_template("discussions/thanks.html", discussion=post.discussion, post=post, rows=rows, older=older)


@blueprint.post("/d/<int:discussion_id>/<int:number>/thanks")
@limits.THANKING
@for_members
def create(discussion_id: int, number: int) -> Response:
    operations.thank(member(), discussion_id, number)
    return _answer(discussion_id, number)


@blueprint.post("/d/<int:discussion_id>/<int:number>/thanks/withdrawal")
@for_members
def withdraw(discussion_id: int, number: int) -> Response:
    operations.unthank(member(), discussion_id, number)
    return _answer(discussion_id, number)


def _answer(discussion_id: int, number: int) -> Response:
    """The post in its place; to a script, which shows the change itself, what the button says and does now."""
    post = queries.find_post(member(), discussion_id, number)
    discussion = post.discussion
    if request.accept_mimetypes.best == "application/json":
        address = addresses.withdraw_thanks if post.is_thanked else addresses.thanks
        return jsonify(
            action=address(discussion_id, number),
            said=post.is_thanked,
            label=_("Thanked") if post.is_thanked else _("Thank"),
            count=ngettext("%(num)s thank-you", "%(num)s thank-yous", post.thanks_count) if post.thanks_count else "",
        )
    place = addresses.post_in_place(discussion.id, discussion.title, post.number, discussion.last_number)
    return redirect(place, 303)
