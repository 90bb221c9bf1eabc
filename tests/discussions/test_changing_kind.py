"""Who reads a group changes, and what its posts' quotes elsewhere show changes with it, at once."""

from dataclasses import dataclass

import pytest
from builders import House, quote
from sqlalchemy import select

from forum import text
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.discussions.models import Discussion, Post
from forum.discussions.operations import change_kind
from forum.errors import Conflict, NotAllowed
from forum.groups import operations as groups

SECRET = "The spare key hangs behind the xylophone."
OTHER = "The bus leaves at noon."
KEY = "xylophone"
AGAIN = "Amy Adams wrote"


@dataclass
class Quoted:
    """Amy's post in the open group, and Cat's in her own open group "Trams", which quotes it and another of hers."""

    house: House
    source: int
    place: int

    def page(self, viewer: Viewer | None = None) -> str:
        return self.house.page(viewer, f"/d/{self.place}")

    def change(self, kind: str, was: str = "open") -> str:
        return str(self.house.do(change_kind, self.house.amy, self.house.open, kind, was=was))

    def html(self) -> str:
        return str(self.house.do(lambda: db.session.scalar(select(Post.html).where(Post.discussion_id == self.place))))


@pytest.fixture
def quoted(house: House) -> Quoted:
    source = house.start(house.amy, house.open, "Where is the key", SECRET).discussion_id
    trams = house.group(house.cat, "Trams", "open")
    house.start(house.cat, trams, "The timetable", OTHER)
    both = quote(f"/d/{source}/1", SECRET) + quote(f"/d/{source + 1}/1", OTHER, by="cat") + "So they say."
    place = house.start(house.cat, trams, "Heard elsewhere", both).discussion_id
    return Quoted(house, source, place)


@pytest.mark.parametrize("kind", ["private", "hidden"])
def test_no_word_is_shown_elsewhere_from_the_moment_on_and_other_quotes_come_back(quoted: Quoted, kind: str) -> None:
    assert KEY in quoted.page()
    tag = quoted.house.browser(None).get(f"/d/{quoted.place}").headers["ETag"]
    quoted.change(kind)
    assert KEY not in quoted.page()
    assert "Quote withdrawn" in quoted.page()
    assert quoted.house.browser(None).get(f"/d/{quoted.place}", **{"If-None-Match": tag}).status_code == 200
    assert quoted.house.findings() == []
    quoted.house.work()
    assert KEY not in quoted.page()
    assert OTHER in quoted.page()
    assert quoted.house.findings() == []


def test_in_the_group_itself_quotes_stay(quoted: Quoted) -> None:
    house = quoted.house
    house.reply(house.ben, quoted.source, quote(f"/d/{quoted.source}/1", SECRET) + "Thanks.")
    quoted.change("private")
    house.work()
    page = house.page(house.ben, f"/d/{quoted.source}")
    assert page.count(SECRET) == 2
    assert AGAIN in page


def test_the_way_back_brings_the_quotes_back(quoted: Quoted) -> None:
    quoted.change("private")
    quoted.house.work()
    quoted.change("request", was="private")
    assert KEY not in quoted.page()
    quoted.house.work()
    assert SECRET in quoted.page()
    assert AGAIN in quoted.page()
    assert quoted.house.findings() == []


def test_from_private_to_hidden_and_from_open_to_request_nothing_changes_elsewhere(quoted: Quoted) -> None:
    before = quoted.html()
    quoted.change("request")
    assert quoted.html() == before
    quoted.change("private", was="request")
    withdrawn = quoted.html()
    quoted.change("hidden", was="private")
    assert quoted.html() == withdrawn != before


def test_a_source_restored_after_its_group_went_private_stays_withdrawn(quoted: Quoted) -> None:
    house = quoted.house
    house.delete(house.amy, quoted.source, 1)
    quoted.change("private")
    house.restore(house.amy, quoted.source, 1)
    house.work()
    assert KEY not in quoted.page()
    assert KEY not in quoted.page(house.amy)
    assert house.findings() == []
    quoted.change("open", was="private")
    house.work()
    assert SECRET in quoted.page()


def test_a_source_deleted_while_its_group_was_private_does_not_come_back_with_it(quoted: Quoted) -> None:
    house = quoted.house
    quoted.change("private")
    house.delete(house.amy, quoted.source, 1)
    quoted.change("open", was="private")
    house.work()
    assert KEY not in quoted.page()
    assert house.findings() == []


def test_the_author_who_edits_has_a_token_in_the_place_of_the_words(quoted: Quoted) -> None:
    house = quoted.house
    quoted.change("private")
    form = house.page(house.cat, f"/d/{quoted.place}/1/edit")
    assert KEY not in form
    assert "So they say." in form


@pytest.mark.parametrize("kind", ["private", "hidden"])
def test_a_reply_that_quotes_while_the_kind_changes_shows_nothing(house: House, kind: str) -> None:
    trams = house.group(house.ben, "Trams", "open")
    place = house.start(house.ben, trams, "Heard elsewhere", "Let me see.").discussion_id
    for was, to in [("open", kind), (kind, "open")] * 4:
        source = house.start(house.amy, house.open, "Where is the key", SECRET).discussion_id
        body = text.cook(quote(f"/d/{source}/1", SECRET) + "Thanks.")
        outcomes = house.at_once(
            lambda body=body: discussions.reply(house.ben, place, body),
            lambda was=was, to=to: change_kind(house.amy, house.open, to, was=was),
        )
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        assert house.findings() == []
        assert to == "open" or AGAIN not in house.page(None, f"/d/{place}")
        house.work()
        assert house.findings() == []


