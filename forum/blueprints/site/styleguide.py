"""Every component in every state; development only."""

from flask import Blueprint, render_template

blueprint = Blueprint("styleguide", __name__)


@blueprint.get("/styleguide")
def show() -> str:
    return render_template("styleguide.html")
