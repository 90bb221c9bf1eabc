"""A group's picture: choosing one, removing it, and what others get to see of it."""

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.groups.organising import find_organised
from forum.blueprints.pages import say
from forum.blueprints.pictures import FOR_WHO_ASKED, PictureForm, show_picture
from forum.blueprints.signed_in import for_members, member, viewer
from forum.groups import operations, queries
from forum.language import gettext as _

blueprint = Blueprint("group_pictures", __name__)


@blueprint.get("/groups/<slug>/settings/picture")
@for_members
def edit(slug: str) -> str:
    return render_template("groups/picture.html", group=find_organised(slug), form=PictureForm(formdata=None))


@blueprint.post("/groups/<slug>/settings/picture")
@limits.PHOTOS
@for_members
def create(slug: str) -> AnyResponse | tuple[str, int]:
    group, form = find_organised(slug), PictureForm()
    sizes = form.made()
    if sizes is None:
        return render_template("groups/picture.html", group=group, form=form), 422
    operations.change_picture(member(), group.id, sizes)
    say(_("The picture is shown wherever the group is."))
    return redirect(addresses.change_picture(slug), 303)


@blueprint.post("/groups/<slug>/settings/picture/removal")
@for_members
def delete(slug: str) -> AnyResponse:
    operations.remove_picture(member(), find_organised(slug).id)
    say(_("The picture is removed."))
    return redirect(addresses.change_picture(slug), 303)


@blueprint.get("/groups/<slug>/picture/<digest>-<int:size>")
def show(slug: str, digest: str, size: int) -> Response:
    """For whoever may know of the group; the address changes with the picture."""
    if queries.find_door(viewer(), slug).picture != digest:
        abort(404)
    return show_picture(digest, size, cached=FOR_WHO_ASKED)
