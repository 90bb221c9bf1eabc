"""Asking people into a group, and coming in on an invitation."""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts.tokens import StaleLink
from forum.blueprints import limits
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import InviteForm, LinkForm
from forum.blueprints.pages import can, say
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import for_members, member, viewer
from forum.config import settings
from forum.errors import Conflict, NotAllowed, NotFound
from forum.groups import operations, queries
from forum.groups.queries import GroupView
from forum.language import gettext as _

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/groups/<slug>/invitations")
@for_members
def index(slug: str) -> Response:
    return _page(_find(slug), InviteForm(formdata=None), LinkForm(formdata=None))


@blueprint.post("/groups/<slug>/invitations")
@limits.INVITING
@for_members
def create(slug: str) -> Response:
    group = _find(slug)
    form = InviteForm()
    if not form.validate():
        return _page(group, form, LinkForm(formdata=None), 422)
    try:
        if form.email:
            operations.invite_address(member(), group.id, form.email)
        else:
            operations.invite_member(member(), group.id, form.who.data)
    except (NotFound, Conflict) as error:
        form.refuse("who", str(error))
        return _page(group, form, LinkForm(formdata=None), 422)
    say(_("%(who)s is invited, and has a month to come.", who=form.who.data))
    return redirect(addresses.invitations(slug), 303)


@blueprint.post("/groups/<slug>/invitations/links")
@limits.INVITING
@for_members
def create_link(slug: str) -> Response:
    group = _find(slug)
    form = LinkForm()
    if not form.validate():
        return _page(group, InviteForm(formdata=None), form, 422)
    operations.make_link(
        member(), group.id, most_uses=form.most_uses.data, lasting=timedelta(days=form.days.data),
        submission=form.token.data,
    )  # fmt: skip
    say(_("Here is the link. Whoever has it can come in."))
    return redirect(addresses.invitations(slug), 303)


@blueprint.post("/groups/<slug>/invitations/<int:invitation_id>/revocation")
@for_members
def revoke(slug: str, invitation_id: int) -> Response:
    group = queries.find_group(member(), slug)
    operations.revoke(member(), group.id, invitation_id)
    say(_("The invitation is taken back."))
    return redirect(addresses.invitations(slug), 303)


@blueprint.get("/invitations/<token>")
def ask(token: str) -> Response:
    """The group's door and a button; a visitor signs in or up first and comes back or lands in the group."""
    try:
        invited = queries.find_invitation(viewer(), token)
    except StaleLink:
        return _stale()
    page = render_template("groups/invited.html", invited=invited, group=invited.group, token=token)
    return keep_secret(make_response(page))


@blueprint.post("/invitations/<token>")
@for_members
def accept(token: str) -> Response:
    try:
        return _welcome(operations.accept(member(), token))
    except StaleLink:
        return _stale()


@blueprint.get("/me/invitations")
@for_members
def own() -> str:
    return render_template("groups/own_invitations.html", rows=queries.list_own_invitations(member()))


@blueprint.post("/me/invitations/<int:invitation_id>/acceptance")
@for_members
def accept_own(invitation_id: int) -> Response:
    try:
        return _welcome(operations.accept_own(member(), invitation_id))
    except StaleLink:
        return _stale()


@blueprint.post("/me/invitations/<int:invitation_id>/refusal")
@for_members
def decline(invitation_id: int) -> Response:
    operations.decline(member(), invitation_id)
    say(_("The invitation is declined."))
    return redirect(addresses.own_invitations(), 303)


def _welcome(group: GroupView) -> Response:
    say(_("You belong to %(group)s now.", group=group.name))
    return redirect(addresses.group(group.slug), 303)


def _stale() -> Response:
    return keep_secret(make_response(render_template("groups/stale_invitation.html"), 410))


def _find(slug: str) -> GroupView:
    group = queries.find_group(member(), slug)
    if not can("invite", group):
        raise NotAllowed(_("Only organisers ask people into this group, and nobody into an archived one."))
    return group


def _page(group: GroupView, form: InviteForm, link_form: LinkForm, status: int = 200) -> Response:
    """Not to be kept: there are links on it that let people in."""
    rows, more = queries.list_invitations(member(), group, number("before") or 0)
    page = render_template(
        "groups/invitations.html", group=group, rows=rows, more=more, form=form, link_form=link_form,
        public_url=settings().public_url,
    )  # fmt: skip
    return keep_secret(make_response(page, status))
