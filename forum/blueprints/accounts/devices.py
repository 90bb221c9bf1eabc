"""The cookie by which a browser is known that signed in before: it opens nothing, and only sign-in gets it."""

from flask import after_this_request, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import devices
from forum.accounts.queries import find_signed_in
from forum.config import settings

ONE_YEAR = 365 * 24 * 3600


def known_device() -> str | None:
    """What the browser keeps, if it keeps anything."""
    return request.cookies.get(_name())


def remember_device(session_token: str) -> None:
    """Let the browser be known next time in which this session was just started."""
    signed_in = find_signed_in(session_token)
    if signed_in is None:
        return
    kept = known_device()
    value = kept if kept and devices.device_of(signed_in.id, kept) else devices.issue(signed_in.id)

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            _name(), value, max_age=ONE_YEAR, path=addresses.sign_in(), secure=settings().https, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return response


def _name() -> str:
    return "__Secure-roomful-device" if settings().https else "roomful-device"
