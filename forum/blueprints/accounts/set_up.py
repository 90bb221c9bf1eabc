"""Setting the community up: once, by the link that the terminal shows."""

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, passwords, tokens
from forum.accounts.handles import HandleTaken
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints.accounts.agents import browser_name
from forum.blueprints.accounts.devices import remember_device
from forum.blueprints.accounts.forms import SetUpForm
from forum.blueprints.accounts.joining import stale_link
from forum.blueprints.pages import say
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import sign_in_browser
from forum.language import gettext as _
from forum.site.queries import consent_version, site_name

blueprint = Blueprint("set_up", __name__)


@blueprint.get("/set-up/<token>")
def ask(token: str) -> Response:
    try:
        tokens.read(token, Purpose.SET_UP)
    except StaleLink:
        return stale_link()
    form = SetUpForm(formdata=None, site_name=site_name())
    return keep_secret(make_response(render_template("accounts/set_up.html", form=form)))


@blueprint.post("/set-up/<token>")
def create(token: str) -> Response:
    form = SetUpForm()
    if not form.validate():
        return keep_secret(make_response(render_template("accounts/set_up.html", form=form), 422))
    try:
        tokens.read(token, Purpose.SET_UP)
        session_token = operations.set_up(
            token,
            site_name=form.site_name.data,
            name=form.name.data,
            handle=form.handle.data,
            email=form.email.data,
            password_hash=passwords.make_hash(form.password.data),
            guidelines_version=consent_version(),
            agent=browser_name(),
        )
    except HandleTaken as error:
        form.refuse("handle", str(error))
        return keep_secret(make_response(render_template("accounts/set_up.html", form=form), 422))
    except StaleLink:
        return stale_link()
    sign_in_browser(session_token)
    remember_device(session_token)
    say(_("The community is yours. Found its first group."))
    return redirect(addresses.new_group(), 303)
