"""The files of posts on their way from the archive's folder into the store: those attached, and those in the text.

A file is stored before the post that has it, under a name that follows from both, so that an import that is killed in
between and goes on later stores it again under the same name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path, PurePosixPath

from forum import addresses, pictures, text
from forum.archive.ning import files
from forum.archive.ning.chunks import Draft, Kept
from forum.archive.ning.cooking import cut
from forum.archive.ning.files import Unusable
from forum.archive.ning.summary import Summary
from forum.archive.ning.values import digest
from forum.ports.stores import store

PER_POST = 50
PICTURE_SIDE = 1_600
"""Pixels of the longer side that is kept."""
FORMATS = (*pictures.FORMATS, "GIF", "BMP")
NAME_LIMIT = 120

_TAG = re.compile(
    r"""<(?P<name>img|a)(?![a-z0-9:-])(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(src|href|alt)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a post has in the archive, and as what the store is to keep it."""

    path: str
    file: str
    number: int
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Uploads:
    """The uploads of one folder."""

    folder: Path
    summary: Summary

    def wanted(self, kind: str, draft: Draft) -> list[Wanted]:
        """The files of a post of such a discussion: the attached ones, then those in its text."""
        comment = draft.comment
        listed = {files.path_of(path) for path in comment.files}
        paths = dict.fromkeys([*map(files.path_of, comment.files), *_in_text(cut(comment.body))])
        self.summary.leave_out("files", f"more than {PER_POST} in a post", len(paths) - PER_POST)
        return [
            Wanted(path, digest(kind, comment.key, path)[:32], number, path in listed)
            for number, path in enumerate(list(paths)[:PER_POST], 1)
        ]

    def keep(self, wanted: Wanted) -> Kept | None:
        """Store the file; None for one that stays out, of which the summary tells."""
        try:
            name, content = files.read(self.folder, wanted.path)
        except Unusable as why:
            self.summary.leave_out("files", str(why), name=wanted.path)
            return None
        content, sides = _as_picture(content)
        store().put(wanted.file, content)
        return Kept(wanted.file, wanted.number, _called(name), len(content), sides, in_text=not wanted.is_listed)


def point(body: str, kept: Mapping[str, Kept]) -> tuple[str, list[Kept]]:
    """The text with its pictures and links of kept files, by their paths, leading to ours; and the files, of which
    those are to be listed that it does not lead to. What leads to no file stays as it is."""
    pointed: set[str] = set()

    def point_one(tag: re.Match[str]) -> str:
        is_picture = tag["name"].lower() == "img"
        attributes = _attributes(tag)
        file = kept.get(files.path_of(attributes.get("src" if is_picture else "href", "")))
        if file is None or (is_picture and file.sides is None):
            return tag[0]
        pointed.add(file.file)
        return _picture(file, attributes.get("alt", "")) if is_picture else f'<a href="{addresses.file(file.file)}">'

    text_of_ours = _TAG.sub(point_one, body)
    return text_of_ours, [replace(file, in_text=file.in_text and file.file in pointed) for file in kept.values()]


def _in_text(body: str) -> Iterator[str]:
    """The paths of the uploads that a text shows or links to."""
    if "<" not in body:
        return
    for tag in _TAG.finditer(body):
        address = _attributes(tag).get("src" if tag["name"].lower() == "img" else "href", "")
        if files.is_upload(address):
            yield files.path_of(address)


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    """The first of each name, as browsers take them."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag["attributes"]):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _picture(file: Kept, alt: str) -> str:
    width, height = file.sides or (0, 0)
    words = escape(alt.strip() or file.name)
    return f'<img src="{addresses.file(file.file)}" alt="{words}" width="{width}" height="{height}">'


def _as_picture(content: bytes) -> tuple[bytes, tuple[int, int] | None]:
    """A picture made anew, and its sides; anything else as it is."""
    try:
        picture = pictures.decode(content, PICTURE_SIDE, FORMATS)
    except pictures.Refused:
        return content, None
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    return pictures.encode(picture), picture.size


def _called(name: str) -> str:
    """What people call the file: its name on one line, with its ending also when it is cut."""
    name = text.clean_line(name) or "file"
    ending = PurePosixPath(name).suffix[:10]
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - len(ending) - 1] + "…" + ending
