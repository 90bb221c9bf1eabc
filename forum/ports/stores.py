"""The door to where files are kept: a folder of this machine, or whatever else keeps bytes under names."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Protocol, cast

from flask import Flask, current_app

from forum.config import Settings

NAME = re.compile(r"[0-9a-f]{32}(?:-[0-9]{1,5})?")


class Missing(Exception):
    """Nothing is kept under this name."""


class Store(Protocol):
    def put(self, name: str, content: bytes) -> None:
        """Keep the content, entirely or not at all."""

    def read(self, name: str) -> bytes:
        """What is kept; raises Missing."""

    def open(self, name: str) -> BinaryIO:
        """What is kept, to be read piece by piece and closed; raises Missing."""

    def delete(self, name: str) -> None:
        """Keep it no longer; as good when nothing is there."""


@dataclass
class FolderStore:
    """A file for each name, in folders of its first letters so that none of them gets full."""

    folder: Path

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{token_hex(4)}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def read(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def open(self, name: str) -> BinaryIO:
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise Missing(name) from error

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise Missing(name)
        return self.folder / name[:2] / name[2:4] / name


def connect(app: Flask, chosen: Settings) -> None:
    """Give the application its store."""
    app.extensions["roomful.store"] = FolderStore(chosen.instance / "files")


def store() -> Store:
    """The application's store."""
    return cast(Store, current_app.extensions["roomful.store"])


def new_name() -> str:
    """A name that nothing has and nobody guesses."""
    return token_hex(16)
