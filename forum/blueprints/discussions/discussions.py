"""A discussion's pages, and starting one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses, text
from forum.accounts.models import View
from forum.blueprints import limits, visits
from forum.blueprints.arguments import number
from forum.blueprints.discussions import drafting, views
from forum.blueprints.discussions.forms import ReplyForm, StartForm
from forum.blueprints.discussions.previews import preview
from forum.blueprints.pages import can, say, unless_known, validated
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, policy, queries
from forum.discussions.models import Action
from forum.discussions.paths import read_cursor, write_cursor
from forum.discussions.queries import DiscussionView
from forum.errors import NotAllowed
from forum.groups.queries import GroupView, find_group
from forum.paging import Pages

blueprint = Blueprint("discussions", __name__)

HANDLE_LENGTH = 30


@blueprint.get("/d/<discussion:place>")
def show(place: int) -> Response | str:
    """One page of a discussion; of its address only the number counts, the words are for people."""
    discussion = queries.find_discussion(viewer(), place)
    replies_to = number("replies_to")
    by = text.clean_line(request.args.get("by", ""))
    if replies_to is not None or by:
        visits.note(discussion.id)
    if replies_to is not None:
        return _show_replies(discussion, replies_to)
    if by:
        return _show_posts_by(discussion, by[:HANDLE_LENGTH])
    return _show_threaded(discussion) if views.is_threaded() else _show_flat(discussion)


def _show_flat(discussion: DiscussionView) -> Response | str:
    """Posts by number, and in the place of those that were moved, where they went."""
    pages = Pages.of(discussion.last_number, number("page") or 1)
    departures = queries.list_departures(viewer(), discussion, pages)
    origin = queries.find_origin(viewer(), discussion)
    facts = (discussion, pages, departures, origin)
    if known := unless_known(*facts, views.given()):
        visits.note(discussion.id, visits.read_at_once(pages.last_number))
        return known
    posts = queries.list_posts(discussion, pages)
    visits.note(discussion.id, visits.read_at_once(queries.last_shown(posts)))
    gaps = {gone: next((post.number for post in posts if post.number > gone.first), 0) for gone in departures}
    return _page(discussion, facts, posts=posts, pages=pages, gaps=gaps, origin=origin, is_last=not pages.next,
                 unseen=queries.first_unseen(discussion, posts))  # fmt: skip


def _show_threaded(discussion: DiscussionView) -> Response | str:
    """Each post below what it answers."""
    after = read_cursor(request.args.get("after")) or ""
    origin = queries.find_origin(viewer(), discussion)
    facts = (discussion, View.THREADED, after, origin)
    if known := unless_known(*facts, views.given()):
        visits.note(discussion.id)
        return known
    posts, more = queries.list_threaded(discussion, after)
    visits.note(discussion.id, queries.read_in_threads(discussion, posts))
    before = queries.find_earlier(discussion, after) if after else None
    earlier, later = (None if path is None else write_cursor(path) for path in (before, more))
    return _page(discussion, facts, posts=posts, earlier=earlier, later=later, origin=origin, is_last=more is None)


def _page(discussion: DiscussionView, facts: tuple[Any, ...], **shown: Any) -> Response | str:
    form = ReplyForm(formdata=None, seen=discussion.last_number) if can("reply", discussion) else None
    draft = drafting.restore(form, Action.REPLY, discussion.id) if form and discussion.draft else None
    page = render_template(
        "discussions/discussion.html",
        discussion=discussion,
        participants=queries.list_participants(discussion),
        following=queries.follow_of(member(), discussion) if viewer() else None,
        form=form,
        draft=draft,
        view=views.given(),
        is_threaded=views.is_threaded(),
        **shown,
    )
    if any(can("restore", post) for post in shown["posts"]):
        return page  # that button goes away by itself
    return validated(page, *facts, views.given())


@blueprint.get("/d/<int:discussion_id>/<int:post_number>")
def show_post(discussion_id: int, post_number: int) -> Response:
    """A post's permanent address leads to its place on its page; a deleted one's to its stub."""
    discussion = queries.find_discussion(viewer(), discussion_id)
    return redirect(views.place_in_view(discussion, *queries.find_path(discussion, post_number)), 303)


@blueprint.get("/groups/<slug>/discussions/new")
@for_members
def new(slug: str) -> str:
    group = _find_to_start_in(slug)
    form = StartForm(formdata=None)
    return _starting(group, form, draft=drafting.restore(form, Action.START, group.id))


@blueprint.post("/groups/<slug>/discussions")
@limits.POSTING
@limits.STARTING
@for_members
def create(slug: str) -> Response | str | tuple[str, int]:
    group = _find_to_start_in(slug)
    form = StartForm()
    if not drafting.validate(form, _unveil(group)):
        return _starting(group, form), 422
    if request.form.get("act") == "preview":
        return _starting(group, form, preview=preview(member(), group.id, None, form.body.cooked))
    posted = operations.start(
        member(), group.id, form.title.data, form.body.cooked, tags=form.tags, submission=form.token.data
    )  # fmt: skip
    for notice in posted.notices:
        say(notice, "info")
    return redirect(addresses.discussion(posted.discussion_id, posted.title), 303)


@blueprint.post("/groups/<slug>/discussions/draft")
@limits.SAVING
@for_members
def save(slug: str) -> Response:
    """Keep what somebody is writing, even where they could not start it any more."""
    group, form = find_group(member(), slug), StartForm()
    return drafting.save(
        form, Action.START, group.id, _unveil(group),
        back=addresses.new_discussion(slug) if can("start", group) else addresses.drafts(),
        page=lambda newer: _starting(group, form, newer=newer),
    )  # fmt: skip


def _unveil(group: GroupView) -> Callable[[str], str]:
    return partial(drafting.unveiled, action=Action.START, target_id=group.id)


def _starting(group: GroupView, form: StartForm, **shown: Any) -> str:
    suggested = queries.suggest_tags(member(), group)
    return render_template("discussions/new.html", group=group, form=form, suggested=suggested, **shown)


def _find_to_start_in(slug: str) -> GroupView:
    group = find_group(member(), slug)
    if not can("start", group):
        raise NotAllowed(policy.why_not_start(group))
    return group


def _show_replies(discussion: DiscussionView, answered_number: int) -> str:
    answered = queries.find_post_of(discussion, answered_number)
    posts, more = queries.list_replies(discussion, answered_number, number("after") or 0)
    return render_template(
        "discussions/replies.html", discussion=discussion, answered=answered, posts=posts, more=more
    )  # fmt: skip


def _show_posts_by(discussion: DiscussionView, handle: str) -> str:
    posts, more = queries.list_posts_by(discussion, handle, number("after") or 0)
    writer = posts[0].author if posts else None
    return render_template(
        "discussions/by.html", discussion=discussion, handle=handle, writer=writer, posts=posts, more=more
    )
