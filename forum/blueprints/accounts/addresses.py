"""A member's account at a glance, and another email address for it."""

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, queries, tokens
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints import limits
from forum.blueprints.accounts.forms import ForgottenForm
from forum.blueprints.accounts.joining import stale_link
from forum.blueprints.accounts.proofs import when_proved
from forum.blueprints.pages import say
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import for_members, member
from forum.errors import Conflict
from forum.language import gettext as _

blueprint = Blueprint("account_addresses", __name__)


@blueprint.get("/me/account")
@for_members
def account() -> str:
    return render_template("accounts/account.html", email=queries.find_email(member()))


@blueprint.get("/me/email")
@when_proved
def edit() -> str:
    return _page(ForgottenForm(formdata=None))


@blueprint.post("/me/email")
@limits.ACCOUNT_MAIL
@when_proved
def update() -> Response | tuple[str, int]:
    """Answer the same whether or not somebody else has this address."""
    form = ForgottenForm()
    if not form.validate():
        return _page(form), 422
    try:
        operations.ask_for_address(member(), form.email.data, submission=form.token.data)
    except Conflict as error:
        form.refuse("email", str(error))
        return _page(form), 422
    said = _("We have sent a link to %(email)s. Your address changes when you open it.", email=form.email.data)
    say(said, "info")
    return redirect(addresses.own_account(), 303)


@blueprint.get("/email/new/<token>")
def ask_to_take(token: str) -> Response:
    return _ask(token, Purpose.NEW_ADDRESS, "accounts/new_address.html")


@blueprint.post("/email/new/<token>")
@limits.ACCOUNT_MAIL
def take(token: str) -> Response:
    """Whoever opens the link proves the address, on whatever browser, signed in or not."""
    try:
        operations.take_address(token)
    except StaleLink:
        return stale_link()
    say(_("Your address is changed."))
    return redirect(addresses.own_account(), 303)


@blueprint.get("/email/old/<token>")
def ask_to_stop(token: str) -> Response:
    return _ask(token, Purpose.OLD_ADDRESS, "accounts/old_address.html")


@blueprint.post("/email/old/<token>")
@limits.ACCOUNT_MAIL
def stop(token: str) -> Response:
    try:
        reset = operations.stop_address(token)
    except StaleLink:
        return stale_link()
    say(_("Your address stays as it was, and everybody is signed out. Choose a new password."))
    return redirect(addresses.reset_password(reset), 303)


def _ask(token: str, purpose: Purpose, template: str) -> Response:
    """Show a button: mail scanners follow links, and following one must not use it up."""
    try:
        tokens.read(token, purpose)
    except StaleLink:
        return stale_link()
    return keep_secret(make_response(render_template(template)))


def _page(form: ForgottenForm) -> str:
    return render_template("accounts/email.html", form=form, email=queries.find_email(member()))
