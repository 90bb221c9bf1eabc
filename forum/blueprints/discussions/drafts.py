"""The list of what one has written and not posted, and each of them."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.pages import say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, queries
from forum.discussions.sources import drafted
from forum.language import gettext as _

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/me/drafts")
@for_members
def index() -> str:
    return render_template("discussions/drafts.html", rows=queries.list_drafts(member()))


@blueprint.get("/me/drafts/<int:draft_id>")
@for_members
def show(draft_id: int) -> str:
    """The draft by itself: for a place where nothing can be posted any more."""
    row, draft = queries.find_draft_by_id(member(), draft_id)
    return render_template("discussions/draft.html", row=row, shown=drafted(member(), draft).shown)


@blueprint.post("/me/drafts/<int:draft_id>/removal")
@for_members
def discard(draft_id: int) -> Response:
    operations.discard_draft(member(), draft_id)
    say(_("The draft is discarded. You can take it back within ten minutes."), undo=addresses.restore_draft(draft_id))
    return redirect(safe_path(request.form.get("next") or addresses.drafts()), 303)


@blueprint.post("/me/drafts/<int:draft_id>/restoration")
@for_members
def restore(draft_id: int) -> Response:
    operations.restore_draft(member(), draft_id)
    say(_("The draft is back."))
    return redirect(addresses.drafts(), 303)
