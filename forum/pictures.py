"""Pictures, made anew out of whatever was sent: decoded with limits, turned upright, free of all else. Those of members
and groups are square, kept as files under a name that a row holds."""

import warnings
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO

from PIL import Image, ImageOps

from forum.database import after_commit
from forum.language import gettext as _
from forum.ports.stores import new_name, store

BYTES_LIMIT = 8 * 1024 * 1024
PIXELS_LIMIT = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIZES = (96, 320)
"""Pixels of the sides that are kept."""

MEDIA_TYPE = "image/webp"

Image.MAX_IMAGE_PIXELS = PIXELS_LIMIT
warnings.simplefilter("error", Image.DecompressionBombWarning)

_at_once = BoundedSemaphore(2)


class Refused(ValueError):
    """A file that does not become a picture; its message is a sentence for the person who sent it."""


def make(file: IO[bytes], formats: Collection[str] = FORMATS) -> dict[int, bytes]:
    """The picture in each of its sizes; raises Refused. Slow: to be called before the verb."""
    content = file.read(BYTES_LIMIT + 1)
    if not content:
        raise Refused(_("Please choose a picture."))
    if len(content) > BYTES_LIMIT:
        raise Refused(_("This file is too large: it may have 8 MB."))
    decoded = decode(content, max(SIZES), formats)
    return {size: encode(ImageOps.fit(decoded, (size, size), Image.Resampling.LANCZOS)) for size in SIZES}


def decode(content: bytes, side: int, formats: Collection[str] = FORMATS) -> Image.Image:
    """The picture, upright and on white paper, with enough pixels for sides of so many; raises Refused."""
    try:
        with _at_once:
            return _decode(content, side, tuple(formats))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders raise what they like at broken files
        raise Refused(_("This file is not a picture that we can read. JPEG, PNG and WebP will do.")) from error


def encode(picture: Image.Image) -> bytes:
    encoded = BytesIO()
    with _at_once:
        picture.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()


def hang(sizes: Mapping[int, bytes], show: Callable[[str], None]) -> None:
    """Keep the picture, then let the verb `show` put its name into a row: files first, for a row names nothing that
    is not there."""
    name = new_name()
    for size, content in sizes.items():
        store().put(f"{name}-{size}", content)
    try:
        show(name)
    except BaseException:
        _forget(name)
        raise


def take_down(name: str | None) -> None:
    """Delete the files of the picture, if there was one, once the running verb is committed."""
    if name:
        after_commit(lambda: _forget(name))


def _forget(name: str) -> None:
    for size in SIZES:
        store().delete(f"{name}-{size}")


def _decode(content: bytes, side: int, formats: tuple[str, ...]) -> Image.Image:
    with Image.open(BytesIO(content), formats=formats) as opened:
        if opened.width * opened.height > PIXELS_LIMIT:
            raise _too_many_pixels()
        opened.draft("RGB", (2 * side, 2 * side))
        upright = ImageOps.exif_transpose(opened)
        see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        coloured = upright.convert("RGBA" if see_through else "RGB")
    paper = Image.new("RGB", coloured.size, "white")  # a new picture brings neither place nor camera along
    paper.paste(coloured, mask=coloured if see_through else None)
    return paper


def _too_many_pixels() -> Refused:
    return Refused(_("This picture is too large: it may have 25 million pixels."))
