"""How a group is set up: for its organisers."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.groups.forms import KINDS, SettingsForm
from forum.blueprints.groups.organising import find_organised
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.errors import Conflict
from forum.groups import operations, queries
from forum.groups.queries import GroupView
from forum.language import gettext as _

blueprint = Blueprint("group_settings", __name__)


@blueprint.get("/groups/<slug>/settings")
@for_members
def show(slug: str) -> str:
    group = find_organised(slug)
    source, _html = queries.find_description(member(), group)
    return _page(group, SettingsForm(formdata=None, obj=group, description=source))


@blueprint.post("/groups/<slug>/settings")
@for_members
def change(slug: str) -> Response | tuple[str, int]:
    group = find_organised(slug)
    form = SettingsForm()
    if not form.validate():
        return _page(group, form), 422
    chosen = {**form.data, "description": form.description.cooked}
    try:
        operations.change_settings(member(), group.id, **chosen)
    except Conflict as error:
        form.refuse("name", str(error))
        return _page(group, form), 422
    say(_("The settings are saved."))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/archive")
@for_members
def archive(slug: str) -> Response:
    operations.archive(member(), find_organised(slug).id)
    say(_("The group is archived. It can be read, and nothing is added."), undo=addresses.reopen_group(slug))
    return redirect(addresses.group(slug), 303)


@blueprint.post("/groups/<slug>/reopening")
@for_members
def reopen(slug: str) -> Response:
    operations.reopen(member(), find_organised(slug).id)
    say(_("The group goes on."))
    return redirect(addresses.group(slug), 303)


def _page(group: GroupView, form: SettingsForm) -> str:
    return render_template("groups/settings.html", group=group, form=form, kinds=KINDS)
