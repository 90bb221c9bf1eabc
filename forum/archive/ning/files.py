"""The files of an archive's folder: what people wrote, and what they uploaded."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

WITHOUT_PLACE = ("notes", "photos", "videos", "music")
"""What the archive tool also writes, and no part of this forum has a place for."""

UPLOADS = frozenset(
    {"blogs", "discussions", "events", "groups", "members", "music", "notes", "pages", "photos", "videos"}
)
"""The folders of uploads. What lies beside them, such as everybody's address, is nobody's to attach."""

SIZE_LIMIT = 25 * 1024 * 1024
NO_UPLOAD = "not among the uploads of the folder"


class Unusable(Exception):
    """A file that can't be had; `str(error)` says why, in the words of the summary."""


def find(folder: Path, name: str) -> Path | None:
    """`ning-<name>-local.json`, or the same without `-local`."""
    for path in (folder / f"ning-{name}-local.json", folder / f"ning-{name}.json"):
        if path.is_file():
            return path
    return None


def without_place(folder: Path) -> Iterator[Path]:
    """The files in the folder that are not imported."""
    return (path for name in WITHOUT_PLACE if (path := find(folder, name)))


def path_of(written: str) -> str:
    """The path within the folder that the archive wrote, with a ?query behind it."""
    return written.strip().partition("?")[0].partition("#")[0]


def is_upload(written: str) -> bool:
    """Whether an address in a text leads to an upload in the folder, rather than to the web."""
    first, slash, rest = path_of(written).partition("/")
    return first in UPLOADS and bool(slash and rest)


def read(folder: Path, written: str) -> tuple[str, bytes]:
    """The name and content of an upload; raises Unusable for what is missing, too large, or lies anywhere else."""
    path = path_of(written)
    if "://" in path or path.startswith("//"):
        raise Unusable("on the web, from where nothing is fetched")
    found = _find(folder, path)
    if found is None and (plain := unquote(unescape(path))) != path:
        found = _find(folder, plain)
    if found is None:
        raise Unusable("missing in the folder")
    size = found.stat().st_size
    if size > SIZE_LIMIT or size == 0:
        raise Unusable("larger than 25 MB" if size else "empty")
    return found.name, found.read_bytes()


def _find(folder: Path, path: str) -> Path | None:
    parts = PurePosixPath(path).parts
    is_outside = not parts or parts[0] not in UPLOADS or any(part.startswith(".") for part in parts)
    if is_outside or "\0" in path or path.lower().endswith(".json"):
        raise Unusable(NO_UPLOAD)
    try:
        found = (folder / path).resolve(strict=True)
        if not found.is_relative_to(folder.resolve() / parts[0]):
            raise Unusable(NO_UPLOAD)
        return found if found.is_file() else None
    except (OSError, RuntimeError):
        return None
