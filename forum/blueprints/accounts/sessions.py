"""Signing in and out, and the list of browsers that are signed in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, queries
from forum.blueprints.accounts.agents import browser_name
from forum.blueprints.accounts.devices import known_device, remember_device
from forum.blueprints.accounts.forms import SignInForm
from forum.blueprints.carrying import carried_through, is_theirs, post_on
from forum.blueprints.errors import ask_to_send
from forum.blueprints.pages import say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member, sign_in_browser, sign_out_browser, viewer
from forum.errors import NotAllowed, TooMany
from forum.language import gettext as _

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sign-in")
def new() -> Response | str:
    next_path = safe_path(request.args.get("next"))
    if viewer():
        return redirect(next_path, 303)
    form = SignInForm(formdata=None, next=next_path)
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
def create() -> Any:
    """Sign in; a form that somebody sent while they were signed out is posted on if it is theirs, else shown first."""
    form = SignInForm()
    carried = carried_through()
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, carried=carried), 422
    try:
        token = operations.sign_in(
            form.identifier.data,
            form.password.data,
            network_address=request.remote_addr or "",
            agent=browser_name(),
            known_device=known_device(),
        )
    except NotAllowed as error:
        form.refuse("password", str(error))
        return render_template("accounts/sign_in.html", form=form, carried=carried), 422
    except TooMany as error:
        form.refuse("password", str(error))
        return (
            render_template("accounts/sign_in.html", form=form, carried=carried),
            429,
            {"Retry-After": str(error.retry_after)},
        )
    sign_in_browser(token)
    remember_device(token)
    if carried and is_theirs(carried, viewer()):
        return post_on(carried)
    if carried and carried.typed:
        return ask_to_send(carried, 200)
    return redirect(safe_path(form.next.data), 303)


@blueprint.post("/sign-out")
def delete() -> Response:
    sign_out_browser()
    return redirect(addresses.home(), 303)


@blueprint.get("/me/sessions")
@for_members
def index() -> str:
    return render_template("accounts/sessions.html", rows=queries.list_sessions(member()))


@blueprint.post("/me/sessions/others/revocation")
@for_members
def revoke_others() -> Response:
    operations.end_other_sessions(member())
    say(_("Every other browser is signed out."))
    return redirect(addresses.sessions(), 303)


@blueprint.post("/me/sessions/<int:session_id>/revocation")
@for_members
def revoke(session_id: int) -> Response:
    operations.end_session(member(), session_id)
    say(_("That browser is signed out."))
    return redirect(addresses.sessions(), 303)
