"""Replying: the composer page and what it sends."""

import re
from collections.abc import Sequence

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
from forum.discussions import operations, policy, queries
from forum.discussions.queries import DiscussionView, PostView
from forum.discussions.sources import quotation
from forum.errors import Conflict, NotAllowed, NotFound
from forum.paging import MAX_ID

blueprint = Blueprint("posts", __name__)

MOST_QUOTES = 10
ADD_QUOTE = re.compile(r"quote-([0-9]{1,18})")


@blueprint.get("/d/<int:discussion_id>/reply")
@for_members
def new(discussion_id: int) -> str:
    """The composer on a page of its own, with what is answered above it and what is quoted in it."""
    discussion = _find_to_answer(discussion_id)
    quoted = [post for wanted in numbers("quote")[:MOST_QUOTES] if (post := _quotable(discussion, wanted))]
    body = "".join(quotation(post) for post in quoted)
    form = ReplyForm(formdata=None, answering=number("to"), seen=discussion.last_number, body=body)
    return _composer(discussion, form)


@blueprint.post("/d/<int:discussion_id>/posts")
@limits.POSTING
@for_members
def create(discussion_id: int) -> Response | str | tuple[str, int]:
    form = ReplyForm()
    act = request.form.get("act", "post")
    if act != "post":
        return _go_on_writing(_find_to_answer(discussion_id), form, act)
    if not form.validate():
        return _composer(_find_to_answer(discussion_id), form), 422
    try:
        posted = operations.reply(
            member(),
            discussion_id,
            form.body.cooked,
            answering=form.answering.data,
            seen=form.seen.data,
            submission=form.token.data,
        )
    except operations.Crossed:
        return _crossed(_find_to_answer(discussion_id), form), 409
    except Conflict as error:
        _answer_nobody(form)
        form.refuse("body", str(error))
        return _composer(_find_to_answer(discussion_id), form), 409
    for notice in posted.notices:
        say(notice, "info")
    place = addresses.post_in_place(posted.discussion_id, posted.title, posted.number, posted.last_number)
    return redirect(place, 303)


def _find_to_answer(discussion_id: int) -> DiscussionView:
    discussion = queries.find_discussion(member(), discussion_id)
    if not can("reply", discussion):
        raise NotAllowed(policy.why_not_reply(discussion))
    return discussion


def _go_on_writing(discussion: DiscussionView, form: ReplyForm, act: str) -> str | tuple[str, int]:
    """The composer again, everything in it kept: with a preview, with one more quote, or answering nobody."""
    if added := ADD_QUOTE.fullmatch(act):
        return _with_quote(discussion, form, int(added[1]))
    if act == "discussion":
        _answer_nobody(form)
        return _composer(discussion, form)
    if not form.validate():
        return _composer(discussion, form), 422
    return _composer(discussion, form, preview(member(), discussion.group.id, discussion.id, form.body.cooked))


def _crossed(discussion: DiscussionView, form: ReplyForm) -> str:
    """What others said meanwhile, above the text; sent once more, it is posted."""
    crossed = queries.list_crossed(discussion, form.seen.data or 0)
    form.seen.data, form.seen.raw_data = discussion.last_number, None
    return _composer(discussion, form, crossed=crossed)


def _answer_nobody(form: ReplyForm) -> None:
    """Reply to the discussion as a whole; the field would otherwise show what was sent again."""
    form.answering.data = form.answering.raw_data = None


def _with_quote(discussion: DiscussionView, form: ReplyForm, wanted: int) -> str:
    """With one more quote at the end."""
    post = _quotable(discussion, wanted)
    if post:
        written = (form.body.data or "").rstrip()
        form.body.data = (written + "\n\n" if written else "") + quotation(post)
    return _composer(discussion, form)


def _composer(discussion: DiscussionView, form: ReplyForm, shown: Markup | None = None,
              crossed: Sequence[PostView] = ()) -> str:  # fmt: skip
    return render_template(
        "discussions/reply.html",
        discussion=discussion,
        form=form,
        answered=_quotable(discussion, form.answering.data),
        preview=shown,
        crossed=crossed,
        others=queries.list_quotable(discussion),
    )


def _quotable(discussion: DiscussionView, wanted: int | None) -> PostView | None:
    if wanted is None or not 0 < wanted <= MAX_ID:
        return None
    try:
        post = queries.find_post_of(discussion, wanted)
    except NotFound:
        return None
    return post if post.is_shown else None
