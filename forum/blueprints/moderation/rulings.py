"""The record of rulings: of a group, of the site, and of one's own writing."""

from flask import Blueprint, render_template

from forum import addresses
from forum.blueprints.arguments import number
from forum.blueprints.pages import can
from forum.blueprints.signed_in import for_members, member
from forum.errors import NotAllowed
from forum.groups.queries import find_group
from forum.language import gettext as _
from forum.moderation import queries

blueprint = Blueprint("rulings", __name__)


@blueprint.get("/groups/<slug>/rulings")
@for_members
def of_group(slug: str) -> str:
    group = find_group(member(), slug)
    if not can("read_rulings", group):
        raise NotAllowed(_("Only organisers and moderators read this."))
    rows, more = queries.list_rulings(member(), number("before"), group=group)
    older = addresses.group_rulings(slug, before=more) if more else None
    return render_template("moderation/group_rulings.html", group=group, rows=rows, older=older)


@blueprint.get("/moderation/rulings")
@for_members
def of_site() -> str:
    if not can("read_all_rulings"):
        raise NotAllowed(_("Only moderators read this."))
    rows, more = queries.list_rulings(member(), number("before"))
    older = addresses.rulings(before=more) if more else None
    return render_template("moderation/rulings.html", rows=rows, older=older)


@blueprint.get("/me/rulings")
@for_members
def own() -> str:
    """What was ruled about the member's own posts and discussions."""
    rows, more = queries.list_own_rulings(member(), number("before"))
    older = addresses.own_rulings(before=more) if more else None
    return render_template("moderation/own_rulings.html", rows=rows, older=older)
