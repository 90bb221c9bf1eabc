"""Reading what the archive tool wrote, whatever it did to its JSON."""

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any

import pytest

from forum.archive.ning import reading
from forum.archive.ning.reading import Broken, read_objects


def read(written: str | bytes, inner: str | None = None) -> list[tuple[bool, dict[str, Any]]]:
    return list(read_objects(BytesIO(written if isinstance(written, bytes) else written.encode()), inner))


def whole(written: str | bytes) -> list[dict[str, Any]]:
    return [fields for _is_whole, fields in read(written)]


@pytest.mark.parametrize("written", [
    '([{"a":"1"},{"a":"2"}])', '[{"a":"1"},{"a":"2"}]', '([{"a":"1"}{"a":"2"}])', '([{"a":"1"}]{"a":"2"}])',
    '([{"a":"1"}[{"a":"2"}]])', '\ufeff( [ {"a" : "1" } ,\r\n {"a": "2"} ] ) ;\n', '{"a":"1"}{"a":"2"}',
    '([{"a":1},{"a":2}',
])  # fmt: skip
def test_the_wrapper_and_the_commas_do_not_matter(written: str) -> None:
    assert whole(written) == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize("comments", ['[{"b":1},{"b":2}]', '[{"b":1}{"b":2}]', '[{"b":1}]{"b":2}]',
                                      '[[{"b":1},{"b":2}]]', '[null,{"b":1},{"b":2}]', '[{"b":1},{"b":2}'])  # fmt: skip
@pytest.mark.parametrize("rest", ['"z":3', '"z":{"y":[1]}', '"z":null'])
def test_the_elements_of_a_list_come_before_their_object(comments: str, rest: str) -> None:
    found = read(f'([{{"a":0,"comments":{comments},{rest}}}{{"a":1,"comments":[]}}])', "comments")
    assert [fields for is_whole, fields in found if not is_whole] == [{"b": "1"}, {"b": "2"}]
    assert [fields["a"] for is_whole, fields in found if is_whole] == ["0", "1"]
    assert found[2][1].keys() == {"a", "z"}


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_where_the_blocks_of_the_file_end_does_not_matter(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", block)
    value = {'é😀\\"': "\u2028{}[]()\\", "n": "-12.5e3", "t": True, "l": [{"m": None}], "u": "😀"}
    written = f"([{json.dumps(value)}{json.dumps(value, ensure_ascii=False)}])"
    assert whole(written.replace('"-12.5e3"', "-12.5e3")) == [value, value]


def test_brackets_in_a_text_are_text() -> None:
    assert whole('([{"a":"}{ ]{ }])("}])') == [{"a": "}{ ]{ }])("}]


def test_line_ends_in_a_text_and_bytes_that_are_no_text_are_read() -> None:
    assert whole(b'[{"a":"one\ntwo \xff"}]') == [{"a": "one\ntwo \ufffd"}]


@pytest.mark.parametrize("broken", ['{"a":}', '{"a" 1}', '{"a":"unfinished', '{"a":tru',
                                    '{"a":' + "[" * 100_000, '{1:2}', '{"a":"\\x"}' + " " * 100])  # fmt: skip
def test_what_can_not_be_read_is_told_of_after_what_can(broken: str) -> None:
    objects = read_objects(BytesIO(f'([{{"a":"good"}},{broken}'.encode()))
    assert next(objects) == (True, {"a": "good"})
    with pytest.raises(Broken, match="byte"):
        list(objects)


def test_an_endless_value_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "VALUE_LIMIT", 2**18)
    endless = Endless(iter([b'[{"a":"'] + [b"x" * 2**16] * 1_000))
    with pytest.raises(Broken):
        list(read_objects(endless))
    assert endless.given < 2**21


def test_a_discussion_with_40_megabytes_of_comments_takes_little_memory() -> None:
    comment = json.dumps({"id": "1:Comment:1", "description": "x" * 980}).encode() + b","
    file = Endless(iter([b'([{"id":"1","comments":[', *[comment * 64] * 625, b"]}])"]))
    tracemalloc.start()
    count = sum(1 for _ in read_objects(file, "comments"))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 40_001
    assert file.given > 40_000_000
    assert most < 2_000_000


class Endless(RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.given = 0

    def read(self, _size: int = -1) -> bytes:
        piece = next(self.pieces, b"")
        self.given += len(piece)
        return piece

    def tell(self) -> int:
        return self.given
