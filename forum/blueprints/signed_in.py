"""Who is signed in: the only file that knows Flask-Login."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Flask, abort, current_app, g, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import queries
from forum.accounts.operations import end_session_of
from forum.accounts.viewers import Viewer

P = ParamSpec("P")
UNKNOWN: Any = object()
"""Stands for a viewer who has not been looked up yet, None being a visitor."""


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: the id in the cookie is the session's token, not the member's number."""

    def __init__(self, token: str, viewer: Viewer | None = None) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


class SessionTableManager(LoginManager):  # type: ignore[misc]
    """Sessions are rows of ours; the remember cookie is never used, and looking for it would vary every answer."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def connect(app: Flask) -> None:
    manager = SessionTableManager()
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(_load)


def viewer() -> Viewer | None:
    """The member who is signed in, or None; a request without our cookie does not touch the session at all.

    Raises Suspended, once: the page that says so is a visitor's.
    """
    known: Viewer | None = g.get("viewer", UNKNOWN)
    if known is UNKNOWN:
        g.viewer = None
        known = g.viewer = _read_viewer()
    return known


def holds_cookie() -> bool:
    """Whether the request brought our cookie: if not, the session need not be touched, and the answer can be shared."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def holds_session() -> bool:
    """Whether the browser holds a session of somebody, who may be suspended."""
    return holds_cookie() and "_user_id" in session


def member() -> Viewer:
    """The member who is signed in, on pages for members only."""
    signed_in = viewer()
    if signed_in is None:
        abort(401)
    return signed_in


def sign_in_browser(token: str) -> None:
    """Let this browser hold a session that was just started; the one that it held before is ended."""
    _end_session()
    flashes = session.get("_flashes")
    session.clear()
    session.permanent = True
    if flashes:
        session["_flashes"] = flashes
    found = queries.find_signed_in(token)
    login_user(SignedIn(token, found))
    if found:
        session["member_id"] = found.id  # tells whose words a form holds when the session has ended
    g.pop("viewer", None)


def sign_out_browser() -> None:
    """End the session, here and in the table; who is suspended can do that, too."""
    _end_session()
    session.clear()
    logout_user()
    g.viewer = None


def _end_session() -> None:
    if token := session.get("_user_id"):
        end_session_of(token)


def for_members(view: Callable[P, Any]) -> Callable[P, Any]:
    """A page for members only: visitors are led to the sign-in page and back, and what they sent is carried along."""

    @wraps(view)
    def signed_in_view(*args: P.args, **kwargs: P.kwargs) -> Any:
        if viewer() is not None:
            return view(*args, **kwargs)
        if request.method == "POST":
            abort(401)
        return redirect(addresses.sign_in(next=request.full_path.rstrip("?")), 303)

    signed_in_view.is_for_members = True  # type: ignore[attr-defined]
    return signed_in_view


def _load(token: str) -> SignedIn | None:
    found = queries.find_signed_in(token)
    return SignedIn(token, found) if found else None


def _read_viewer() -> Viewer | None:
    if not holds_cookie():
        return None
    return cast("Viewer | None", getattr(current_user, "viewer", None))
