"""How the site's staff find and enter groups that they don't belong to; for everybody else nothing is here."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import EntryForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.groups import operations, queries
from forum.language import gettext as _

blueprint = Blueprint("group_entries", __name__)


@blueprint.get("/moderation/groups")
@for_members
def index() -> str:
    rows, more = queries.list_closed(member(), number("after") or 0)
    return render_template("groups/closed.html", rows=rows, more=more)


@blueprint.get("/groups/<slug>/entry")
@for_members
def new(slug: str) -> str | Response:
    group = queries.find_closed(member(), slug)
    if not can("enter", group):
        return redirect(addresses.group(slug), 303)
    return render_template("groups/entry.html", group=group, form=EntryForm(formdata=None))


@blueprint.post("/groups/<slug>/entry")
@for_members
def create(slug: str) -> Response | tuple[str, int]:
    group = queries.find_closed(member(), slug)
    form = EntryForm()
    if not form.validate():
        return render_template("groups/entry.html", group=group, form=form), 422
    operations.enter(member(), group.id, form.reason.data)
    say(_("You may read this group for 24 hours. Its organisers see that you do, and why."), "info")
    return redirect(addresses.group(slug), 303)
