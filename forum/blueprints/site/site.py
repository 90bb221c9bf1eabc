"""The start page and the guidelines."""

from flask import Blueprint, render_template
from markupsafe import Markup

from forum.blueprints.signed_in import viewer
from forum.discussions.queries import list_latest
from forum.groups.queries import list_home_groups
from forum.site import guidelines

blueprint = Blueprint("site", __name__)

HOME_SIZE = 10


@blueprint.get("/")
def home() -> str:
    rows, _older = list_latest(viewer(), limit=HOME_SIZE)
    return render_template("home.html", rows=rows, groups=list_home_groups(viewer()))


@blueprint.get("/guidelines")
def show_guidelines() -> str:
    html = Markup(guidelines.html())  # noqa: S704  made safe by text
    return render_template("guidelines.html", html=html, version=guidelines.VERSION)
