"""Replying: the composer page and what it sends."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.arguments import number, numbers
from forum.blueprints.discussions import drafting, views
from forum.blueprints.discussions.forms import ReplyForm
from forum.blueprints.discussions.previews import preview
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations, policy, queries
from forum.discussions.models import Action
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
    form = ReplyForm(formdata=None, seen=discussion.last_number)
    draft = drafting.restore(form, Action.REPLY, discussion.id)
    form.answering.data = _number_here(discussion, number("to")) or form.answering.data
    for wanted in numbers("quote")[:MOST_QUOTES]:
        _add_quote(discussion, form, _number_here(discussion, wanted))
    return _composer(discussion, form, draft=draft)


@blueprint.post("/d/<int:discussion_id>/posts")
@limits.POSTING
@for_members
def create(discussion_id: int) -> Response | str | tuple[str, int]:
    form = ReplyForm()
    if number("of"):
        _settle_in(_find_to_answer(discussion_id), form)
    act = request.form.get("act", "post")
    if act != "post":
        return _go_on_writing(_find_to_answer(discussion_id), form, act)
    if not drafting.validate(form, _unveil(discussion_id)):
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
    place = views.way_to(posted.discussion_id, posted.title, posted.number, posted.last_number)
    return redirect(place, 303)


@blueprint.post("/d/<int:discussion_id>/draft")
@limits.SAVING
@for_members
def save(discussion_id: int) -> Response:
    """Keep what somebody is writing, even where nobody can reply any more."""
    discussion, form = queries.find_discussion(member(), discussion_id), ReplyForm()
    return drafting.save(
        form, Action.REPLY, discussion_id, _unveil(discussion_id),
        back=addresses.reply(discussion_id) if can("reply", discussion) else addresses.drafts(),
        page=lambda newer: _composer(discussion, form, newer=newer),
    )  # fmt: skip


def _unveil(discussion_id: int) -> Callable[[str], str]:
    return partial(drafting.unveiled, action=Action.REPLY, target_id=discussion_id)


def _find_to_answer(discussion_id: int) -> DiscussionView:
    discussion = queries.find_discussion(member(), discussion_id)
    if not can("reply", discussion):
        raise NotAllowed(policy.why_not_reply(discussion))
    return discussion


def _go_on_writing(discussion: DiscussionView, form: ReplyForm, act: str) -> str | tuple[str, int]:
    """The composer again, everything in it kept: with a preview, with one more quote, or answering nobody."""
    if added := ADD_QUOTE.fullmatch(act):
        _add_quote(discussion, form, int(added[1]), again=True)
        return _composer(discussion, form)
    if act == "discussion":
        _answer_nobody(form)
        return _composer(discussion, form)
    if not drafting.validate(form, _unveil(discussion.id)):
        return _composer(discussion, form), 422
    return _composer(discussion, form, preview=preview(member(), discussion.group.id, discussion.id, form.body.cooked))


def _crossed(discussion: DiscussionView, form: ReplyForm) -> str:
    """What others said meanwhile, above the text; sent once more, it is posted."""
    crossed = queries.list_crossed(discussion, form.seen.data or 0)
    form.seen.data, form.seen.raw_data = discussion.last_number, None
    return _composer(discussion, form, crossed=crossed)


def _settle_in(discussion: DiscussionView, form: ReplyForm) -> None:
    """What the form says by number, it said of another discussion."""
    form.answering.data, form.answering.raw_data = _number_here(discussion, form.answering.data), None
    form.seen.data = form.seen.raw_data = None


def _number_here(discussion: DiscussionView, wanted: int | None) -> int | None:
    """What stands here now of a post of the discussion `of`, which was merged into this one while somebody wrote."""
    merged = number("of")
    if not merged or not wanted or wanted > MAX_ID:
        return wanted
    now = queries.find_place_now(member(), merged, wanted)
    return now[1] if now and now[0] == discussion.id else None


def _answer_nobody(form: ReplyForm) -> None:
    """Reply to the discussion as a whole; the field would otherwise show what was sent again."""
    form.answering.data = form.answering.raw_data = None


def _add_quote(discussion: DiscussionView, form: ReplyForm, wanted: int | None, *, again: bool = False) -> None:
    """One more quote at the end; unless it is asked for `again`, not one that a restored draft has already."""
    post, written = _quotable(discussion, wanted), (form.body.data or "").rstrip()
    if post and (again or quotation(post).rstrip() not in written):
        form.body.data = (written + "\n\n" if written else "") + quotation(post)


def _composer(discussion: DiscussionView, form: ReplyForm, **shown: Any) -> str:
    return render_template(
        "discussions/reply.html",
        discussion=discussion,
        form=form,
        answered=_quotable(discussion, form.answering.data),
        others=queries.list_quotable(discussion),
        **shown,
    )


def _quotable(discussion: DiscussionView, wanted: int | None) -> PostView | None:
    if wanted is None or not 0 < wanted <= MAX_ID:
        return None
    try:
        post = queries.find_post_of(discussion, wanted)
    except NotFound:
        return None
    return post if post.is_shown else None
