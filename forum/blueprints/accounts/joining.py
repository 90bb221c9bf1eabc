"""Joining: the form, and the link that proves the address."""

from contextlib import suppress

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import passwords, tokens
from forum.accounts.handles import HandleTaken
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints import limits
from forum.blueprints.accounts.agents import browser_name
from forum.blueprints.accounts.devices import remember_device
from forum.blueprints.accounts.forms import ConfirmForm, HandleForm, SignUpForm
from forum.blueprints.pages import say
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import sign_in_browser, viewer
from forum.groups import operations as groups
from forum.groups.queries import find_invitation
from forum.language import gettext as _
from forum.site.queries import consent_version

blueprint = Blueprint("joining", __name__)


@blueprint.get("/join")
def new() -> Response | str:
    if viewer():
        return redirect(addresses.home(), 303)
    return _page(SignUpForm(formdata=None, invitation=request.args.get("invitation")))


@blueprint.post("/join")
@limits.ACCOUNT_MAIL
def create() -> Response:
    form = SignUpForm()
    if not form.validate():
        return _page(form, 422)
    try:
        groups.sign_up(
            invitation=form.invitation.data,
            name=form.name.data,
            handle=form.handle.data,
            email=form.email.data,
            password_hash=passwords.make_hash(form.password.data),
            guidelines_version=consent_version(),
            submission=form.token.data,
        )
    except HandleTaken as error:
        form.refuse("handle", str(error))
        return _page(form, 422)
    return redirect(addresses.check_mail(), 303)


@blueprint.get("/join/check-mail")
def check_mail() -> str:
    return render_template("accounts/check_mail.html")


@blueprint.get("/confirm/<token>")
def ask(token: str) -> Response:
    """Show a button: mail scanners follow links, and following one must not use it up."""
    try:
        tokens.read(token, Purpose.CONFIRM)
    except StaleLink:
        return stale_link()
    return keep_secret(make_response(render_template("accounts/confirm.html", form=ConfirmForm(formdata=None))))


@blueprint.post("/confirm/<token>")
@limits.ACCOUNT_MAIL
def confirm(token: str) -> Response:
    form = HandleForm() if "handle" in request.form else ConfirmForm()
    if not form.validate():
        return keep_secret(make_response(render_template("accounts/confirm.html", form=form), 422))
    handle = form.handle.data if isinstance(form, HandleForm) else None
    try:
        session_token, group = groups.confirm(token, agent=browser_name(), handle=handle)
    except HandleTaken as error:
        form = HandleForm()
        form.validate()
        form.refuse("handle", str(error))
        return keep_secret(make_response(render_template("accounts/confirm.html", form=form), 422))
    except StaleLink:
        return stale_link()
    sign_in_browser(session_token)
    remember_device(session_token)
    if group:
        say(_("Welcome. You are a member now, and belong to %(group)s.", group=group.name))
        return redirect(addresses.group(group.slug), 303)
    say(_("Welcome. You are a member now: find a group to join."))
    return redirect(addresses.groups(), 303)


def _page(form: SignUpForm, status: int = 200) -> Response:
    """The form; with the door of the group that one is invited to, if it is by an invitation that counts."""
    invited = None
    if written := form.invitation.data:
        with suppress(StaleLink):
            invited = find_invitation(None, written)
    page = make_response(render_template("accounts/join.html", form=form, invited=invited), status)
    return keep_secret(page) if written else page


def stale_link() -> Response:
    return keep_secret(make_response(render_template("accounts/stale_link.html"), 410))
