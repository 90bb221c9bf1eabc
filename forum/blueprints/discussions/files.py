"""The files of posts, for those who may read the posts."""

from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, send_file

from forum import pictures
from forum.blueprints.signed_in import viewer
from forum.discussions import queries
from forum.discussions.queries import AttachmentView
from forum.ports.stores import Missing, store

blueprint = Blueprint("files", __name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
}
"""Looked up at each use, since rights change; nothing in a file acts on our behalf."""

ANY_FILE = "application/octet-stream"


@blueprint.get("/files/<file>")
def show(file: str) -> Response:
    """A picture is shown, having been made anew by us; of anything else a browser only keeps a copy."""
    found = queries.find_attachment(viewer(), file)
    try:
        content = store().open(found.file)
    except Missing:
        abort(404)
    response = send_file(
        content,
        mimetype=pictures.MEDIA_TYPE if found.is_picture else ANY_FILE,
        as_attachment=not found.is_picture,
        download_name=_name(found),
        etag=found.file,
    )
    response.headers.update(HEADERS)
    return response


def _name(found: AttachmentView) -> str:
    return PurePosixPath(found.name).with_suffix(".webp").name if found.is_picture else found.name
