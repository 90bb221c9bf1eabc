"""How organisers set their group up, and what follows from it."""

from typing import Any

import pytest
from builders import House

from forum.errors import NotAllowed
from forum.groups import operations as groups

PATH = "/groups/buses"
SETTINGS = {"name": "Buses", "purpose": "Buses for everybody", "description": "", "tint": "3", "starts": "members",
            "layout": "discussions", "roster": "readers", "question": ""}  # fmt: skip


def change(house: House, **settings: Any) -> None:
    answer = house.browser(house.amy).post(f"{PATH}/settings", **{**SETTINGS, **settings})
    assert answer.status_code == 303


def test_the_page_holds_what_is_set_and_shows_what_is_changed(house: House) -> None:
    change(house, name="Coaches", purpose="Also trams", description="At *length*: <script>no</script>", tint="7")
    page = house.page(house.amy, f"{PATH}/settings")
    assert 'value="Coaches"' in page
    assert "At *length*" in page
    shown = house.page(None, PATH)
    assert "<em>length</em>" in shown
    assert "<script>no" not in shown
    assert "av-group av-7" in shown
    assert "Also trams" in shown


def test_members_and_staff_change_nothing(house: House) -> None:
    for viewer in (house.ben, house.cat, house.mo, house.ada):
        assert house.browser(viewer).get(f"{PATH}/settings").status_code == 403
        assert house.browser(viewer).post(f"{PATH}/settings", **SETTINGS).status_code == 403
    with pytest.raises(NotAllowed):
        house.do(groups.change_settings, house.ben, house.open, name="Mine", purpose="Mine", description=None, tint=1,
                 starts="members", layout="blog", roster="readers", question="")  # fmt: skip


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x", "3 to 80 characters"),
        ("name", "n" * 81, "3 to 80 characters"),
        ("name", "\u202e\u200b\x07 ", "3 to 80 characters"),
        ("purpose", "p" * 501, "3 to 500 characters"),
        ("description", "d" * 32_001, "32"),
        ("tint", "12", "Please choose one."),
        ("tint", "red", "Please choose one."),
        ("starts", "nobody", "Please choose one."),
        ("layout", "", "Please choose one."),
        ("roster", "everyone", "Please choose one."),
        ("question", "q" * 201, "at most 200 characters"),
    ],
)
def test_a_mistake_is_said_by_its_field_and_everything_is_kept(
    house: House, field: str, wrong: str, sentence: str
) -> None:
    sent = {**SETTINGS, "purpose": "A purpose to be kept", field: wrong}
    answer = house.browser(house.amy).post(f"{PATH}/settings", **sent)
    assert answer.status_code == 422
    assert sentence in answer.text.partition(f'id="{field}-error"')[2]
    assert sent["purpose"] in answer.text


def test_a_name_that_another_group_has_is_refused(house: House) -> None:
    answer = house.browser(house.amy).post(f"{PATH}/settings", **{**SETTINGS, "name": "CABIN"})
    assert answer.status_code == 422
    assert "There is a group of this name already" in answer.text


def test_only_organisers_start_where_they_alone_do_and_every_member_replies(house: House) -> None:
    change(house, starts="organisers")
    ben, amy = house.browser(house.ben), house.browser(house.amy)
    assert "Start a discussion" not in ben.get(PATH).text
    refused = ben.post(f"{PATH}/discussions", title="A bus at last", body="It comes.")
    assert refused.status_code == 403
    assert "Only organisers of Buses start discussions here." in refused.text
    assert amy.post(f"{PATH}/discussions", title="A bus at last", body="It comes.").status_code == 303
    assert ben.post("/d/1/posts", body="At last.").status_code == 303


def test_a_blog_shows_how_discussions_open_the_newest_first(house: House) -> None:
    change(house, layout="blog")
    first = house.start(house.amy, house.open, "The first entry", "Where it *begins*. " * 80).discussion_id
    house.start(house.amy, house.open, "The second entry", "Where it goes on.")
    house.reply(house.ben, first, "A late word.")
    page = house.page(None, PATH)
    assert page.index("The second entry") < page.index("The first entry")
    assert "Where it begins." in page
    assert page.count("Where it begins.") < 60
    assert "A late word." not in page
    house.delete(house.amy, first, 1)
    page = house.page(None, PATH)
    assert "Where it begins." not in page
    assert "The opening post was removed." in page


def test_a_blog_goes_on_to_older_entries(house: House) -> None:
    change(house, layout="blog")
    for number in range(14):
        house.start(house.amy, house.open, f"Entry number {number}", "Some words.")
    page = house.page(None, PATH)
    assert "Entry number 13" in page
    assert "Entry number 1<" not in page
    older = page.partition('rel="next" href="')[2].partition('"')[0]
    assert "Entry number 1<" in house.page(None, older)


@pytest.mark.parametrize(
    ("roster", "shown", "refused"),
    [
        ("readers", ["visitor", "cat", "mo", "ben", "amy"], []),
        ("members", ["ben", "amy"], ["visitor", "cat", "mo"]),
        ("organisers", ["amy"], ["visitor", "cat", "mo", "ben"]),
    ],
)
def test_who_sees_the_list_of_members(house: House, roster: str, shown: list[str], refused: list[str]) -> None:
    change(house, roster=roster)
    for who, status in [*((who, 200) for who in shown), *((who, 403) for who in refused)]:
        answer = house.browser(getattr(house, who, None)).get(f"{PATH}/members")
        assert answer.status_code == status, who
        assert ("Dan Dale" in answer.text) == (status == 200), who
        assert ('href="/groups/buses/members"' in house.page(getattr(house, who, None), PATH)) == (status == 200), who
