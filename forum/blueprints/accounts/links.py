"""Signing in by a link that is mailed: asked for here, and opened on whatever browser is at hand."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, tokens
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints import limits
from forum.blueprints.accounts.agents import browser_name
from forum.blueprints.accounts.devices import remember_device
from forum.blueprints.accounts.forms import LinkForm
from forum.blueprints.accounts.joining import stale_link
from forum.blueprints.protection import keep_secret
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import sign_in_browser

blueprint = Blueprint("links", __name__)


@blueprint.get("/sign-in/link")
def new() -> str:
    form = LinkForm(formdata=None, next=safe_path(request.args.get("next")))
    return render_template("accounts/ask_for_link.html", form=form)


@blueprint.post("/sign-in/link")
@limits.ACCOUNT_MAIL
def create() -> Response | tuple[str, int]:
    """Answer the same whether or not somebody has this address."""
    form = LinkForm()
    if not form.validate():
        return render_template("accounts/ask_for_link.html", form=form), 422
    operations.ask_for_link(form.email.data, next=safe_path(form.next.data), submission=form.token.data)
    return redirect(addresses.check_mail(), 303)


@blueprint.get("/sign-in/link/<token>")
def ask(token: str) -> Response:
    """Show a button: mail scanners follow links, and following one must not use it up."""
    try:
        tokens.read(token, Purpose.SIGN_IN)
    except StaleLink:
        return stale_link()
    return keep_secret(make_response(render_template("accounts/sign_in_by_link.html")))


@blueprint.post("/sign-in/link/<token>")
@limits.ACCOUNT_MAIL
def sign_in(token: str) -> Response:
    try:
        session_token = operations.sign_in_by_link(token, browser_name())
    except StaleLink:
        return stale_link()
    sign_in_browser(session_token)
    remember_device(session_token)
    return redirect(safe_path(request.args.get("next")), 303)
