"""Who is banned from a group: the list, the form that asks why and for how long, and the button that takes it back."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.blueprints.arguments import number
from forum.blueprints.groups.forms import HANDLE_LIMIT
from forum.blueprints.moderation.forms import BanForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.errors import NotAllowed, NotFound
from forum.groups import queries
from forum.groups.queries import GroupView
from forum.language import gettext as _
from forum.moderation import operations
from forum.text import clean_line

blueprint = Blueprint("bans", __name__)


@blueprint.get("/groups/<slug>/bans")
@for_members
def index(slug: str) -> str:
    group = _find_moderated(slug)
    rows, more = queries.list_bans(member(), group, number("after") or 0)
    return render_template("moderation/bans.html", group=group, rows=rows, more=more)


@blueprint.get("/groups/<slug>/bans/new")
@for_members
def find(slug: str) -> Response:
    """From a handle that was typed to the page of the ban."""
    _find_moderated(slug)
    try:
        found = find_member(member(), clean_line(request.args.get("handle", "")[:HANDLE_LIMIT]))
    except NotFound as error:
        say(str(error), "warn")
        return redirect(addresses.bans(slug), 303)
    return redirect(addresses.ban(slug, found.handle), 303)


@blueprint.get("/groups/<slug>/members/<handle>/ban")
@for_members
def new(slug: str, handle: str) -> str:
    group = _find_moderated(slug)
    return _page(group, find_member(member(), handle), BanForm(formdata=None))


@blueprint.post("/groups/<slug>/members/<handle>/ban")
@for_members
def create(slug: str, handle: str) -> Response | tuple[str, int]:
    group = _find_moderated(slug)
    form = BanForm()
    if not form.validate():
        return _page(group, find_member(member(), handle), form), 422
    lasting = timedelta(days=form.days.data) if form.days.data else None
    banned = operations.ban(
        member(), group.id, handle, form.reason.data, lasting=lasting, submission=form.token.data
    )  # fmt: skip
    say(_("%(name)s is banned from the group.", name=banned.name), undo=addresses.unban(slug, banned.handle))
    return redirect(addresses.bans(slug), 303)


@blueprint.post("/groups/<slug>/bans/<handle>/lifting")
@for_members
def lift(slug: str, handle: str) -> Response:
    group = _find_moderated(slug)
    operations.unban(member(), group.id, handle)
    say(_("@%(handle)s is no longer banned from the group.", handle=handle))
    return redirect(addresses.bans(slug), 303)


def _find_moderated(slug: str) -> GroupView:
    group = queries.find_group(member(), slug)
    if not can("moderate", group):
        raise NotAllowed(_("Only organisers and moderators keep people out of a group."))
    return group


def _page(group: GroupView, concerned: Viewer, form: BanForm) -> str:
    return render_template("moderation/ban.html", group=group, concerned=concerned, form=form)
