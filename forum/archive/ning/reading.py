"""Reading the archive's JSON, which often is not quite JSON, object by object in constant memory.

The tool wraps its lists in parentheses, forgets commas between objects and strews square brackets among them, so no
JSON parser takes a whole file. Outside of objects nothing matters here, and within one the json module reads one
value after the other out of a small buffer; the list named `inner` is handed over element by element, because a
single discussion may hold all the comments of a network.
"""

import codecs
import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, BinaryIO

Fields = dict[str, Any]

BLOCK = 2**16
VALUE_LIMIT = 2**25
"""Characters of one value: a file that needs more is broken, or meant to fill the memory."""

_SPACE = re.compile(r"[\s\ufeff]*")
_SPACE_OR_COMMA = re.compile(r"[\s,]*")
_BEFORE_ELEMENT = re.compile(r"[\s,\[]*")
_LONGEST_ATOM = 16
"""A number, escape or word that the end of the buffer cuts is not longer; a longer number is nobody's."""

_decoder = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)


class Broken(ValueError):
    """What follows can't be read; `str(error)` says where."""


def read_objects(file: BinaryIO, inner: str | None = None) -> Iterator[tuple[bool, Fields]]:
    """Every object of the file as (True, fields), after its elements of the list `inner` as (False, fields).

    Raises Broken where the file can't be read any further; what came before it is good.
    """
    return _Reader(file, inner).objects()


class _Reader:
    def __init__(self, file: BinaryIO, inner: str | None) -> None:
        self.file = file
        self.inner = inner
        self.decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self.buffer = ""
        self.at = 0
        self.is_ended = False

    def objects(self) -> Iterator[tuple[bool, Fields]]:
        while self._seek_object():
            yield from self._object()

    def _seek_object(self) -> bool:
        while (found := self.buffer.find("{", self.at)) < 0:
            self.at = len(self.buffer)
            if not self._read_more():
                return False
        self.at = found
        return True

    def _object(self) -> Iterator[tuple[bool, Fields]]:
        self.at += 1
        fields: Fields = {}
        while (character := self._peek(_SPACE_OR_COMMA)) == '"':
            name = self._value()
            self._expect(":")
            if name == self.inner and self._peek(_SPACE) == "[":
                yield from self._elements()
            else:
                fields[name] = self._value()
        self._expect("}", character)
        yield True, fields

    def _elements(self) -> Iterator[tuple[bool, Fields]]:
        """The objects of a list; where it closes and another object follows, it was not meant to close."""
        while (character := self._peek(_BEFORE_ELEMENT)) not in ('"', "}", ""):
            if character == "]":
                self.at += 1
                if self._peek(_SPACE_OR_COMMA) not in ("{", "]"):
                    return
            elif isinstance(element := self._value(), dict):
                yield False, element

    def _expect(self, expected: str, found: str | None = None) -> None:
        if (found or self._peek(_SPACE)) != expected:
            raise self._broken()
        self.at += 1

    def _peek(self, skipped: re.Pattern[str]) -> str:
        """The next character that is not skipped, "" at the end of the file."""
        while True:
            match = skipped.match(self.buffer, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self._read_more():
                return ""

    def _value(self) -> Any:
        self._peek(_SPACE)
        while True:
            try:
                value, end = _decoder.raw_decode(self.buffer, self.at)
            except (ValueError, RecursionError) as error:
                if not self._may_go_on(error):
                    raise self._broken() from error
            else:
                if self.is_ended or self.buffer[end - 1] in '"}]' or end < len(self.buffer) - _LONGEST_ATOM:
                    self.at = end
                    return value
            if not self._read_more():
                raise self._broken()

    def _may_go_on(self, error: Exception) -> bool:
        """Whether the value may only be cut by the end of the buffer."""
        if self.is_ended or len(self.buffer) - self.at > VALUE_LIMIT or not isinstance(error, JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos > len(self.buffer) - _LONGEST_ATOM

    def _read_more(self) -> bool:
        """Add to the buffer as much as it holds, so that a large value is not tried too often."""
        rest = self.buffer[self.at :]
        read = self.file.read(max(BLOCK, len(rest)))
        self.is_ended = not read
        self.buffer, self.at = rest + self.decode(read, final=self.is_ended), 0
        return not self.is_ended

    def _broken(self) -> Broken:
        near = " ".join(self.buffer[self.at : self.at + 60].split())
        return Broken(f"it can't be read any further, near byte {self.file.tell():,}: {near!r}")
