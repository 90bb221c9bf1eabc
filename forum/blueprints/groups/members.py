"""Who belongs to a group: join, leave, add, remove."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import AddMemberForm
from forum.blueprints.pages import can, say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member, viewer
from forum.errors import NotAllowed, NotFound
from forum.groups import operations, queries
from forum.groups.queries import GroupView
from forum.language import gettext as _

blueprint = Blueprint("members", __name__)


@blueprint.get("/groups/<slug>/members")
def index(slug: str) -> str:
    group = queries.find_group(viewer(), slug)
    return _page(group, AddMemberForm(formdata=None) if can("add_member", group) else None)


@blueprint.post("/groups/<slug>/members")
@for_members
def add(slug: str) -> Response | tuple[str, int]:
    group = queries.find_group(member(), slug)
    if not can("add_member", group):
        raise NotAllowed(_("Only organisers add people."))
    form = AddMemberForm()
    if not form.validate():
        return _page(group, form), 422
    try:
        added = operations.add(member(), group.id, form.handle.data)
    except NotFound as error:
        form.refuse("handle", str(error))
        return _page(group, form), 422
    say(_("%(name)s belongs to the group now.", name=added.name))
    return redirect(addresses.members(slug), 303)


@blueprint.post("/groups/<slug>/members/<handle>/removal")
@for_members
def remove(slug: str, handle: str) -> Response:
    group = queries.find_group(member(), slug)
    operations.remove(member(), group.id, handle)
    say(_("@%(handle)s no longer belongs to the group.", handle=handle))
    return redirect(addresses.members(slug), 303)


@blueprint.post("/groups/<slug>/membership")
@for_members
def join(slug: str) -> Response:
    group = queries.find_door(member(), slug)
    operations.join(member(), group.id)
    say(_("You belong to %(group)s now.", group=group.name))
    return redirect(safe_path(request.form.get("next") or addresses.group(slug)), 303)


@blueprint.get("/groups/<slug>/leave")
@for_members
def ask_to_leave(slug: str) -> str | Response:
    group = queries.find_group(member(), slug)
    if not can("leave", group):
        return redirect(addresses.group(slug), 303)
    return render_template("groups/leave.html", group=group)


@blueprint.post("/groups/<slug>/leave")
@for_members
def leave(slug: str) -> Response:
    group = queries.find_group(member(), slug)
    operations.leave(member(), group.id)
    say(_("You have left %(group)s.", group=group.name))
    return redirect(addresses.group(slug), 303)


def _page(group: GroupView, form: AddMemberForm | None) -> str:
    rows, more = queries.list_members(viewer(), group, number("after") or 0)
    return render_template("groups/members.html", group=group, rows=rows, more=more, form=form)
