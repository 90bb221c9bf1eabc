"""Account mail: written at the moment of sending, from the rows as they are then."""

from typing import Any

from forum import addresses
from forum.accounts import tokens
from forum.accounts.models import AddressChange, Member, Token
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


@writes("account.sign_in")
def sign_in(details: dict[str, Any]) -> Letter:
    token = _living_token(details["token_id"])
    link = addresses.sign_in_by_link(tokens.write(token), next=details["next"])
    return _letter("account.sign_in", _("Sign in"), _member(details).name, link)


@writes("account.new_address")
def new_address(details: dict[str, Any]) -> Letter:
    token = _living_token(details["token_id"])
    link = addresses.new_address(tokens.write(token))
    return _letter("account.new_address", _("Confirm your new address"), "", link)  # nor is the address


@writes("account.old_address")
def old_address(details: dict[str, Any]) -> Letter:
    return _about_old_address("account.old_address", _("Another address for your account"), details)


@writes("account.address_changed")
def address_changed(details: dict[str, Any]) -> Letter:
    return _about_old_address("account.address_changed", _("Your address was changed"), details)


@writes("account.taken")
def taken(details: dict[str, Any]) -> Letter:
    name = _member(details).name
    return _letter("account.taken", _("You have an account already"), name, addresses.sign_in())


@writes("account.closed")
def closed(_details: dict[str, Any]) -> Letter:
    return _letter("account.closed", _("Your account is closed"), "", addresses.home())


def _about_old_address(kind: str, subject: str, details: dict[str, Any]) -> Letter:
    token = _living_token(details["token_id"])
    change = db.session.get(AddressChange, token.address_change_id)
    link = addresses.old_address(tokens.write(token))
    return _letter(kind, subject, _member(details).name, link, email=change.email if change else "")


def _letter(kind: str, subject: str, name: str, path: str, **more: str) -> Letter:
    link = addresses.absolute(settings().public_url, path)
    values = {"name": name, "link": link, "site_name": site_name(), **more}
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
