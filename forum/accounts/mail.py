"""Account mail: written at the moment of sending, from the rows as they are then."""

from typing import Any

from forum import addresses
from forum.accounts import tokens
from forum.accounts.models import Member, Token
from forum.config import settings
from forum.database import db
from forum.language import gettext as _
from forum.outbox.letters import Letter, NoLongerWanted, writes
from forum.ports import clocks
from forum.ports.renderers import render
from forum.site.queries import site_name


@writes("account.confirm")
def confirm(details: dict[str, Any]) -> Letter:
    token = _living_token(details["token_id"])
    link = addresses.confirm(tokens.write(token))
    return _letter("account.confirm", _("Confirm your address"), "", link)  # the name is not proved yet


@writes("account.exists")
def exists(details: dict[str, Any]) -> Letter:
    name = _member(details).name
    return _letter("account.exists", _("You have an account already"), name, addresses.forgotten_password())


@writes("account.reset")
def reset(details: dict[str, Any]) -> Letter:
    token = _living_token(details["token_id"])
    link = addresses.reset_password(tokens.write(token))
    return _letter("account.reset", _("Choose a new password"), _member(details).name, link)


@writes("account.password_changed")
def password_changed(details: dict[str, Any]) -> Letter:
    name = _member(details).name
    return _letter("account.password_changed", _("Your password was changed"), name, addresses.forgotten_password())


def _letter(kind: str, subject: str, name: str, path: str) -> Letter:
    link = addresses.absolute(settings().public_url, path)
    values = {"name": name, "link": link, "site_name": site_name()}
    subject = f"{subject} ({site_name()})"
    return Letter(subject, render(f"mail/{kind}.txt", **values), render(f"mail/{kind}.html", **values))


def _living_token(token_id: int) -> Token:
    token = db.session.get(Token, token_id)
    if token is None or token.used_at or token.expires_at <= clocks.now():
        raise NoLongerWanted("the link has been used or has expired")
    return token


def _member(details: dict[str, Any]) -> Member:
    member = db.session.get(Member, details["member_id"]) if details["member_id"] else None
    if member is None:
        raise NoLongerWanted("there is no member of this address")
    return member
