"""How a member likes to read."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations
from forum.blueprints.accounts.forms import ReadingForm
from forum.blueprints.pages import say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member
from forum.language import gettext as _

blueprint = Blueprint("preferences", __name__)


@blueprint.get("/me/reading")
@for_members
def choose() -> str:
    return render_template(
        "accounts/reading.html", form=ReadingForm(formdata=None, view=member().discussion_view or "")
    )


@blueprint.post("/me/reading")
@for_members
def update() -> Response | tuple[str, int]:
    form = ReadingForm()
    if not form.validate():
        return render_template("accounts/reading.html", form=form), 422
    operations.choose_view(member(), form.view.data or None)
    say(_("Discussions are shown to you like this from now on."))
    return redirect(safe_path(form.next.data or addresses.own_reading()), 303)
