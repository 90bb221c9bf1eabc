"""A member's photo: choosing one, removing it, and what others get to see of it."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum import addresses
from forum.accounts import photos
from forum.accounts.queries import holds_photo
from forum.blueprints import limits
from forum.blueprints.accounts.forms import PhotoForm
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.discussions import operations
from forum.language import gettext as _
from forum.ports.stores import Missing, store

blueprint = Blueprint("photos", __name__)

HEADERS = {
    "Content-Type": photos.MEDIA_TYPE,
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
}


@blueprint.get("/me/photo")
@for_members
def edit() -> str:
    return render_template("accounts/photo.html", form=PhotoForm(formdata=None))


@blueprint.post("/me/photo")
@limits.PHOTOS
@for_members
def create() -> AnyResponse | tuple[str, int]:
    form = PhotoForm()
    file = request.files.get("photo")
    try:
        if file is None or not file.filename:
            raise photos.Refused(_("Please choose a picture."))
        pictures = photos.make(file.stream)
    except photos.Refused as error:
        form.refuse("photo", str(error))
        return render_template("accounts/photo.html", form=form), 422
    operations.change_photo(member(), pictures)
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
    if size not in photos.SIZES or not holds_photo(handle, digest):
        abort(404)
    try:
        response = make_response(store().read(f"{digest}-{size}"))
    except Missing:
        abort(404)
    response.headers.update(HEADERS)
    return response
