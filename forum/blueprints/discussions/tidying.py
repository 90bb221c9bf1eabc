"""Moving a discussion, splitting posts off, merging two: each is chosen, said in words, and then done."""

import re
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses, text
from forum.blueprints.arguments import number
from forum.blueprints.discussions.forms import MergeForm, MoveForm, SplitForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import queries
from forum.discussions.operations import MOST_SPLIT
from forum.discussions.queries import DiscussionView
from forum.discussions.tidying import branch_of, find_target, foresee_carrying, foresee_splitting
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups.queries import GroupView, find_group, list_taking
from forum.language import gettext as _
from forum.moderation import operations
from forum.paging import MAX_ID, Pages

blueprint = Blueprint("tidying", __name__)

OFFERED = 10
"""Discussions of the same group to choose from, the latest."""
ACT = re.compile(r"(page|branch)-([0-9]{1,18})")
PLACE = re.compile(r"(?:.*/d/)?([0-9]{1,18})(?:[-/?#].*)?", re.DOTALL)
"""A discussion's number, or an address of it."""


# Moving


@blueprint.get("/d/<int:discussion_id>/moving")
@for_members
def ask_to_move(discussion_id: int) -> str:
    """The groups to choose from; and for the one chosen, what would happen."""
    discussion = _find(discussion_id, "tidy")
    if slug := request.args.get("to"):
        return _moving(discussion, _find_taking(slug), MoveForm(formdata=None, was=discussion.group.id))
    search = text.clean_line(request.args.get("q", ""))
    rows = [group for group in list_taking(member(), search) if group.id != discussion.group.id]
    return render_template("discussions/move_where.html", discussion=discussion, rows=rows, search=search)


@blueprint.post("/d/<int:discussion_id>/moving")
@for_members
def move(discussion_id: int) -> Response | tuple[str, int]:
    discussion = _find(discussion_id, "tidy")
    group, form = _find_taking(request.args.get("to", "")), MoveForm()
    if not form.validate():
        return _moving(discussion, group, form), 422
    try:
        operations.move(member(), discussion.id, group.id, form.reason.data, was=form.was.data)
    except Conflict as error:
        form.refuse("reason", str(error))
        form.was.data, form.was.raw_data = discussion.group.id, None  # who has looked again may move it all the same
        return _moving(discussion, group, form), 409
    say(_("The discussion stands in another group now."), undo=addresses.moving_back(discussion.id))
    return redirect(addresses.discussion(discussion.id, discussion.title), 303)


@blueprint.post("/d/<int:discussion_id>/moving-back")
@for_members
def move_back(discussion_id: int) -> Response:
    discussion = queries.find_discussion(member(), discussion_id)
    operations.move_back(member(), discussion.id)
    say(_("The discussion stands again where it came from."))
    return redirect(addresses.discussion(discussion.id, discussion.title), 303)


def _find_taking(slug: str) -> GroupView:
    group = find_group(member(), slug)
    if not can("take_in", group):
        raise NotAllowed(_("Discussions are moved by who moderates both groups, and to none that is archived."))
    return group


def _moving(discussion: DiscussionView, group: GroupView, form: MoveForm) -> str:
    effect = foresee_carrying(discussion, group)
    return render_template("discussions/move.html", discussion=discussion, effect=effect, form=form)


# Splitting


@dataclass(slots=True)
class Choice:
    """The posts that are chosen so far, on whichever page they stand, and the page that is looked at."""

    numbers: set[int]
    page: int

    @classmethod
    def sent(cls) -> "Choice":
        given = request.values.getlist("post")
        numbers = {int(n) for n in given if n.isascii() and n.isdigit() and len(n) < 19}
        page = request.form.get("page", "1")
        return cls(set(sorted(numbers)[:MOST_SPLIT]), int(page) if page.isascii() and page.isdigit() else 1)


@blueprint.get("/d/<int:discussion_id>/splitting")
@for_members
def ask_to_split(discussion_id: int) -> str:
    discussion = _find(discussion_id, "split")
    choice = Choice.sent()
    choice.page = number("page") or 1
    return _choosing(discussion, choice, SplitForm(formdata=None))


