"""Closing one's account: a page that says what becomes of what, and then the end of it."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.accounts.proofs import when_proved
from forum.blueprints.moderation.forms import ClosingForm
from forum.blueprints.pages import say
from forum.blueprints.signed_in import member, sign_out_browser
from forum.errors import Conflict
from forum.language import gettext as _
from forum.moderation.operations import close_account

blueprint = Blueprint("closing", __name__)


@blueprint.get("/me/account/closing")
@when_proved
def ask() -> str:
    return render_template("accounts/closing.html", form=ClosingForm(formdata=None))


@blueprint.post("/me/account/closing")
@when_proved
def close() -> Response | tuple[str, int]:
    form = ClosingForm()
    if not form.validate():
        return render_template("accounts/closing.html", form=form), 422
    try:
        close_account(member(), keep_posts=form.posts.data == "keep")
    except Conflict as error:
        form.refuse("posts", str(error))
        return render_template("accounts/closing.html", form=form), 422
    sign_out_browser()
    say(_("Your account is closed. Thank you for having been here."))
    return redirect(addresses.home(), 303)
