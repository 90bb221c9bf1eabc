"""Error pages: what happened, what is safe, one link; and whatever the person had typed, so that nothing is lost."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum import addresses
from forum.accounts.standing import Suspended
from forum.blueprints.accounts.forms import SignInForm
from forum.blueprints.carrying import MOST_CARRIED, MOST_SHOWN, Carried, carried_now, is_for_members, words_typed
from forum.blueprints.limits import too_many
from forum.blueprints.moved import way_on
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import holds_cookie, holds_session, viewer
from forum.config import settings
from forum.database import db
from forum.errors import ForumError, NotFound, TooMany
from forum.language import gettext as _
from forum.language import lazy_gettext
from forum.logs import request_id

log = logging.getLogger(__name__)

AGAIN = (429, 500, 503)
"""What may be possible in a moment: the form is there to be sent once more."""

SENTENCES = {
    400: lazy_gettext("Something in this request could not be read."),
    401: lazy_gettext("You are signed out. Sign in and send it again."),
    403: lazy_gettext("This request did not come from one of our own pages, or not with your permission."),
    404: lazy_gettext("There is nothing at this address, or nothing that you may see."),
    405: lazy_gettext("This address does not take that kind of request."),
    413: lazy_gettext("That was more than one request may hold."),
    500: lazy_gettext("Something went wrong on our side."),
    503: lazy_gettext("The site is busy. Please try again in a moment."),
}
TITLES = {
    400: lazy_gettext("Not understood"),
    401: lazy_gettext("Signed out"),
    403: lazy_gettext("Not allowed"),
    404: lazy_gettext("Not found"),
    405: lazy_gettext("Not allowed"),
    409: lazy_gettext("Not possible now"),
    410: lazy_gettext("Gone"),
    413: lazy_gettext("Too large"),
    429: lazy_gettext("Too often"),
    500: lazy_gettext("Our fault"),
    503: lazy_gettext("Busy"),
}


def connect(app: Flask) -> None:
    app.register_error_handler(ForumError, _refused)
    app.register_error_handler(Suspended, _suspended)
    app.register_error_handler(RateLimitExceeded, _limited)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def error_page(status: int, sentence: str | None = None) -> Response:
    """The page for a status, with what was typed; for a suspended member the one that says so."""
    try:
        viewer()
    except Suspended as error:
        return _suspended(error)
    page = render_template(
        "errors/error.html",
        status=status,
        title=TITLES.get(status, TITLES[400]),
        sentence=sentence or SENTENCES.get(status, SENTENCES[400]),
        safe=_("What was saved before is safe.") if status >= 500 else None,
        link=_way_out(status),
        kept=words_typed(most=MOST_SHOWN if status == 413 else MOST_CARRIED),
        again=carried_now(is_ours=False) if status in AGAIN and viewer() else None,
        request_id=request_id() if status >= 500 else None,
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _refused(error: ForumError) -> ResponseReturnValue:
    if isinstance(error, NotFound) and (elsewhere := way_on()):
        return elsewhere
    sentence = None if error.status == 404 else str(error)
    response = error_page(error.status, sentence)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _suspended(error: Suspended) -> Response:
    """Why and until when, wherever a suspended member turns; the way out is to sign out."""
    page = render_template(
        "errors/suspended.html",
        until=error.until,
        reason=error.reason,
        is_signed_in=holds_session(),
        kept=words_typed(),
    )
    response = make_response(page, error.status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _limited(error: RateLimitExceeded) -> ResponseReturnValue:
    return _refused(too_many(int(error.limit.limit.get_expiry())))


def _expired(_error: CSRFError) -> Response:
    """A form whose token does not fit: it is shown, and only whoever sees it sends it."""
    carried = carried_now(is_ours=False)
    if viewer() is None and is_for_members():
        return _signed_out(400, carried)
    if carried and carried.typed:
        return ask_to_send(carried, 400)
    return error_page(
        400,
        _("The form was too old, or your browser keeps no cookies. Open the page again and send it once more."),
    )


def _signed_out(status: int, carried: Carried | None) -> Response:
    """The sign-in page, with the form that needs a member in it."""
    form = SignInForm(formdata=None, next=_page_before())
    return _personal(render_template("accounts/sign_in.html", form=form, carried=carried), status)


def ask_to_send(carried: Carried, status: int) -> Response:
    """What somebody typed, to be looked at and sent by whoever is signed in now."""
    return _personal(render_template("errors/send_again.html", carried=carried), status)


def _personal(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 401 and request.method == "POST" and is_for_members():
        return _signed_out(401, carried_now(is_ours=True))
    if status < 400 and error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    response = error_page(status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen error", exc_info=error)
    db.session.rollback()
    return error_page(500)


def _way_out(status: int) -> tuple[str, str]:
    if status == 401 or (request.method == "POST" and not holds_cookie()):
        return addresses.sign_in(next=_page_before()), _("Sign in")
    return addresses.home(), _("Go to the start page")


def _page_before() -> str:
    """The page whose form was sent, if it is one of ours."""
    try:
        referrer = urlsplit(request.referrer or "")
    except ValueError:
        return addresses.home()
    is_ours = f"{referrer.scheme}://{referrer.netloc}" == settings().public_url
    return safe_path(referrer.path + (f"?{referrer.query}" if referrer.query else "")) if is_ours else addresses.home()