@blueprint.post("/d/<int:discussion_id>/splitting")
@for_members
def split(discussion_id: int) -> Response | str | tuple[str, int]:
    """Every step of choosing is a button of the same form, so that nothing that was chosen or written is lost."""
    discussion = _find(discussion_id, "split")
    choice, form = Choice.sent(), SplitForm()
    act = request.form.get("act", "split")
    if step := ACT.fullmatch(act):
        if step[1] == "page":
            choice.page = min(int(step[2]), MAX_ID)
        else:
            choice.numbers |= branch_of(discussion, int(step[2]))
        return _choosing(discussion, choice, form)
    if act == "choose":
        return _choosing(discussion, choice, form)
    if not choice.numbers:
        return _choosing(discussion, choice, form, _("Please choose at least one post.")), 422
    if act == "check":
        return _splitting(discussion, choice, form)
    if not form.validate():
        return _splitting(discussion, choice, form), 422
    try:
        opened = operations.split(
            member(), discussion.id, choice.numbers, form.title.data, form.reason.data, submission=form.token.data
        )
    except Conflict as error:
        return _choosing(discussion, choice, form, str(error)), 409
    say(_("The posts are a discussion of their own."), undo=addresses.rejoining(opened.discussion_id))
    return redirect(addresses.discussion(opened.discussion_id, opened.title), 303)


@blueprint.post("/d/<int:discussion_id>/rejoining")
@for_members
def rejoin(discussion_id: int) -> Response:
    into = operations.rejoin(member(), discussion_id)
    say(_("The posts are back where they were."))
    return redirect(addresses.discussion(into), 303)


def _choosing(discussion: DiscussionView, choice: Choice, form: SplitForm, error: str = "") -> str:
    pages = Pages.of(discussion.last_number, choice.page)
    posts = queries.list_posts(discussion, pages)
    here = {post.number for post in posts}
    return render_template(
        "discussions/split_which.html", discussion=discussion, posts=posts, pages=pages, chosen=choice.numbers,
        elsewhere=sorted(choice.numbers - here), form=form, error=error,
    )  # fmt: skip


def _splitting(discussion: DiscussionView, choice: Choice, form: SplitForm) -> str:
    effect = foresee_splitting(discussion, choice.numbers)
    return render_template(
        "discussions/split.html", discussion=discussion, chosen=sorted(choice.numbers), effect=effect, form=form,
        page=choice.page,
    )  # fmt: skip


# Merging


@blueprint.get("/d/<int:discussion_id>/merging")
@for_members
def ask_to_merge(discussion_id: int) -> str:
    """A discussion to choose; and for the one chosen, what would happen."""
    discussion = _find(discussion_id, "tidy")
    given = text.clean_line(request.args.get("into", ""))
    target = _find_target(discussion, given)
    if target:
        return _merging(discussion, target, MergeForm(formdata=None))
    rows, _older = queries.list_of_group(member(), group=discussion.group)
    others = [row for row in rows if row.id != discussion.id][:OFFERED]
    return render_template("discussions/merge_where.html", discussion=discussion, rows=others, given=given)


@blueprint.post("/d/<int:discussion_id>/merging")
@for_members
def merge(discussion_id: int) -> Response | tuple[str, int]:
    discussion = _find(discussion_id, "tidy")
    target, form = _find_target(discussion, request.args.get("into", "")), MergeForm()
    if target is None:
        raise NotFound(_("There is no such discussion."))
    if not form.validate():
        return _merging(discussion, target, form), 422
    operations.merge(member(), discussion.id, target.id, form.reason.data)
    say(_("The two discussions are one."), undo=addresses.parting(discussion.id))
    return redirect(addresses.discussion(target.id), 303)


@blueprint.post("/d/<int:discussion_id>/parting")
@for_members
def part(discussion_id: int) -> Response:
    operations.part(member(), discussion_id)
    say(_("The two discussions are apart again."))
    return redirect(addresses.discussion(discussion_id), 303)


def _find_target(discussion: DiscussionView, given: str) -> DiscussionView | None:
    place = PLACE.fullmatch(given)
    try:
        return find_target(member(), discussion, int(place[1])) if place else None
    except NotFound:
        return None


def _merging(discussion: DiscussionView, target: DiscussionView, form: MergeForm) -> str:
    effect = foresee_carrying(discussion, target.group)
    return render_template(
        "discussions/merge_into.html", discussion=discussion, target=target, effect=effect, form=form
    )


def _find(discussion_id: int, verb: str) -> DiscussionView:
    discussion = queries.find_discussion(member(), discussion_id)
    if not can(verb, discussion):
        raise NotAllowed(_("Only organisers and moderators do this."))
    return discussion
