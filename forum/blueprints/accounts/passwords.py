"""A forgotten password and the link for a new one; another password for whoever knows the old one."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, passwords, tokens
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints import limits
from forum.blueprints.accounts.forms import ForgottenForm, PasswordForm, ResetForm
from forum.blueprints.accounts.joining import stale_link
from forum.blueprints.pages import say
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import for_members, member
from forum.errors import NotAllowed, TooMany
from forum.language import gettext as _

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/password")
def new() -> str:
    return render_template("accounts/forgotten.html", form=ForgottenForm(formdata=None))


@blueprint.post("/password")
@limits.ACCOUNT_MAIL
def create() -> Response | tuple[str, int]:
    """Answer the same whether or not somebody has this address."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    operations.ask_for_reset(form.email.data, submission=form.token.data)
    return redirect(addresses.check_mail(), 303)


@blueprint.get("/password/<token>")
def ask(token: str) -> Response:
    try:
        tokens.read(token, Purpose.RESET)
    except StaleLink:
        return stale_link()
    return keep_secret(make_response(render_template("accounts/reset.html", form=ResetForm(formdata=None))))


@blueprint.post("/password/<token>")
@limits.ACCOUNT_MAIL
def reset(token: str) -> Response:
    form = ResetForm()
    if not form.validate():
        return keep_secret(make_response(render_template("accounts/reset.html", form=form), 422))
    try:
        tokens.read(token, Purpose.RESET)
        operations.reset_password(token, passwords.make_hash(form.password.data))
    except StaleLink:
        return stale_link()
    say(_("Your password is changed. Sign in with it."))
    return redirect(addresses.sign_in(), 303)


@blueprint.get("/me/password")
@for_members
def edit() -> str:
    return render_template("accounts/password.html", form=PasswordForm(formdata=None))


@blueprint.post("/me/password")
@for_members
def update() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    form = PasswordForm()
    if not form.validate():
        return render_template("accounts/password.html", form=form), 422
    try:
        operations.change_password(
            member(), form.old.data, form.password.data, network_address=request.remote_addr or ""
        )
    except NotAllowed as error:
        form.refuse("old", str(error))
        return render_template("accounts/password.html", form=form), 422
    except TooMany as error:
        form.refuse("old", str(error))
        return render_template("accounts/password.html", form=form), 429, {"Retry-After": str(error.retry_after)}
    say(_("Your password is changed, and every other browser is signed out."))
    return redirect(addresses.sessions(), 303)
