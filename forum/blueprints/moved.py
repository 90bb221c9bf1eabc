"""From where a post or a discussion stood to where it stands now, whatever was asked for at its old address."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints.signed_in import viewer
from forum.discussions.queries import find_place_now

DISCUSSION, NUMBER = ("discussion_id", "place"), ("number", "post_number")
"""What routes call them."""


def way_on() -> Response | None:
    """The same at the new place, sent on with all that a form held; None if nothing has moved that the viewer sees."""
    arguments = dict(request.view_args or {})
    discussion = next((name for name in DISCUSSION if name in arguments), None)
    number = next((name for name in NUMBER if name in arguments), None)
    if not discussion or not request.endpoint:
        return None
    before = arguments[discussion]
    now = find_place_now(viewer(), before, arguments[number] if number else None)
    if now is None:
        return None
    if request.blueprint == "tidying":  # it was sent twice, or two people tidied at once: look first
        return redirect(addresses.discussion(now[0]), 303)
    arguments[discussion] = now[0]
    if number:
        arguments[number] = now[1]
        arguments |= request.args.to_dict(flat=False)
    elif request.blueprint == "posts":  # numbers in what was sent are those of the discussion that was merged
        arguments |= {**request.args.to_dict(flat=False), "of": before}
    return redirect(url_for(request.endpoint, **arguments), 303 if request.method == "GET" else 307)
