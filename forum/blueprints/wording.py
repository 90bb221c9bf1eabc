"""How templates say things: sentences and moments in the reader's language.

A page has a hundred sentences and fifty moments, so what is looked up for one of them is kept for the next.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from forum.blueprints.readers import reader
from forum.language import gettext
from forum.ports import clocks

RECENT = timedelta(days=7)


def connect(app: Flask) -> None:
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)
    app.jinja_env.filters.update(date=as_date, moment=as_moment, size=as_size)


@pass_eval_context
def _sentence(context: EvalContext, sentence: str, **values: Any) -> str:
    catalogue = reader().catalogue
    if values or not context.autoescape:
        return _fill(context, catalogue.gettext(sentence), values)
    return _said(catalogue, sentence)


@pass_eval_context
def _counted(context: EvalContext, singular: str, plural: str, num: int, **values: Any) -> str:
    return _fill(context, reader().catalogue.ngettext(singular, plural, num), {"num": num, **values})


@lru_cache(maxsize=4096)
def _said(catalogue: NullTranslations, sentence: str) -> str:
    """A sentence without values, on a page."""
    return Markup(_put_in(catalogue.gettext(sentence), {}))  # noqa: S704  ours or our translators'


def _fill(context: EvalContext, sentence: str, values: dict[str, Any]) -> str:
    """Put the values in, escaped where the template is HTML."""
    if not context.autoescape:
        return _put_in(sentence, values)
    escaped = {name: escape(value) for name, value in values.items()}
    return Markup(_put_in(sentence, escaped))  # noqa: S704  ours or our translators'


def _put_in(sentence: str, values: Mapping[str, Any]) -> str:
    return sentence % values if values or "%" in sentence else sentence


def language() -> str:
    """The locale in which whoever reads this page or mail is told days and numbers."""
    return reader().language.locale


def reader_key() -> tuple[str, str]:
    """What the words for a moment depend on, besides the moment."""
    return language(), reader().zone.key


def as_date(moment: datetime) -> str:
    return _day(moment.astimezone(reader().zone).date(), language())


def as_moment(moment: datetime) -> str:
    return _moment(moment, *reader_key())


@lru_cache(maxsize=4096)
def _moment(moment: datetime, language: str, zone: str) -> str:
    here = moment.astimezone(ZoneInfo(zone))
    return f"{_day(here.date(), language)}, {here.hour}.{here.minute:02} {here.tzname()}"


def as_iso(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC)
    return f"{in_utc.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def is_recent(moment: datetime) -> bool:
    return clocks.now() - moment < RECENT


@lru_cache(maxsize=2048)
def _day(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM yyyy", locale=language))


def as_size(size: int) -> str:
    """How large a file is, in the unit that keeps the number short."""
    if size < 1_000_000:
        return gettext("%(size)s KB", size=max(1, round(size / 1_000)))
    return gettext("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1), locale=language()))
