"""How often one may ask: for what costs others something (posts, mails, new accounts)."""

from flask import Flask, Response, request
from flask_limiter import Limiter

from forum.accounts.operations.throttling import network
from forum.blueprints.signed_in import viewer
from forum.errors import TooMany
from forum.language import gettext as _


def _who() -> str:
    signed_in = viewer()
    return f"member:{signed_in.id}" if signed_in else f"network:{network(request.remote_addr or '')}"


limiter = Limiter(_who, strategy="fixed-window", key_prefix="roomful")


def _is_done(response: Response) -> bool:
    """Whether something came of it: a preview, or a form that needs another look, costs nobody else anything."""
    return response.status_code == 303


POSTING = limiter.shared_limit("12 per minute; 120 per hour", "posting", methods=["POST"])
SAVING = limiter.shared_limit("60 per minute", "saving drafts", methods=["POST"])
STARTING = limiter.shared_limit("4 per minute; 20 per day", "starting", methods=["POST"], deduct_when=_is_done)
ACCOUNT_MAIL = limiter.shared_limit("10 per minute; 60 per hour", "account mail", methods=["POST"])
TAGGING = limiter.shared_limit("30 per hour", "tagging", methods=["POST"])
THANKING = limiter.shared_limit("50 per day", "thanking", methods=["POST"])
BOOKMARKING = limiter.shared_limit("50 per day", "bookmarking", methods=["POST"], deduct_when=_is_done)
FOLLOWING = limiter.shared_limit("60 per hour", "following", methods=["POST"])
FOUNDING = limiter.shared_limit("5 per hour", "founding", methods=["POST"], deduct_when=_is_done)
ASKING = limiter.shared_limit("20 per hour", "asking to join", methods=["POST"], deduct_when=_is_done)
REPORTING = limiter.shared_limit("10 per hour; 30 per day", "reporting", methods=["POST"])
INVITING = limiter.shared_limit("10 per minute; 60 per hour", "inviting", methods=["POST"])
RENAMING = limiter.shared_limit("10 per day", "renaming", methods=["POST"], deduct_when=_is_done)
READING = limiter.shared_limit("60 per minute", "reading", methods=["POST"])
PHOTOS = limiter.shared_limit("20 per hour", "photos", methods=["POST"])


def connect(app: Flask) -> None:
    limiter.init_app(app)


def too_many(retry_after: int) -> TooMany:
    return TooMany(_("That was a lot in a short time. Please wait a little and try again."), retry_after)
