"""A member's photo: choosing one, removing it, and what others get to see of it."""

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from forum import addresses
from forum.accounts.queries import holds_photo
from forum.blueprints import limits
from forum.blueprints.pages import say
from forum.blueprints.pictures import FOR_EVERYBODY, PictureForm, show_picture
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations
from forum.language import gettext as _

blueprint = Blueprint("photos", __name__)


@blueprint.get("/me/photo")
@for_members
def edit() -> str:
    return render_template("accounts/photo.html", form=PictureForm(formdata=None))


@blueprint.post("/me/photo")
@limits.PHOTOS
@for_members
def create() -> AnyResponse | tuple[str, int]:
    form = PictureForm()
    sizes = form.made()
    if sizes is None:
        return render_template("accounts/photo.html", form=form), 422
    operations.change_photo(member(), sizes)
    say(_("Your photo is shown beside your name."))
    return redirect(addresses.own_photo(), 303)


@blueprint.post("/me/photo/removal")
@for_members
def delete() -> AnyResponse:
    operations.remove_photo(member())
    say(_("Your photo is removed."))
    return redirect(addresses.own_photo(), 303)


@blueprint.get("/members/<handle>/photo/<digest>-<int:size>")
def show(handle: str, digest: str, size: int) -> Response:
    """For everybody, as names are; the address changes with the photo."""
    if not holds_photo(handle, digest):
        abort(404)
    return show_picture(digest, size, cached=FOR_EVERYBODY)
