"""Who belongs to a group: join, leave, add, remove, appoint, step down."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import AddMemberForm
from forum.blueprints.pages import can, say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member, viewer
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import operations, queries
from forum.groups.models import Kind
from forum.groups.queries import GroupView
from forum.language import gettext as _

blueprint = Blueprint("members", __name__)


@blueprint.get("/groups/<slug>/members")
def index(slug: str) -> str:
    group = queries.find_group(viewer(), slug)
    if not can("see_members", group):
        raise NotAllowed(_("Who belongs to this group is not for everybody to see."))
    return _page(group, AddMemberForm(formdata=None) if can("add_member", group) else None)


@blueprint.post("/groups/<slug>/members")
@for_members
def add(slug: str) -> Response | tuple[str, int]:
    group = queries.find_group(member(), slug)
    form = AddMemberForm()
    if not can("add_member", group):
        raise NotAllowed(_("Only organisers add people, and none to an archived group."))
    if not form.validate():
        return _page(group, form), 422
    try:
        added = operations.add(member(), group.id, form.handle.data, submission=form.token.data)
    except (NotFound, Conflict) as error:
        form.refuse("handle", str(error))
        return _page(group, form), 422
    say(_("%(name)s belongs to the group now.", name=added.name))
    return redirect(addresses.members(slug), 303)


@blueprint.post("/groups/<slug>/members/<handle>/removal")
@for_members
def remove(slug: str, handle: str) -> Response:
    group = queries.find_group(member(), slug)
    operations.remove(member(), group.id, handle)
    said = _("@%(handle)s no longer belongs to the group.", handle=handle)
    say(said, undo=addresses.bring_back(slug, handle))
    return _to_members(group)


@blueprint.post("/groups/<slug>/members/<handle>/return")
@for_members
def bring_back(slug: str, handle: str) -> Response:
    group = queries.find_group(member(), slug)
    brought = operations.bring_back(member(), group.id, handle)
    say(_("%(name)s belongs to the group again.", name=brought.name))
    return _to_members(group)


@blueprint.post("/groups/<slug>/members/<handle>/appointment")
@for_members
def appoint(slug: str, handle: str) -> Response:
    group = queries.find_group(member(), slug)
    operations.appoint(member(), group.id, handle)
    say(_("@%(handle)s is an organiser of this group now.", handle=handle))
    return _to_members(group)


@blueprint.post("/groups/<slug>/step-down")
@for_members
def step_down(slug: str) -> Response:
    group = queries.find_group(member(), slug)
    operations.step_down(member(), group.id)
    say(_("You are an ordinary member of %(group)s now.", group=group.name))
    return redirect(addresses.group(slug), 303)


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
    is_last = can("organise", group) and queries.count_organisers(group.id) == 1
    return render_template("groups/leave.html", group=group, is_last=is_last)


@blueprint.post("/groups/<slug>/leave")
@for_members
def leave(slug: str) -> Response:
    group = queries.find_left(member(), slug)
    operations.leave(member(), group.id)
    say(_("You have left %(group)s.", group=group.name), undo=addresses.come_back(slug))
    return redirect(addresses.groups() if group.kind == Kind.HIDDEN else addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/return")
@for_members
def come_back(slug: str) -> Response:
    group = queries.find_left(member(), slug)
    operations.come_back(member(), group.id)
    say(_("You belong to %(group)s again.", group=group.name))
    return redirect(addresses.group(slug), 303)


def _page(group: GroupView, form: AddMemberForm | None) -> str:
    rows, more = queries.list_members(viewer(), group, number("after") or 0)
    entries = queries.list_entries(viewer(), group)
    return render_template(
        "groups/members.html", group=group, rows=rows, more=more, form=form, entries=entries
    )  # fmt: skip


def _to_members(group: GroupView) -> Response:
    """Back to the list; an admin may manage members where they cannot list them."""
    return redirect(addresses.members(group.slug) if can("see_members", group) else addresses.group(group.slug), 303)
