"""Numbers in a query string: positive, and small enough for a database; anything else counts as not given."""

from flask import request

from forum.paging import MAX_ID


def number(name: str) -> int | None:
    return next(iter(numbers(name)), None)


def numbers(name: str) -> list[int]:
    given = [value for value in request.args.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19]
    return [int(value) for value in given if 0 < int(value) <= MAX_ID]
