"""A member's photo: what becomes of a file, who gets it, and that nothing of it stays behind."""

import re
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from builders import Browser, House, kept_files, picture
from PIL import Image
from werkzeug.test import TestResponse

from forum import addresses, pictures
from forum.accounts.queries import find_profile
from forum.ports.stores import FolderStore, Missing

PHOTO = re.compile(r'src="(/members/amy/photo/[0-9a-f]{32}-\d+)"')


def send(browser: Browser, content: bytes | BytesIO, name: str = "me.png") -> TestResponse:
    return browser.send_picture(addresses.own_photo(), content, name)


def shown(house: House, path: str = "/members/amy") -> str | None:
    found = PHOTO.search(house.page(None, path))
    return found[1] if found else None


@pytest.mark.parametrize(
    ("format", "mode", "options"),
    [("PNG", "RGB", {}), ("JPEG", "RGB", {}), ("WEBP", "RGBA", {}), ("PNG", "RGBA", {}), ("PNG", "P", {}),
     ("JPEG", "CMYK", {}), ("PNG", "L", {}), ("PNG", "1", {})],
)  # fmt: skip
def test_a_picture_becomes_a_square_of_two_sizes(format: str, mode: str, options: dict) -> None:
    made = pictures.make(picture(format=format, mode=mode if mode != "P" else "RGB", **options))
    assert set(made) == {96, 320}
    for size, content in made.items():
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size) == ("WEBP", (size, size))


def test_a_photo_is_shown_beside_the_name_to_everybody_and_cannot_do_anything(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    tag = house.browser(None).get("/d/1").headers["ETag"]
    assert send(house.browser(house.amy), picture()).status_code == 303
    assert house.browser(None).get("/d/1", **{"If-None-Match": tag}).status_code == 200
    for path in ("/members/amy", "/members", "/d/1", "/forum", "/groups/buses/members"):
        address = shown(house, path)
        assert address, path
        assert 'width="' in house.page(None, path)
    answer = house.browser(None).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert Image.open(BytesIO(answer.data)).size == (96, 96)


def test_another_photo_has_another_address_and_the_old_file_is_gone(house: House) -> None:
    amy = house.browser(house.amy)
    send(amy, picture())
    first = shown(house)
    send(amy, picture(300, 600, "JPEG"))
    second = shown(house)
    assert first
    assert second
    assert first != second
    assert house.browser(None).get(first).status_code == 404
    assert kept_files(house, first) == []
    assert len(kept_files(house, second)) == 2


def test_a_removed_photo_leaves_initials_and_no_file(house: House) -> None:
    amy = house.browser(house.amy)
    send(amy, picture())
    address = shown(house)
    assert address
    assert amy.post(addresses.remove_own_photo()).status_code == 303
    assert shown(house) is None
    assert ">AA<" in house.page(None, "/members/amy")
    assert house.browser(None).get(address).status_code == 404
    assert kept_files(house, address) == []
    assert amy.post(addresses.remove_own_photo()).status_code == 303


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    exif[0x0112] = 6
    sent = picture(400, 200, "JPEG", exif=exif, comment=b"a secret place", icc_profile=b"a secret place")
    made = pictures.make(sent)[320]
    image = Image.open(BytesIO(made))
    assert "exif" not in image.info
    assert "icc_profile" not in image.info
    assert b"secret" not in made
    light, dark = image.convert("L").getpixel((160, 40)), image.convert("L").getpixel((160, 280))
    assert (dark < 60, light > 200) == (True, True), "turned upright before the camera's note was dropped"


def bad_files() -> dict[str, bytes]:
    png, jpeg = picture().getvalue(), picture(format="JPEG").getvalue()
    return {
        "nothing": b"",
        "words": b"I am no picture",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "HTML": b"<!doctype html><script>alert(1)</script>",
        "GIF": picture(format="GIF").getvalue(),
        "BMP": picture(format="BMP").getvalue(),
        "TIFF": picture(format="TIFF").getvalue(),
        "cut short": png[: len(png) // 2],
        "a head alone": jpeg[:40],
        "too many bytes": png + b"\0" * (8 * 1024 * 1024),
        "too many pixels": bomb(5001, 5000),
        "far too many pixels": bomb(60_000, 60_000),
    }


def bomb(width: int, height: int) -> bytes:
    """A small file that says it is large."""
    png = bytearray(picture(8, 8).getvalue())
    png[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    png[29:33] = zlib.crc32(bytes(png[12:29])).to_bytes(4, "big")
    return bytes(png)


def test_a_file_that_is_no_photo_is_refused_with_a_sentence(house: House) -> None:
    amy = house.browser(house.amy)
    for kind, content in bad_files().items():
        answer = send(amy, content, "me.png")
        assert answer.status_code == 422, kind
        assert 'id="picture-error"' in answer.text, kind
        assert shown(house) is None
    assert "25 million pixels" in send(amy, bomb(5001, 5000)).text
    assert "8 MB" in send(amy, b"x" * (8 * 1024 * 1024 + 1)).text
    assert send(amy, b"x" * (13 * 1024 * 1024)).status_code == 413
    assert amy.post(addresses.own_photo(), picture="words").status_code == 422


def test_the_largest_picture_that_is_allowed_is_taken(house: House) -> None:
    assert send(house.browser(house.amy), picture(5000, 5000, "JPEG"), "LARGE.JPG").status_code == 303
    assert shown(house)


def test_only_the_sizes_that_are_kept_and_the_photo_that_is_worn_are_served(house: House) -> None:
    send(house.browser(house.amy), picture())
    address = shown(house)
    assert address
    photo = house.do(find_profile, None, "amy").author.photo
    other = "0" * 32
    for wrong in (f"amy/photo/{photo}-97", f"ben/photo/{photo}-96", f"amy/photo/{other}-96", f"amy/photo/{photo}-0",
                  f"amy/photo/..%2f{photo}-96"):  # fmt: skip
        assert house.browser(None).get(f"/members/{wrong}").status_code == 404, wrong


def test_a_store_keeps_bytes_under_its_own_names_only(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put("a" * 32, b"one")
    store.put("a" * 32, b"two")
    assert store.read("a" * 32) == b"two"
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        f"aa/aa/{'a' * 32}"
    ]
    store.delete("a" * 32)
    store.delete("a" * 32)
    for name in ("a" * 32, "../../etc/passwd", "A" * 32, "a" * 31, ""):
        with pytest.raises(Missing):
            store.read(name)
