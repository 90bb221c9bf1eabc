"""Closing, pinning and hiding: the forms that ask why, and the buttons."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.discussions import views
from forum.blueprints.discussions.forms import CloseForm, HideForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import queries
from forum.discussions.queries import DiscussionView, PostView
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.moderation import operations

blueprint = Blueprint("moderating", __name__)


@blueprint.get("/d/<int:discussion_id>/closing")
@for_members
def ask_to_close(discussion_id: int) -> str:
    discussion = queries.find_discussion(member(), discussion_id)
    _require("close", discussion)
    return _closing(discussion, CloseForm(formdata=None))


@blueprint.post("/d/<int:discussion_id>/closing")
@for_members
def close(discussion_id: int) -> Response | tuple[str, int]:
    discussion = queries.find_discussion(member(), discussion_id)
    form = CloseForm()
    if can("close", discussion) and not form.validate():
        return _closing(discussion, form), 422
    operations.close(member(), discussion_id, form.reason.data)
    return _done(discussion, _("The discussion is closed."), undo=addresses.reopening(discussion_id))


@blueprint.post("/d/<int:discussion_id>/reopening")
@for_members
def reopen(discussion_id: int) -> Response:
    return _act(operations.reopen, discussion_id, _("The discussion is open again."))


@blueprint.post("/d/<int:discussion_id>/pinning")
@for_members
def pin(discussion_id: int) -> Response:
    said = _("The discussion stands on top of its group's list.")
    return _act(operations.pin, discussion_id, said, undo=addresses.unpinning(discussion_id))


@blueprint.post("/d/<int:discussion_id>/unpinning")
@for_members
def unpin(discussion_id: int) -> Response:
    return _act(operations.unpin, discussion_id, _("The discussion is no longer pinned."))


@blueprint.get("/d/<int:discussion_id>/<int:number>/hiding")
@for_members
def ask_to_hide(discussion_id: int, number: int) -> str:
    post = queries.find_post(member(), discussion_id, number)
    _require("hide", post)
    return _hiding(post, HideForm(formdata=None))


@blueprint.post("/d/<int:discussion_id>/<int:number>/hiding")
@for_members
def hide(discussion_id: int, number: int) -> Response | tuple[str, int]:
    post = queries.find_post(member(), discussion_id, number)
    form = HideForm()
    if can("hide", post) and not form.validate():
        return _hiding(post, form), 422
    operations.hide(member(), discussion_id, number, form.reason.data)
    say(_("The post is hidden. Its author still reads it, and why."), undo=addresses.unhiding(discussion_id, number))
    return redirect(_place(post), 303)


@blueprint.post("/d/<int:discussion_id>/<int:number>/unhiding")
@for_members
def unhide(discussion_id: int, number: int) -> Response:
    post = queries.find_post(member(), discussion_id, number)
    operations.unhide(member(), discussion_id, number)
    say(_("The post is no longer hidden."))
    return redirect(_place(post), 303)


def _require(verb: str, thing: DiscussionView | PostView) -> None:
    if not can(verb, thing):
        raise NotAllowed(_("Only organisers and moderators do this, and only once."))


def _closing(discussion: DiscussionView, form: CloseForm) -> str:
    return render_template("discussions/close.html", discussion=discussion, form=form)


def _hiding(post: PostView, form: HideForm) -> str:
    return render_template("discussions/hide.html", discussion=post.discussion, post=post, form=form)


def _act(verb: Callable[..., None], discussion_id: int, said: str, undo: str | None = None) -> Response:
    discussion = queries.find_discussion(member(), discussion_id)
    verb(member(), discussion_id)
    return _done(discussion, said, undo)


def _done(discussion: DiscussionView, said: str, undo: str | None = None) -> Response:
    say(said, undo=undo)
    return redirect(addresses.discussion(discussion.id, discussion.title), 303)


def _place(post: PostView) -> str:
    discussion = post.discussion
    return views.way_to(discussion.id, discussion.title, post.number, discussion.last_number)
