"""Changing who reads a group: a page that says what becomes visible to whom, and then the change."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.groups.forms import KindForm
from forum.blueprints.groups.organising import find_organised
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.discussions.audiences import foresee
from forum.discussions.operations import change_kind
from forum.groups.models import Kind
from forum.language import gettext as _

blueprint = Blueprint("group_kind", __name__)


@blueprint.get("/groups/<slug>/settings/kind")
@for_members
def ask(slug: str) -> str | Response:
    group = find_organised(slug)
    kind = request.args.get("kind", "")
    if kind not in list(Kind) or kind == group.kind:
        return redirect(addresses.group_settings(slug), 303)
    return render_template("groups/kind.html", group=group, change=foresee(member(), group, kind))


@blueprint.post("/groups/<slug>/settings/kind")
@for_members
def change(slug: str) -> Response:
    group = find_organised(slug)
    form = KindForm()
    if not form.validate():
        return redirect(addresses.group_settings(slug), 303)
    now_at = change_kind(member(), group.id, form.kind.data, was=form.was.data)
    say(_("Done: this is who reads the group and who gets in from now on."))
    return redirect(addresses.group(now_at), 303)
