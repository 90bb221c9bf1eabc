"""Whom a page speaks to: in which language, and by which clock.

The language is the one that the member chose, else the one that the browser was told here, else what it prefers.
"""

from dataclasses import dataclass
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_translations

from forum.blueprints.signed_in import viewer
from forum.config import settings
from forum.language import ENGLISH, LANGUAGES, PSEUDO, Language

COOKIE = "roomful-language"
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page speaks to: their language, its sentences, and the clock on their wall."""

    language: Language
    catalogue: NullTranslations
    zone: ZoneInfo


class Sentences(Domain):  # type: ignore[misc]
    """The catalogue of the reader's language, a made-up one for a pseudo-language."""

    def get_translations(self) -> NullTranslations:
        return PSEUDO if chosen().is_pseudo else super().get_translations()


class Languages(Babel):  # type: ignore[misc]
    @property
    def domain_instance(self) -> Domain:
        return Sentences(domain=self.domain)


def connect(app: Flask) -> None:
    Languages(app, locale_selector=lambda: chosen().locale)
    app.context_processor(lambda: {"language": chosen().tag, "direction": chosen().direction})
    app.after_request(_vary)


def reader() -> Reader:
    known: Reader | None = g.get("reader")
    if known is None:
        known = g.reader = Reader(chosen(), get_translations(), _zone())
    return known


def chosen() -> Language:
    """The language of this request; English where nobody asks."""
    known: Language | None = g.get("language")
    if known is None:
        known = g.language = _choose()
    return known


def offered() -> list[Language]:
    """The languages that one may choose; those for tests in development alone."""
    return [one for one in LANGUAGES.values() if settings().development or not one.is_pseudo]


def speak(language: Language) -> None:
    """Go on in another language."""
    g.language = language
    g.pop("reader", None)


def _choose() -> Language:
    if not has_request_context():
        return ENGLISH
    member = viewer()
    codes = {one.code for one in offered()}
    asked = (member.language if member else "", request.cookies.get(COOKIE, ""))
    wanted = next((code for code in asked if code in codes), None)
    if wanted is None:
        spoken = [one.code for one in offered() if not one.is_pseudo]
        wanted = request.accept_languages.best_match(spoken, ENGLISH.code)
    return LANGUAGES[wanted or ENGLISH.code]


def _zone() -> ZoneInfo:
    member = viewer() if has_request_context() else None
    return ZoneInfo(member.time_zone) if member else UTC_ZONE


def _vary(response: Response) -> Response:
    """Tell caches that the words of a page depend on what the browser prefers."""
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response
