"""Bookmarks: keeping a post with a note, the list of them, and forgetting one."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.discussions.forms import BookmarkForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, queries
from forum.discussions.queries import PostView
from forum.errors import NotAllowed
from forum.language import gettext as _

blueprint = Blueprint("bookmarks", __name__)


@blueprint.get("/me/bookmarks")
@for_members
def index() -> str:
    rows, older = queries.list_bookmarks(member(), request.args.get("before"))
    return render_template("discussions/bookmarks.html", rows=rows, older=older)


@blueprint.get("/d/<int:discussion_id>/<int:number>/bookmark")
@for_members
def edit(discussion_id: int, number: int) -> str:
    post = _find_to_keep(discussion_id, number)
    kept = queries.find_bookmark(member(), post)
    return _page(post, BookmarkForm(formdata=None, note=kept[1] if kept else ""))


@blueprint.post("/d/<int:discussion_id>/<int:number>/bookmark")
@limits.BOOKMARKING
@for_members
def update(discussion_id: int, number: int) -> Response | tuple[str, int]:
    post = _find_to_keep(discussion_id, number)
    form = BookmarkForm()
    if not form.validate():
        return _page(post, form), 422
    operations.bookmark(member(), discussion_id, number, form.note.data)
    say(_("The post is among your bookmarks."))
    discussion = post.discussion
    return redirect(addresses.post_in_place(discussion.id, discussion.title, number, discussion.last_number), 303)


@blueprint.post("/me/bookmarks/<int:bookmark_id>/removal")
@for_members
def remove(bookmark_id: int) -> Response:
    operations.remove_bookmark(member(), bookmark_id)
    say(_("The bookmark is removed."))
    return redirect(addresses.bookmarks(), 303)


def _find_to_keep(discussion_id: int, number: int) -> PostView:
    post = queries.find_post(member(), discussion_id, number)
    if not can("bookmark", post):
        raise NotAllowed(_("A post that was removed cannot be bookmarked."))
    return post


def _page(post: PostView, form: BookmarkForm) -> str:
    kept = queries.find_bookmark(member(), post)
    return render_template("discussions/bookmark.html", discussion=post.discussion, post=post, form=form, kept=kept)
