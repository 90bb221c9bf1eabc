"""What may stand in an address: numbers that a database can hold, and a number followed by words."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter

NUMBER = r"[1-9][0-9]{0,17}"
"""At most 63 bits. What is none does not match at all: refused later, it could count as a wrong method."""


class BoundedInteger(IntegerConverter):
    """A positive number."""

    regex = NUMBER


class Slugged(BaseConverter):
    """ "7-buses-on-time" is 7: only the number counts."""

    regex = rf"{NUMBER}(?:-[^/]*)?"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[0])

    def to_url(self, value: object) -> str:
        return str(value)


def connect(app: Flask) -> None:
    app.url_map.converters["int"] = BoundedInteger
    app.url_map.converters["discussion"] = Slugged
