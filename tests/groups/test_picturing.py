"""A group's picture: who may change it, where it is shown, and who gets it."""

import re

import pytest
from builders import House, kept_files, later, picture

from forum import addresses, pictures
from forum.discussions.operations import change_kind
from forum.groups import operations as groups

PICTURE = re.compile(r'src="(/groups/[^/]+/picture/[0-9a-f]{32}-\d+)"')
SETTINGS = addresses.change_picture("buses")


def shown(house: House, path: str = "/groups/buses") -> str | None:
    found = PICTURE.search(house.page(house.ben, path))
    return found[1] if found else None


def hang(house: House, group: int) -> None:
    house.do(groups.change_picture, house.amy, group, pictures.make(picture()))


def test_an_organiser_gives_the_group_a_picture_and_it_is_shown_wherever_the_group_is(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    tag = house.browser(None).get("/d/1").headers["ETag"]
    assert house.browser(house.amy).send_picture(SETTINGS, picture()).status_code == 303
    assert house.browser(None).get("/d/1", **{"If-None-Match": tag}).status_code == 200
    for path in ("/groups/buses", "/groups", "/d/1", "/", "/groups/buses/members", SETTINGS):
        assert PICTURE.search(house.page(house.amy, path)), path
    answer = house.browser(None).get(str(shown(house)))
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_only_an_organiser_changes_it_and_a_file_that_is_no_picture_is_refused_with_a_sentence(house: House) -> None:
    assert house.browser(house.ben).send_picture(SETTINGS, picture()).status_code == 403
    answer = house.browser(house.amy).send_picture(SETTINGS, b"words")
    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert shown(house) is None


def test_another_picture_has_another_address_and_a_removed_one_leaves_the_letter_and_no_file(house: House) -> None:
    amy = house.browser(house.amy)
    amy.send_picture(SETTINGS, picture())
    first = str(shown(house))
    amy.send_picture(SETTINGS, picture(300, 600, "JPEG"))
    second = str(shown(house))
    assert first != second
    assert house.browser(None).get(first).status_code == 404
    assert kept_files(house, first) == []
    assert len(kept_files(house, second)) == 2
    assert amy.post(addresses.remove_picture("buses")).status_code == 303
    assert shown(house) is None
    assert house.browser(None).get(second).status_code == 404
    assert kept_files(house, second) == []


def test_a_private_groups_picture_hangs_at_its_door_and_a_hidden_ones_is_for_its_members(house: House) -> None:
    hang(house, house.private)
    door = PICTURE.search(house.page(None, "/groups/cabin"))
    assert door
    assert house.browser(None).get(door[1]).status_code == 200
    slug = house.do(change_kind, house.amy, house.private, "hidden", was="private")
    hidden = str(shown(house, f"/groups/{slug}"))
    for who, status in ((None, 404), (house.cat, 404), (house.mo, 404), (house.ben, 200)):
        assert house.browser(who).get(hidden).status_code == status, who
    assert "/picture/" not in house.page(house.mo, addresses.closed_groups())
    house.do(groups.enter, house.mo, house.private, "Somebody reported it.")
    assert house.browser(house.mo).get(hidden).status_code == 200
    with later(hours=25):
        assert house.browser(house.mo).get(hidden).status_code == 404


@pytest.mark.parametrize("wrong", ["{name}-97", "{name}-0", "{zeros}-96", "..%2f{name}-96"])
def test_only_the_picture_that_hangs_there_in_the_sizes_that_are_kept_is_served(house: House, wrong: str) -> None:
    hang(house, house.open)
    name = str(shown(house)).rpartition("/")[2].partition("-")[0]
    address = "/groups/buses/picture/" + wrong.format(name=name, zeros="0" * 32)
    assert house.browser(None).get(address).status_code == 404
    assert house.browser(None).get(f"/groups/cabin/picture/{name}-96").status_code == 404
