"""What every request has to pass and every answer carries: cross-site requests, bad bytes, security headers."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import MultiDict

from forum.config import settings

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
UPLOADS = {"photos.create", "group_pictures.create"}
UPLOAD_LIMIT = 12 * 1024 * 1024
ONE_YEAR = 365 * 24 * 3600
PORT = re.compile(r":[0-9]+$")
BAD_TEXT = re.compile("[\0\ud800-\udfff]")
"""NUL and lone surrogates: PostgreSQL refuses them."""
BROKEN_TEXT = "\ufffd"
"""What broken UTF-8 in an address is read as."""

csrf = CSRFProtect()


def connect(app: Flask) -> None:
    csrf.init_app(app)
    app.before_request(refuse_other_hosts)
    app.before_request(let_files_in)
    app.before_request(refuse_bad_text)
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_hosts() -> None:
    """Answer 400 under any name but our own. Werkzeug, told to look for itself, takes no IPv6 address for one."""
    if PORT.sub("", request.host.lower()) not in settings().trusted_hosts:
        abort(400)


def let_files_in() -> None:
    """More than a form may hold, where a file is taken: it decides itself what is too much."""
    if request.endpoint in UPLOADS:
        request.max_content_length = UPLOAD_LIMIT


def refuse_bad_text() -> None:
    """Answer 400 to bytes that cannot be text, before anything reads them."""
    asked = [*(request.view_args or {}).values(), *_parts(request.args)]
    if any(BROKEN_TEXT in str(value) for value in asked):
        abort(400)
    sent = _parts(request.form) if request.method not in SAFE_METHODS else []
    if any(BAD_TEXT.search(str(value)) for value in [*asked, *sent]):
        abort(400)


def _parts(values: MultiDict[str, str]) -> list[str]:
    return [part for pair in values.items(multi=True) for part in pair]


def refuse_other_sites() -> None:
    """Refuse what other sites make a browser send: by Fetch Metadata, else by Origin, and always by our token."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        abort(403)
    if site is None and not _is_own_origin(request.headers.get("Origin")):
        abort(403)
    csrf.protect()


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache" if _is_personal(response) else "public, no-cache"
    return response


def _is_personal(response: Response) -> bool:
    """Whether the answer is for one person: a member, somebody with a form, somebody who is told something."""
    for_one = g.get("viewer") or g.get("csrf_token") or g.get("news_shown")
    return bool(for_one) or response.status_code >= 400 or request.method not in SAFE_METHODS


def keep_secret(response: Response) -> Response:
    """For a page that shows a token or a key, or holds one in its address.

    Other sites don't hear of the address. Our own have to: with "no-referrer" a browser sends such a page's form
    under the origin "null" and without the Referer that Flask-WTF wants on https, as if another site had sent it.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _is_own_origin(origin: str | None) -> bool:
    own = urlsplit(settings().public_url)
    port = f":{own.port}" if own.port else ""
    return origin is None or origin in {f"{own.scheme}://{host}{port}" for host in settings().trusted_hosts}
