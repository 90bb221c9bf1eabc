"""The files of an archive's folder."""

from collections.abc import Iterator
from pathlib import Path

WITHOUT_PLACE = ("notes", "photos", "videos", "music")
"""What the archive tool also writes, and no part of this forum has a place for."""


def find(folder: Path, name: str) -> Path | None:
    """`ning-<name>-local.json`, or the same without `-local`."""
    for path in (folder / f"ning-{name}-local.json", folder / f"ning-{name}.json"):
        if path.is_file():
            return path
    return None


def without_place(folder: Path) -> Iterator[Path]:
    """The files in the folder that are not imported."""
    return (path for name in WITHOUT_PLACE if (path := find(folder, name)))
