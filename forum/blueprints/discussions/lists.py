"""All discussions, the newest post first."""

from flask import Blueprint, render_template, request

from forum.blueprints.signed_in import viewer
from forum.discussions.queries import list_latest

blueprint = Blueprint("lists", __name__)


@blueprint.get("/forum")
def latest() -> str:
    rows, older = list_latest(viewer(), request.args.get("before"))
    return render_template("discussions/latest.html", rows=rows, older=older)
