"""What may stand in an address: numbers that a database can hold, and a number followed by words."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.routing.map import Map

from forum.paging import MAX_ID


class BoundedInteger(IntegerConverter):
    """A positive number of at most 63 bits."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=MAX_ID)


class Slugged(BaseConverter):
    """ "7-buses-on-time" is 7: only the number counts."""

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[0])

    def to_url(self, value: object) -> str:
        return str(value)


def connect(app: Flask) -> None:
    app.url_map.converters["int"] = BoundedInteger
    app.url_map.converters["discussion"] = Slugged
