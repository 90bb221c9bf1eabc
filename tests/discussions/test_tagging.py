"""Tags: chosen by the starter, spelt in one way, found on a page of their own, respelt and merged by the site."""

import pytest
from builders import House

from forum.database import db
from forum.discussions import queries
from forum.discussions.models import Tag, fold_tag
from forum.discussions.operations import respell, retag
from forum.errors import Conflict, NotFound
from forum.groups import operations as groups

TOKEN = "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"


@pytest.fixture
def talk(house: House) -> House:
    """With Ben's discussion 1 in the open group, and Ben's discussion 2 in the private one."""
    house.start(house.ben, house.open, "A bus at last", "It comes on time.")
    house.start(house.ben, house.private, "Keys of the cabin", "Who has them?")
    return house


def tag(house: House, place: int, *names: str) -> None:
    house.do(retag, house.ben, place, names)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Housing", "housing"), ("  Public   TRANSPORT ", "public-transport"), ("public_transport", "public-transport"),
        ("ＷＩＤＥ", "wide"), ("Café", "café"), ("Cafe\u0301", "café"), ("people's", "peoples"), ("R&D", "r-d"),
        ("ΟΔΟΣ", "οδοσ"), ("হাট", "হাট"), ("!?", ""), ("--a--", "a"),
    ],
)  # fmt: skip
def test_a_tag_has_one_spelling(typed: str, name: str) -> None:
    assert fold_tag(typed) == name
    assert fold_tag(name) == name


def test_whoever_starts_a_discussion_chooses_up_to_five_tags(house: House) -> None:
    ben = house.browser(house.ben)
    page = ben.get("/groups/buses/discussions/new").text
    assert page.count('list="known-tags"') == 5
    fields = {"title": "Night buses", "body": "Are there any?", "token": TOKEN}
    two_in_one = ben.post("/groups/buses/discussions", **fields, tag_1="night, buses")
    assert two_in_one.status_code == 422
    assert "Please write one tag in each field." in two_in_one.text
    assert 'value="night, buses"' in two_in_one.text
    for _click in range(2):
        chosen = {"tag_1": "Night Buses", "tag_2": "housing", "tag_4": "HOUSING", "tag_5": "Timetables"}
        sent = ben.post("/groups/buses/discussions", **fields, **chosen)
        assert sent.status_code == 303
    page = house.page(None, "/d/1")
    for name in ("night-buses", "housing", "timetables"):
        assert f'href="/tags/{name}"' in page
    assert 'href="/tags/housing"' in house.page(None, "/forum")
    assert 'href="/tags/housing"' in house.page(None, "/groups/buses")
    assert "Night buses" in house.page(None, "/tags/housing")
    assert house.findings() == []


def test_tags_are_changed_by_the_starter_and_by_who_moderates(talk: House) -> None:
    for who in (talk.dan, talk.cat):
        assert talk.browser(who).get("/d/1/tags").status_code == 403
        assert talk.browser(who).post("/d/1/tags", tag_1="mine").status_code == 403
        assert "/d/1/tags" not in talk.page(who, "/d/1")
    for who, name in ((talk.ben, "bens"), (talk.amy, "amys"), (talk.mo, "mos")):
        assert "/d/1/tags" in talk.page(who, "/d/1")
        assert talk.browser(who).post("/d/1/tags", tag_1=name, tag_2="buses").status_code == 303
        assert f'href="/tags/{name}"' in talk.page(None, "/d/1")
    assert talk.browser(None).get("/tags/bens").status_code == 404
    assert talk.browser(talk.ben).get("/d/1/tags").text.count('value="mos"') >= 1
    assert talk.browser(talk.ben).post("/d/1/tags", tag_1="").status_code == 303
    assert "/tags/" not in talk.page(None, "/d/1")
    assert talk.findings() == []


def test_who_left_the_group_no_longer_tags_in_it(talk: House) -> None:
    talk.do(groups.leave, talk.ben, talk.open)
    assert talk.browser(talk.ben).post("/d/1/tags", tag_1="mine").status_code == 403


def test_a_tag_of_a_private_group_is_not_there_for_others(talk: House) -> None:
    tag(talk, 1, "buses", "shared")
    tag(talk, 2, "zanzibar", "shared")
    for who in (None, talk.cat, talk.dan, talk.mo, talk.ada):
        assert talk.browser(who).get("/tags/zanzibar").status_code == 404
        assert "zanzibar" not in talk.page(who, "/tags")
        assert "Keys" not in talk.page(who, "/tags/shared")
        counts = {row.name: row.discussions_count for row in talk.do(queries.list_tags, who)}
        assert counts == {"buses": 1, "shared": 1}
    assert "zanzibar" not in talk.page(talk.dan, "/groups/buses/discussions/new")
    assert "zanzibar" not in talk.page(talk.ben, "/groups/buses/discussions/new")
    assert "zanzibar" in talk.page(talk.ben, "/groups/cabin/discussions/new")
    counts = {row.name: row.discussions_count for row in talk.do(queries.list_tags, talk.ben)}
    assert counts == {"buses": 1, "shared": 2, "zanzibar": 1}
    assert "Keys" in talk.page(talk.ben, "/tags/shared")


