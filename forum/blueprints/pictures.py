"""Pictures that people send, and what others get to see of them."""

from flask import Response, abort, make_response, request
from wtforms import FileField

from forum import pictures
from forum.blueprints.fields import PageForm
from forum.language import gettext as _
from forum.language import lazy_gettext as _l
from forum.ports.stores import Missing, store

HEADERS = {
    "Content-Type": pictures.MEDIA_TYPE,
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
FOR_EVERYBODY = "public, max-age=31536000, immutable"
FOR_WHO_ASKED = "private, max-age=31536000, immutable"
"""The same address always gives the same picture; who may have it can change."""


class PictureForm(PageForm):
    picture = FileField(_l("Picture"))

    def made(self) -> dict[int, bytes] | None:
        """What was sent, in the sizes that are kept; None when it is no picture, and why stands beside the field."""
        file = request.files.get("picture")
        try:
            if file is None or not file.filename:
                raise pictures.Refused(_("Please choose a picture."))
            return pictures.make(file.stream)
        except pictures.Refused as error:
            self.refuse("picture", str(error))
            return None


def show_picture(name: str, size: int, *, cached: str) -> Response:
    """The kept file; 404 when there is none of this size."""
    if size not in pictures.SIZES:
        abort(404)
    try:
        response = make_response(store().read(f"{name}-{size}"))
    except Missing:
        abort(404)
    response.headers.update({**HEADERS, "Cache-Control": cached})
    return response
