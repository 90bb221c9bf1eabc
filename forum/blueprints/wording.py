"""How templates say things: sentences and moments in the reader's language.

A page has a hundred sentences and fifty moments, so what is looked up for one of them is kept for the next.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask import Flask, g
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from forum.ports import clocks

RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page speaks to: their language, and its sentences."""

    locale: Locale | None
    language: str
    catalogue: NullTranslations


def connect(app: Flask) -> None:
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)
    app.jinja_env.filters.update(date=_date, moment=_moment, iso=_iso)
    app.jinja_env.tests.update(recent=_is_recent)


@pass_eval_context
def _sentence(context: EvalContext, sentence: str, **values: Any) -> str:
    return _fill(context, _reader().catalogue.gettext(sentence), values)


@pass_eval_context
def _counted(context: EvalContext, singular: str, plural: str, num: int, **values: Any) -> str:
    return _fill(context, _reader().catalogue.ngettext(singular, plural, num), {"num": num, **values})


def _fill(context: EvalContext, sentence: str, values: dict[str, Any]) -> str:
    """Put the values in, escaped where the template is HTML."""
    said = Markup(sentence) if context.autoescape else sentence  # noqa: S704  ours or our translators'
    return said % values if values or "%" in sentence else said


def _reader() -> Reader:
    """The reader of this page or mail; looked up again when the language is changed on the way."""
    locale = get_locale()
    reader: Reader | None = g.get("reader")
    if reader is None or reader.locale is not locale:
        reader = g.reader = Reader(locale, str(locale), get_translations())
    return reader


def _date(moment: datetime) -> str:
    return _day(moment.astimezone(UTC).date(), _reader().language)


def _moment(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC)
    return f"{_day(in_utc.date(), _reader().language)}, {in_utc.hour}.{in_utc.minute:02} UTC"


@lru_cache(maxsize=2048)
def _day(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM yyyy", locale=language))


def _iso(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC)
    return f"{in_utc.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _is_recent(moment: datetime) -> bool:
    return clocks.now() - moment < RECENT
