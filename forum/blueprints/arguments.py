"""Numbers in a query string or a form: positive, and small enough for a database; anything else counts as not given."""

from flask import request
from werkzeug.datastructures import MultiDict

from forum.paging import MAX_ID


def number(name: str) -> int | None:
    return next(iter(numbers(name)), None)


def sent_number(name: str) -> int | None:
    return next(iter(_numbers(request.form, name)), None)


def numbers(name: str) -> list[int]:
    return _numbers(request.args, name)


def _numbers(values: MultiDict[str, str], name: str) -> list[int]:
    given = [value for value in values.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19]
    return [int(value) for value in given if 0 < int(value) <= MAX_ID]
