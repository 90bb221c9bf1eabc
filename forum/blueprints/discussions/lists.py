"""Lists of discussions: the latest, what is new, what is unread, what most people talk about; and marking as read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.arguments import number, sent_number
from forum.blueprints.pages import say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, queries
from forum.discussions.queries import Filters, TagView
from forum.groups.queries import GroupView, find_group, list_home_groups
from forum.language import gettext as _
from forum.paging import micros, moment_of
from forum.ports import clocks

blueprint = Blueprint("lists", __name__)

LISTS: dict[str, Callable[..., Any]] = {
    "latest": queries.list_latest,
    "new": queries.list_new,
    "unread": queries.list_unread,
    "top": queries.list_top,
}
FOR_MEMBERS = ("new", "unread")
MOST_GROUPS = 50


@blueprint.get("/forum")
def index() -> str:
    """One of the lists, of one group or tag, or all; what is new and what is unread only members are told."""
    made_at = micros(clocks.now())
    sort = request.args.get("sort", "")
    sort = sort if sort in LISTS else "latest"
    group = _group(request.args.get("group"))
    tag = _tag(request.args.get("tag"))
    is_told = viewer() is not None or sort not in FOR_MEMBERS
    filters, before = Filters(group=group, tag=tag), request.args.get("before")
    rows, more = LISTS[sort](viewer(), before, filters) if is_told else ([], None)
    return render_template(
        "discussions/list.html",
        sort=sort,
        group=group,
        tag=tag,
        groups=_with(group, list_home_groups(viewer(), limit=MOST_GROUPS)),
        rows=rows,
        more=more,
        made_at=made_at,
    )


@blueprint.post("/forum/read")
@for_members
def mark_read() -> Response:
    """Everything that was there when the page was made, in one group or anywhere, is read."""
    until = _moment(sent_number("until"))
    if until is None:
        abort(400)
    group = _group(request.form.get("group"))
    before = operations.mark_all_read(member(), until, group.id if group else None)
    slug = group.slug if group else None
    undo = addresses.mark_unread(micros(before) if before else None, group=slug)
    say(_("Everything here is marked as read."), undo=undo)
    return redirect(safe_path(request.form.get("next") or addresses.forum(sort="unread", group=slug)), 303)


@blueprint.post("/forum/unread")
@for_members
def mark_unread() -> Response:
    group = _group(request.args.get("group"))
    operations.unmark_read(member(), _moment(number("before")), group.id if group else None)
    say(_("What was unread before is unread again."))
    return redirect(addresses.forum(sort="unread", group=group.slug if group else None), 303)


def _moment(written: int | None) -> datetime | None:
    return moment_of(written) if written else None


def _group(slug: str | None) -> GroupView | None:
    return find_group(viewer(), slug) if slug else None


def _tag(name: str | None) -> TagView | None:
    return queries.find_tag(viewer(), name) if name else None


def _with(chosen: GroupView | None, groups: list[GroupView]) -> list[GroupView]:
    """The groups to choose from, by name, the chosen one among them."""
    others = [group for group in groups if chosen is None or group.id != chosen.id]
    return sorted([*others, chosen] if chosen else others, key=lambda group: group.name.casefold())