def test_the_lists_can_be_narrowed_to_a_tag(talk: House) -> None:
    talk.start(talk.amy, talk.open, "Trams as well", "They ring.", "trams")
    tag(talk, 2, "zanzibar")
    for sort in ("latest", "top", "new"):
        page = talk.page(talk.ben, f"/forum?sort={sort}&tag=trams")
        assert "Trams as well" in page
        assert "A bus at last" not in page
        assert "Only discussions with the tag" in page
    assert talk.browser(talk.cat).get("/forum?tag=zanzibar").status_code == 404
    assert talk.browser(talk.cat).get("/forum?tag=none-such").status_code == 404
    assert "Keys" in talk.page(talk.ben, "/forum?tag=Zanzibar")


def test_a_tag_goes_with_the_last_post_that_can_be_read(talk: House) -> None:
    tag(talk, 1, "buses")
    talk.delete(talk.ben, 1, 1)
    assert talk.browser(None).get("/tags/buses").status_code == 404
    assert talk.do(queries.list_tags, talk.cat) == []


def test_the_sites_moderators_change_a_spelling_and_the_old_one_leads_to_it(talk: House) -> None:
    tag(talk, 1, "busses", "night")
    tag(talk, 2, "busses")
    for who in (talk.ben, talk.amy):
        assert talk.browser(who).get("/tags/busses/spelling").status_code == 403
        assert talk.browser(who).post("/tags/busses/spelling", name="buses").status_code == 403
    mo = talk.browser(talk.mo)
    assert "/tags/busses/spelling" in talk.page(talk.mo, "/tags/busses")
    assert mo.post("/tags/busses/spelling", name="!").status_code == 422
    done = mo.post("/tags/busses/spelling", name="Buses", follow=True)
    assert "is now “buses”" in done.text
    assert talk.browser(None).get("/tags/busses").headers["Location"] == "/tags/buses"
    assert [tags(talk, place) for place in (1, 2)] == ["buses night", "buses"]
    tag(talk, 1, "busses")
    assert tags(talk, 1) == "buses"
    assert talk.findings() == []


def test_two_tags_become_one_when_it_is_asked_for(talk: House) -> None:
    talk.start(talk.ben, talk.open, "Both of them", "Words.")
    tag(talk, 1, "bus", "night")
    tag(talk, 3, "night", "bus", "buses")
    mo = talk.browser(talk.mo)
    asked = mo.post("/tags/bus/spelling", name="buses")
    assert asked.status_code == 409
    assert "There is a tag “buses” already" in asked.text
    assert tags(talk, 1) == "bus night"
    assert mo.post("/tags/bus/spelling", name="buses", merge="buses").status_code == 303
    assert [tags(talk, place) for place in (1, 3)] == ["buses night", "night buses"]
    assert talk.browser(None).get("/tags/bus").headers["Location"] == "/tags/buses"
    assert talk.findings() == []
    talk.do(respell, talk.mo, "buses", "coaches")
    assert talk.browser(None).get("/tags/bus").headers["Location"] == "/tags/coaches"
    talk.do(respell, talk.mo, "coaches", "bus")
    assert talk.browser(None).get("/tags/coaches").headers["Location"] == "/tags/bus"
    assert tags(talk, 3) == "night bus"
    assert talk.findings() == []


def test_a_spelling_tells_no_moderator_what_is_said_in_private(talk: House) -> None:
    tag(talk, 1, "open-word")
    tag(talk, 2, "zanzibar")
    with pytest.raises(NotFound):
        talk.do(respell, talk.mo, "zanzibar", "else")
    assert talk.do(respell, talk.mo, "open-word", "zanzibar") == "zanzibar"
    assert [tags(talk, place) for place in (1, 2)] == ["zanzibar", "zanzibar"]
    assert talk.findings() == []


def test_tagging_and_respelling_at_once_leave_one_spelling(talk: House) -> None:
    places = [talk.start(talk.ben, talk.open, f"Place {number}", "Words.").discussion_id for number in range(4)]
    for place in places:
        tag(talk, place, "bus", "night")
    outcomes = talk.at_once(
        *[lambda place=place: retag(talk.ben, place, ["night", "coach", "bus"]) for place in places],
        lambda: respell(talk.mo, "bus", "buses"),
        lambda: respell(talk.ada, "night", "coach", merge=True),
    )
    assert [
        outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, Conflict)
    ] == []
    assert talk.findings() == []
    assert len({tags(talk, place) for place in places}) == 1
    spellings = talk.do(lambda: db.session.query(Tag.name).filter(Tag.meant_id.is_(None)).all())
    assert len(spellings) == len({name for (name,) in spellings})


def tags(house: House, place: int) -> str:
    return house.do(queries.find_discussion, house.ben, place).tags
