"""Signing in to the example community by a printed link; these routes exist in the demo only."""

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, tokens
from forum.accounts.tokens import Purpose, StaleLink
from forum.blueprints.accounts.agents import browser_name
from forum.blueprints.accounts.joining import stale_link
from forum.blueprints.protection import keep_secret
from forum.blueprints.signed_in import sign_in_browser

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo/<token>")
def ask(token: str) -> Response:
    try:
        tokens.read(token, Purpose.DEMO)
    except StaleLink:
        return stale_link()
    return keep_secret(make_response(render_template("accounts/demo.html")))


@blueprint.post("/demo/<token>")
def create(token: str) -> Response:
    try:
        sign_in_browser(operations.demo_sign_in(token, browser_name()))
    except StaleLink:
        return stale_link()
    return redirect(addresses.home(), 303)
