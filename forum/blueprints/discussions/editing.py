"""Editing a post, what it said before, taking it down, putting it back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses, text
from forum.blueprints import limits
from forum.blueprints.arguments import number as argument
from forum.blueprints.discussions import drafting, views
from forum.blueprints.discussions.forms import EditForm
from forum.blueprints.discussions.previews import preview
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, queries
from forum.discussions.history import read_history
from forum.discussions.models import Action
from forum.discussions.queries import PostView
from forum.discussions.sources import Editable, editable
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _

blueprint = Blueprint("editing", __name__)


@blueprint.get("/d/<int:discussion_id>/<int:number>/history")
def history(discussion_id: int, number: int) -> str:
    """What the post said before: what changed in its newest version, or in the one asked for."""
    post = queries.find_post(viewer(), discussion_id, number)
    shown = read_history(post, argument("version"), argument("since"))
    return render_template("discussions/history.html", discussion=post.discussion, post=post, history=shown)


@blueprint.get("/d/<int:discussion_id>/<int:number>/edit")
@for_members
def edit(discussion_id: int, number: int) -> str:
    post = _own_post(discussion_id, number)
    form = EditForm(formdata=None, body=editable(post).shown, revision=post.revision)
    return _page(post, form, draft=drafting.restore(form, Action.EDIT, post.id))


@blueprint.post("/d/<int:discussion_id>/<int:number>/edit")
@limits.POSTING
@for_members
def update(discussion_id: int, number: int) -> Response | str | tuple[str, int]:
    post = _own_post(discussion_id, number)
    form = EditForm()
    source = editable(post)
    if not drafting.validate(form, _unveil(post, source)):
        return _page(post, form), 422
    if request.form.get("act") == "preview":
        kept, group_id = source.places, post.discussion.group.id
        return _page(post, form, preview=preview(member(), group_id, discussion_id, form.body.cooked, kept))
    try:
        posted = operations.edit(
            member(),
            discussion_id,
            number,
            form.body.cooked,
            revision=form.revision.data,
            submission=form.token.data,
        )
    except Conflict:
        return _merge(_own_post(discussion_id, number), form), 409
    for notice in posted.notices:
        say(notice, "info")
    return redirect(_place(post), 303)


@blueprint.post("/d/<int:discussion_id>/<int:number>/draft")
@limits.SAVING
@for_members
def save(discussion_id: int, number: int) -> Response:
    post, form = _own_post(discussion_id, number), EditForm()
    return drafting.save(
        form, Action.EDIT, post.id, _unveil(post, editable(post)),
        back=addresses.edit(discussion_id, number), page=lambda newer: _page(post, form, newer=newer),
    )  # fmt: skip


@blueprint.post("/d/<int:discussion_id>/<int:number>/deletion")
@for_members
def delete(discussion_id: int, number: int) -> Response:
    post = queries.find_post(member(), discussion_id, number)
    operations.delete(member(), discussion_id, number)
    say(
        _("The post is deleted. You can put it back within ten minutes."),
        undo=addresses.restoration(discussion_id, number),
    )
    return redirect(_place(post), 303)


@blueprint.post("/d/<int:discussion_id>/<int:number>/restoration")
@for_members
def restore(discussion_id: int, number: int) -> Response:
    post = queries.find_post(member(), discussion_id, number)
    operations.restore(member(), discussion_id, number)
    say(_("The post is back."))
    return redirect(_place(post), 303)


def _own_post(discussion_id: int, number: int) -> PostView:
    post = queries.find_post(member(), discussion_id, number)
    if not can("edit", post):
        raise NotAllowed(_("Only its author edits a post, and only while it is there."))
    return post


def _unveil(post: PostView, source: Editable) -> Callable[[str], str]:
    """Tokens stand for quotes of the draft, or of the post."""
    return lambda written: source.unveil(drafting.unveiled(written, Action.EDIT, post.id))


def _page(post: PostView, form: EditForm, **shown: Any) -> str:
    return render_template("discussions/edit.html", discussion=post.discussion, post=post, form=form, **shown)


def _merge(post: PostView, form: EditForm) -> str:
    """What the post says now beside what was written meanwhile: who has compared them may save all the same."""
    form.revision.data, form.revision.raw_data = post.revision, None
    theirs = editable(post).shown
    changes = text.changes(theirs, form.body.data or "")
    return render_template(
        "discussions/merge.html", discussion=post.discussion, post=post, form=form, theirs=theirs, changes=changes
    )


def _place(post: PostView) -> str:
    discussion = post.discussion
    return views.way_to(discussion.id, discussion.title, post.number, discussion.last_number)
