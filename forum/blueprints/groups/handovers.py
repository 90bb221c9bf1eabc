"""Handing a group over to a member who accepts it."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.groups import operations
from forum.groups.queries import find_group
from forum.language import gettext as _

blueprint = Blueprint("handovers", __name__)


@blueprint.post("/groups/<slug>/members/<handle>/handover")
@for_members
def offer(slug: str, handle: str) -> Response:
    operations.hand_over(member(), find_group(member(), slug).id, handle)
    said = _("@%(handle)s is asked to take the group over. Until they accept, nothing changes.", handle=handle)
    say(said, undo=addresses.keep_group(slug))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/handover/withdrawal")
@for_members
def withdraw(slug: str) -> Response:
    operations.keep(member(), find_group(member(), slug).id)
    say(_("You ask nobody to take the group over."))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/handover/acceptance")
@for_members
def accept(slug: str) -> Response:
    operations.take_over(member(), find_group(member(), slug).id)
    say(_("The group is in your hands now: you are an organiser."))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/handover/refusal")
@for_members
def decline(slug: str) -> Response:
    operations.decline_to_take_over(member(), find_group(member(), slug).id)
    say(_("You stay an ordinary member."))
    return redirect(addresses.group(slug), 303)
