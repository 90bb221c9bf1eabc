"""Replying: the composer page and what it sends."""

import re
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.arguments import number, numbers
from forum.blueprints.discussions.forms import ReplyForm
from forum.blueprints.discussions.previews import preview
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, queries
from forum.discussions.queries import DiscussionView, PostView
from forum.discussions.sources import quotation
from forum.errors import Conflict, NotAllowed, NotFound
from forum.language import gettext as _
from forum.paging import MAX_ID

blueprint = Blueprint("posts", __name__)

MOST_QUOTES = 10
ADD_QUOTE = re.compile(r"quote-([0-9]{1,18})")


@blueprint.get("/d/<int:discussion_id>/reply")
@for_members
def new(discussion_id: int) -> str:
    """The composer on a page of its own, with what is answered above it and what is quoted in it."""
    discussion = queries.find_discussion(member(), discussion_id)
    if not can("reply", discussion):
        raise NotAllowed(_("Only members of %(group)s reply here.", group=discussion.group.name))
    quoted = [post for wanted in numbers("quote")[:MOST_QUOTES] if (post := _quotable(discussion, wanted))]
    body = "".join(quotation(post) for post in quoted)
    form = ReplyForm(formdata=None, answering=number("to"), token=str(uuid4()), body=body)
    return _composer(discussion, form)


@blueprint.post("/d/<int:discussion_id>/posts")
@limits.POSTING
@for_members
def create(discussion_id: int) -> Response | str | tuple[str, int]:
    discussion = queries.find_discussion(member(), discussion_id)
    form = ReplyForm()
    act = request.form.get("act", "post")
    if added := ADD_QUOTE.fullmatch(act):
        return _with_quote(discussion, form, int(added[1]))
    if act == "discussion":
        form.answering.data = form.answering.raw_data = None  # what was sent would be shown again
        return _composer(discussion, form)
    if not form.validate():
        return _composer(discussion, form), 422
    if act == "preview":
        return _composer(discussion, form, preview(member(), discussion.group.id, discussion.id, form.body.cooked))
    try:
        posted = operations.reply(
            member(),
            discussion.id,
            form.body.cooked,
            answering=form.answering.data,
            submission=form.token.data,
        )
    except Conflict as error:
        form.answering.data = None
        form.refuse("body", str(error))
        return _composer(discussion, form), 409
    for notice in posted.notices:
        say(notice, "info")
    place = addresses.post_in_place(posted.discussion_id, posted.title, posted.number, posted.last_number)
    return redirect(place, 303)


def _with_quote(discussion: DiscussionView, form: ReplyForm, wanted: int) -> str:
    """The composer again, everything in it kept, with one more quote at the end."""
    post = _quotable(discussion, wanted)
    if post:
        written = (form.body.data or "").rstrip()
        form.body.data = (written + "\n\n" if written else "") + quotation(post)
    return _composer(discussion, form)


def _composer(discussion: DiscussionView, form: ReplyForm, shown: Markup | None = None) -> str:
    return render_template(
        "discussions/reply.html",
        discussion=discussion,
        form=form,
        answered=_quotable(discussion, form.answering.data),
        preview=shown,
        others=queries.list_quotable(discussion),
    )


def _quotable(discussion: DiscussionView, wanted: int | None) -> PostView | None:
    if wanted is None or not 0 < wanted <= MAX_ID:
        return None
    try:
        post = queries.find_post_of(discussion, wanted)
    except NotFound:
        return None
    return post if post.deleted_at is None else None
