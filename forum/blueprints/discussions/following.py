"""Following in three words: a discussion, a group, and wherever one chose nothing else."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts.models import Follow
from forum.accounts.operations import follow_usually
from forum.blueprints import limits
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, queries
from forum.errors import NotFound
from forum.groups.queries import find_group
from forum.language import gettext as _

blueprint = Blueprint("following", __name__)


@blueprint.get("/me/following")
@for_members
def index() -> str:
    rows, older = queries.list_followed(member(), request.args.get("before"))
    return render_template(
        "discussions/following.html",
        usual=queries.usual_follow(member()),
        groups=queries.list_followed_groups(member()),
        rows=rows,
        older=older,
    )


@blueprint.post("/me/following")
@limits.FOLLOWING
@for_members
def update() -> Response:
    follow_usually(member(), _word())
    return _done(addresses.own_following())


@blueprint.post("/d/<int:discussion_id>/following")
@limits.FOLLOWING
@for_members
def follow(discussion_id: int) -> Response:
    discussion = queries.find_discussion(member(), discussion_id)
    operations.follow(member(), discussion_id, _word())
    return _done(addresses.discussion(discussion.id, discussion.title))


@blueprint.post("/groups/<slug>/following")
@limits.FOLLOWING
@for_members
def follow_group(slug: str) -> Response:
    group = find_group(member(), slug)
    operations.follow_group(member(), group.id, _word())
    return _done(addresses.group(slug))


def _word() -> Follow:
    """Which of the three buttons was pressed; no other one is on any page."""
    try:
        return Follow(request.form.get("word", ""))
    except ValueError as error:
        raise NotFound(_("There is no such word.")) from error


def _done(address: str) -> Response:
    say(_("We will keep to that."))
    return redirect(address, 303)