def test_the_job_that_puts_quotes_back_while_the_kind_changes_shows_nothing(quoted: Quoted) -> None:
    for _again in range(4):
        quoted.change("private")
        quoted.change("open", was="private")
        quoted.house.at_once(
            quoted.house.work, lambda: change_kind(quoted.house.amy, quoted.house.open, "private", was="open")
        )
        assert KEY not in quoted.html()
        assert quoted.house.findings() == []
        quoted.change("open", was="private")
    quoted.house.work()
    assert SECRET in quoted.html()


def test_two_groups_that_quote_each_other_close_at_the_same_moment(quoted: Quoted) -> None:
    house = quoted.house
    trams = house.do(_group_of, quoted.place)
    house.reply(house.ben, quoted.source, quote(f"/d/{quoted.source + 1}/1", OTHER, by="cat") + "Thanks.")
    outcomes = house.at_once(
        lambda: change_kind(house.amy, house.open, "private", was="open"),
        lambda: change_kind(house.cat, trams, "private", was="open"),
    )
    assert outcomes == ["buses", "trams"]
    house.work()
    assert house.findings() == []
    assert OTHER not in house.page(house.ben, f"/d/{quoted.source}")


def test_only_organisers_change_it(quoted: Quoted) -> None:
    house = quoted.house
    for viewer in (house.ben, house.cat, house.mo, house.ada):
        with pytest.raises(NotAllowed):
            house.do(change_kind, viewer, house.open, "private", was="open")
        assert house.browser(viewer).get("/groups/buses/settings/kind?kind=private").status_code == 403


def test_a_change_that_another_organiser_made_meanwhile_is_not_undone(quoted: Quoted) -> None:
    quoted.change("request")
    with pytest.raises(Conflict):
        quoted.change("private", was="open")


# The page that says what will happen


def test_the_page_says_who_will_not_read_any_more_and_what_is_withdrawn(quoted: Quoted) -> None:
    amy = quoted.house.browser(quoted.house.amy)
    page = amy.get("/groups/buses/settings/kind?kind=private").text
    assert "Only the 3 members will read what is said here" in page
    assert "1 quote of this group’s posts in other groups is withdrawn there." in page
    assert KEY in quoted.page(), "nothing has changed yet"
    assert amy.post("/groups/buses/settings/kind", kind="private", was="open", follow=True).status_code == 200
    assert KEY not in quoted.page()


def test_the_page_does_not_tell_of_quotes_in_groups_that_the_organiser_may_not_read(quoted: Quoted) -> None:
    house = quoted.house
    nest = house.group(house.cat, "Jackdaw nest", "hidden")
    house.start(house.cat, nest, "Heard elsewhere", quote(f"/d/{quoted.source}/1", SECRET) + "Aha.")
    page = house.page(house.amy, "/groups/buses/settings/kind?kind=private")
    assert "1 quote of this group’s posts in other groups is withdrawn there." in page


def test_the_page_says_what_anyone_will_read(house: House) -> None:
    for number in range(2):
        place = house.start(house.amy, house.private, f"Zanzibar {number}", "The zebrawood is in.").discussion_id
        house.reply(house.ben, place, "Good.")
    page = house.page(house.amy, "/groups/cabin/settings/kind?kind=open")
    assert "<strong>4 posts</strong> in 2 discussions" in page
    assert "Anyone will see who belongs to the group." in page


@pytest.mark.parametrize("kind", ["open", "", "public", "\u202e"])
def test_what_is_no_change_leads_back(house: House, kind: str) -> None:
    amy = house.browser(house.amy)
    answer = amy.get(f"/groups/buses/settings/kind?kind={kind}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/groups/buses/settings")
    assert amy.post("/groups/buses/settings/kind", kind=kind, was="open").status_code == 303
    assert house.do(groups.join, house.cat, house.open) is None


def test_hiding_gives_a_new_address_and_the_old_one_leads_nowhere(house: House) -> None:
    amy = house.browser(house.amy)
    sent = amy.post("/groups/buses/settings/kind", kind="hidden", was="open")
    hidden = sent.headers["Location"]
    assert hidden != "/groups/buses"
    assert amy.get(hidden).status_code == 200
    for viewer in (house.amy, house.cat, None):
        assert house.browser(viewer).get("/groups/buses").status_code == 404
    assert house.browser(house.cat).get(hidden).status_code == 404
    sent = amy.post(f"{hidden}/settings/kind", kind="open", was="hidden")
    assert sent.headers["Location"] == "/groups/buses"
    assert house.browser(None).get(hidden).status_code == 404


def test_a_hidden_group_does_not_come_out_under_a_name_that_was_taken_meanwhile(house: House) -> None:
    amy = house.browser(house.amy)
    hidden = amy.post("/groups/buses/settings/kind", kind="hidden", was="open").headers["Location"]
    house.group(house.cat, "Buses", "open")
    answer = amy.post(f"{hidden}/settings/kind", kind="private", was="hidden")
    assert answer.status_code == 409
    assert "There is a group of this name already" in answer.text
    assert amy.get(hidden).status_code == 200


def test_requests_lapse_where_none_are_taken(house: House) -> None:
    ferries = house.group(house.amy, "Ferries", "request")
    house.do(groups.ask, house.cat, ferries, "Me.")
    assert "1 waiting request lapses." in house.page(house.amy, "/groups/ferries/settings/kind?kind=open")
    house.do(change_kind, house.amy, ferries, "open", was="request")
    assert house.findings() == []
    assert house.browser(house.cat).post("/groups/ferries/membership").status_code == 303


def _group_of(discussion_id: int) -> int:
    return db.session.get_one(Discussion, discussion_id).group_id
