"""The directory of groups: all, found by name, or one's own."""

from flask import Blueprint, render_template, request

from forum import text
from forum.blueprints.signed_in import viewer
from forum.discussions.queries import count_unread_by_group
from forum.groups import queries

blueprint = Blueprint("group_directory", __name__)


@blueprint.get("/groups")
def index() -> str:
    search = text.clean_line(request.args.get("q", ""))[: queries.SEARCH_LIMIT]
    own = viewer() is not None and request.args.get("own") == "yes"
    rows, older = queries.list_groups(viewer(), request.args.get("before"), search=search, own=own)
    unread = count_unread_by_group(viewer())
    return render_template("groups/directory.html", rows=rows, older=older, search=search, own=own, unread=unread)
