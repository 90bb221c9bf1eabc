"""The directory of groups, a group's own page, and founding one."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.groups.forms import GroupForm
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions.queries import list_latest, list_pinned
from forum.errors import Conflict
from forum.groups import operations, policy, queries
from forum.language import gettext as _

blueprint = Blueprint("groups", __name__)


@blueprint.get("/groups")
def index() -> str:
    rows, older = queries.list_groups(viewer(), request.args.get("before"))
    return render_template("groups/directory.html", rows=rows, older=older)


@blueprint.get("/groups/new")
@for_members
def new() -> str:
    return render_template("groups/new.html", form=GroupForm(formdata=None))


@blueprint.post("/groups")
@limits.FOUNDING
@for_members
def create() -> Response | tuple[str, int]:
    form = GroupForm()
    if not form.validate():
        return render_template("groups/new.html", form=form), 422
    try:
        group = operations.found(member(), name=form.name.data, purpose=form.purpose.data, kind=form.kind.data)
    except Conflict as error:
        form.refuse("name", str(error))
        return render_template("groups/new.html", form=form), 422
    say(_("The group is founded. Start its first discussion."))
    return redirect(addresses.group(group.slug), 303)


@blueprint.get("/groups/<slug>")
def show(slug: str) -> str:
    """The group's discussions; its door for whoever may not read them."""
    group = queries.find_door(viewer(), slug)
    if not policy.is_readable(group):
        return render_template("groups/door.html", group=group)
    before = request.args.get("before")
    pinned = list_pinned(viewer(), group) if before is None else []
    rows, older = list_latest(viewer(), before, group=group)
    return render_template("groups/group.html", group=group, rows=pinned + rows, older=older)
