"""Asking to be let into a group, and what its organisers decide."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import DenialForm, RequestForm
from forum.blueprints.groups.organising import find_organised
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.groups import operations, queries
from forum.groups.queries import GroupView
from forum.language import gettext as _

blueprint = Blueprint("group_requests", __name__)


@blueprint.get("/groups/<slug>/request")
@for_members
def new(slug: str) -> str | Response:
    """What is asked of people who want to be let in; what became of the last time they asked."""
    group = queries.find_door(member(), slug)
    if not can("request", group):
        return redirect(addresses.group(slug), 303)
    return _form_page(group, RequestForm(formdata=None))


@blueprint.post("/groups/<slug>/request")
@limits.ASKING
@for_members
def create(slug: str) -> Response | tuple[str, int]:
    group = queries.find_door(member(), slug)
    form = RequestForm()
    if can("request", group) and not form.validate():
        return _form_page(group, form), 422
    operations.ask(member(), group.id, form.answer.data, submission=form.token.data)
    if can("request", group):
        say(_("The organisers of %(group)s have your request. You will see their answer here.", group=group.name))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/request/withdrawal")
@for_members
def withdraw(slug: str) -> Response:
    group = queries.find_door(member(), slug)
    operations.withdraw(member(), group.id)
    say(_("You do not ask to join %(group)s any more.", group=group.name))
    return redirect(addresses.group(slug), 303)


@blueprint.get("/groups/<slug>/requests")
@for_members
def index(slug: str) -> str:
    return _list_page(find_organised(slug), DenialForm(formdata=None))


@blueprint.post("/groups/<slug>/requests/<handle>/admission")
@for_members
def admit(slug: str, handle: str) -> Response:
    added = operations.admit(member(), find_organised(slug).id, handle)
    say(_("%(name)s belongs to the group now.", name=added.name))
    return redirect(addresses.join_requests(slug), 303)


@blueprint.post("/groups/<slug>/requests/<handle>/denial")
@for_members
def deny(slug: str, handle: str) -> Response | tuple[str, int]:
    group = find_organised(slug)
    form = DenialForm()
    if not form.validate():
        return _list_page(group, form, handle), 422
    denied = operations.deny(member(), group.id, handle, form.reason.data)
    say(_("%(name)s will read your answer when they come back. They may ask again.", name=denied.name), "info")
    return redirect(addresses.join_requests(slug), 303)


def _form_page(group: GroupView, form: RequestForm) -> str:
    asked = queries.find_own_request(member(), group)
    return render_template("groups/request.html", group=group, form=form, asked=asked)


def _list_page(group: GroupView, form: DenialForm, handle: str | None = None) -> str:
    """`handle` tells in which of the rows the form stands that was sent."""
    after = number("after") or 0
    rows, more = queries.list_requests(member(), group, after)
    return render_template(
        "groups/requests.html", group=group, rows=rows, after=after, more=more, form=form, wrong=handle
    )
