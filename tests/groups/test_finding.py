"""Finding groups in the directory."""

import pytest
from builders import House


@pytest.mark.parametrize("search", ["bus", "BUSES", "uses", "  Buses "])
def test_a_part_of_the_name_finds_a_group(house: House, search: str) -> None:
    page = house.page(None, f"/groups?q={search}")
    assert "/groups/buses" in page
    assert "/groups/cabin" not in page


@pytest.mark.parametrize("search", ["%25", "_", "%5C", "b_s", "b%25s", "' OR 1=1 --", "x" * 3000])
def test_what_means_something_to_the_database_means_nothing_here(house: House, search: str) -> None:
    page = house.page(None, f"/groups?q={search}")
    assert "No group is called that" in page


def test_names_are_found_whatever_their_case_in_any_script(house: House) -> None:
    house.group(house.amy, "Éclairs 100%", "open")
    assert "Éclairs" in house.page(None, "/groups?q=éCLAIRS")
    assert "Éclairs" in house.page(None, "/groups?q=100%25")


def test_my_groups_are_those_that_i_belong_to(house: House) -> None:
    page = house.page(house.dan, "/groups?own=yes")
    assert "/groups/buses" in page
    assert "/groups/cabin" not in page
    assert "You are not in a group yet" in house.page(house.cat, "/groups?own=yes")
    assert "/groups/cabin" in house.page(None, "/groups?own=yes")


def test_the_next_page_keeps_what_was_asked(house: House) -> None:
    for number in range(33):
        house.group(house.amy, f"Tram number {number}", "open")
    page = house.page(house.amy, "/groups?q=tram&own=yes")
    older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "q=tram&own=yes&before=" in older
    assert house.page(house.amy, older).count("<bdi>Tram number") == 3
