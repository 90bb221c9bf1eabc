"""What every page has: the viewer, the community's name, `can`, addresses; and validators."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import Flask, Response, current_app, flash, g, get_flashed_messages, make_response, request, session

from forum import addresses
from forum.blueprints.readers import chosen
from forum.blueprints.signed_in import holds_cookie, viewer
from forum.discussions import policy as discussions
from forum.groups import policy as groups
from forum.moderation import policy as moderation
from forum.ports import clocks
from forum.site.queries import consent_version, site_name

POLICIES: dict[str, Callable[..., bool]] = {
    "act": lambda viewer, _thing: viewer is not None,  # spares a visitor's page the other questions for each post
    "found_group": lambda viewer, _thing: groups.can_found_group(viewer),
    "join": groups.can_join,
    "leave": groups.can_leave,
    "request": groups.can_request,
    "add_member": groups.can_add_member,
    "remove_member": groups.can_remove_member,
    "moderate": groups.can_moderate,
    "invite": groups.can_invite,
    "accept": groups.can_accept,
    "ban": groups.can_ban,
    "appoint": groups.can_appoint,
    "hand_over": groups.can_hand_over,
    "step_down": groups.can_step_down,
    "organise": groups.can_organise,
    "see_members": groups.can_see_members,
    "enter": groups.can_enter,
    "start": discussions.can_start,
    "reply": discussions.can_reply,
    "edit": discussions.can_edit,
    "delete": discussions.can_delete,
    "restore": discussions.can_restore,
    "close": discussions.can_close,
    "reopen": discussions.can_reopen,
    "pin": discussions.can_pin,
    "unpin": discussions.can_unpin,
    "tag": discussions.can_tag,
    "thank": discussions.can_thank,
    "bookmark": discussions.can_bookmark,
    "follow_group": discussions.can_follow_group,
    "mark_answer": discussions.can_mark_answer,
    "unmark_answer": discussions.can_unmark_answer,
    "respell": discussions.can_respell,
    "tidy": discussions.can_tidy,
    "split": discussions.can_split,
    "take_in": groups.can_take_in,
    "hide": discussions.can_hide,
    "unhide": discussions.can_unhide,
    "suspend": moderation.can_suspend,
    "lift": moderation.can_lift,
    "read_rulings": moderation.can_read_rulings,
    "read_reports": moderation.can_read_reports,
    "read_all_reports": lambda viewer, _thing: moderation.can_read_all_reports(viewer),
    "publish": lambda viewer, _thing: moderation.can_publish(viewer),
    "read_all_rulings": lambda viewer, _thing: moderation.can_read_all_rulings(viewer),
}


def connect(app: Flask) -> None:
    app.context_processor(_of_every_page)
    app.jinja_env.globals.update(addresses=addresses, can=can, news=news)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def can(verb: str, thing: object = None) -> bool:
    """Whether the viewer may do this to the thing: the policies that operations ask too."""
    return POLICIES[verb](viewer(), thing)


def say(sentence: str, kind: str = "good", undo: str | None = None) -> None:
    """Show a sentence on the next page, with a button that takes back what was done if there is an address for it."""
    flash({"text": sentence, "kind": kind, "undo": undo})  # type: ignore[arg-type]


def unless_known(*facts: object) -> Response | None:
    """304 when the browser has the page made of these facts already; None when it has to be made."""
    tag = etag(*facts)
    if tag not in request.headers.get("If-None-Match", "") or _has_news():
        return None
    response = make_response("", 304)
    response.headers["ETag"] = f'W/"{tag}"'
    return response


def validated(page: str, *facts: object) -> Response:
    """The page with its validator, unless it says something that the next look should not."""
    response = make_response(page)
    if not g.get("news_shown"):
        response.headers["ETag"] = f'W/"{etag(*facts)}"'
    return response


def news() -> list[Any]:
    """The sentences kept for this page; a visitor without our cookie has none and stays without a session."""
    if not holds_cookie():
        return []
    g.news_shown = get_flashed_messages()
    return list(g.news_shown)


def etag(*facts: object) -> str:
    seen = (current_app.extensions["roomful.digest"], site_name(), consent_version(), viewer(), chosen().code, *facts)
    return sha256(repr(seen).encode()).hexdigest()[:24]


def _has_news() -> bool:
    return holds_cookie() and "_flashes" in session


def _of_every_page() -> dict[str, Any]:
    return {"viewer": viewer(), "site_name": site_name(), "consent_version": consent_version(), "now": clocks.now()}
