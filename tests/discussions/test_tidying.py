"""The pages on which a discussion is moved, split or merged: chosen, said in words, done, taken back."""

import re
from urllib.parse import quote as quote_address

import pytest
from builders import Browser, House, quote
from sqlalchemy import select

from forum.database import db
from forum.discussions.models import Discussion
from forum.moderation import operations as moderation

WHY = "It is another thing."
SECRET = "The spare key hangs behind the xylophone."


@pytest.fixture
def talk(house: House) -> int:
    """Thirty-five posts in the open group, of which the fourth answers the third and the fifth the fourth."""
    here = house.start(house.amy, house.open, "Where is the key", SECRET).discussion_id
    for number in range(2, 36):
        house.reply(house.ben, here, f"Reply {number} says so.", answering={4: 3, 5: 4}.get(number))
    return here


def undo(browser: Browser, page: str) -> str:
    """Press the button beside the sentence that says what was done; the page that it leads to."""
    action = re.search(r'action="(/d/[0-9]+/(?:moving-back|rejoining|parting))"', page)
    assert action, page
    return browser.post(action[1], follow=True).text


def test_posts_are_chosen_on_several_pages_and_split_off(house: House, talk: int) -> None:
    amy = house.browser(house.amy)
    page = amy.get(f"/d/{talk}/splitting").text
    assert "Posts 1 to 25" in page
    assert 'value="1"' not in re.findall(r'<input type="checkbox"[^>]*>', page)[0]
    page = amy.post(f"/d/{talk}/splitting", post=[3], act="branch-3").text
    assert re.findall(r'value="([0-9]+)" checked', page) == ["3", "4", "5"]
    page = amy.post(f"/d/{talk}/splitting", post=[3, 4, 5], act="page-2", title="Of its own", page=1).text
    assert "3 posts on other pages are chosen, too." in page
    assert 'name="title" value="Of its own"' in page
    page = amy.post(f"/d/{talk}/splitting", post=[3, 4, 5, 30], act="check", title="Of its own", page=2).text
    assert "Split 4 posts off" in page
    assert "Post #3 by" in page
    assert "apart from what" not in page
    assert "1 answer stands apart" in amy.post(f"/d/{talk}/splitting", post=[4, 5], act="check").text
    wrong = amy.post(f"/d/{talk}/splitting", post=[3, 4, 5, 30], title="Of", reason=WHY)
    assert wrong.status_code == 422
    assert f'value="{WHY}"' in wrong.text
    assert re.findall(r'name="post" value="([0-9]+)"', wrong.text) == ["3", "4", "5", "30"]
    token = "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"
    fields = {"post": [3, 4, 5, 30], "title": "Of its own", "reason": WHY, "token": token}
    first, again = (amy.post(f"/d/{talk}/splitting", **fields).headers["Location"] for _click in range(2))
    assert first == again
    page = amy.get(first).text
    assert "Split off from" in page
    assert "Reply 30 says so." in page
    left = house.page(None, f"/d/{talk}")
    assert "Posts #3 to #5 were moved to" in left
    assert "Of its own" in left
    assert "Reply 4 says so." in undo(amy, page)
    assert "were moved to" not in house.page(None, f"/d/{talk}")


def test_what_cannot_be_split_off_is_said_and_the_choice_kept(house: House, talk: int) -> None:
    amy = house.browser(house.amy)
    nothing = amy.post(f"/d/{talk}/splitting", act="check", reason=WHY)
    assert nothing.status_code == 422
    assert "Please choose at least one post." in nothing.text
    for chosen in ([1, 2], [2, 77], [2, 10**17]):
        answer = amy.post(f"/d/{talk}/splitting", post=chosen, title="Of its own", reason=WHY)
        assert answer.status_code == 409, chosen
        assert 'name="title" value="Of its own"' in answer.text
    house.browser(house.mo).post(f"/d/{talk}/splitting", post=[2], title="Of its own", reason=WHY)
    late = amy.post(f"/d/{talk}/splitting", post=[2, 3], title="Another title", reason=WHY)
    assert late.status_code == 409
    assert "stand elsewhere by now" in late.text


def test_the_page_says_who_will_read_a_discussion_that_moves_and_which_quotes_go(house: House, talk: int) -> None:
    trams = house.group(house.cat, "Trams", "open")
    house.start(house.cat, trams, "Heard elsewhere", quote(f"/d/{talk}/1", SECRET) + "So they say.")
    house.do(moderation.pin, house.amy, talk)
    amy = house.browser(house.amy)
    choose = amy.get(f"/d/{talk}/moving").text
    assert "Cabin" in choose
    assert "Trams" not in choose, "Amy does not look after it"
    assert amy.get(f"/d/{talk}/moving?to=trams").status_code == 403
    mo = house.browser(house.mo)
    assert "Cabin" not in mo.get(f"/d/{talk}/moving").text, "Mo may not know what is in it"
    assert mo.get(f"/d/{talk}/moving?to=cabin").status_code == 404
    assert mo.post(f"/d/{talk}/moving?to=cabin", reason=WHY, was=house.open).status_code == 404
    assert "No group is called that" in amy.get(f"/d/{talk}/moving?q=zzz").text
    page = amy.get(f"/d/{talk}/moving?to=cabin").text
    assert "Only the 2 members of <bdi>Cabin</bdi> will read it." in page
    assert "1 quote is withdrawn" in page
    assert "It is no longer pinned." in page
    wrong = amy.post(f"/d/{talk}/moving?to=cabin", reason="", was=house.open)
    assert (wrong.status_code, "Please fill this in." in wrong.text) == (422, True)
    late = amy.post(f"/d/{talk}/moving?to=cabin", reason=WHY, was=trams)
    assert (late.status_code, WHY in late.text) == (409, True)
    assert SECRET in house.page(house.cat, f"/d/{talk}")
    done = amy.post(f"/d/{talk}/moving?to=cabin", follow=True, reason=WHY, was=house.open).text
    assert house.browser(house.cat).get(f"/d/{talk}").status_code == 404
    assert amy.get(f"/d/{talk}/moving?to=buses").text.count("Anyone will read the 35 posts") == 1
    undo(amy, done)
    assert SECRET in house.page(house.cat, f"/d/{talk}")


def test_two_discussions_are_merged_and_taken_apart(house: House, talk: int) -> None:
    other = house.start(house.ben, house.open, "Key, please", "Where might it be?").discussion_id
    mo = house.browser(house.mo)
    choose = mo.get(f"/d/{other}/merging").text
    assert f"/d/{other}/merging?into={talk}" in choose
    for given in ("nonsense", "987654", str(other), "/d/", "9" * 40, f"https://example.org/groups/{talk}"):
        answer = mo.get(f"/d/{other}/merging?into={given}")
        assert answer.status_code == 200, given
        assert "This is no other discussion" in answer.text
    for given in (str(talk), f"/d/{talk}-where-is-the-key", f"http://127.0.0.1:8000/d/{talk}?page=2#post-30"):
        page = mo.get(f"/d/{other}/merging?into={quote_address(given)}").text
        assert "1 post will stand at the end of" in page
    wrong = mo.post(f"/d/{other}/merging?into={talk}", reason="x")
    assert wrong.status_code == 422
    first = mo.post(f"/d/{other}/merging?into={talk}", reason=WHY)
    assert first.headers["Location"] == f"/d/{talk}"
    done = mo.get(first.headers["Location"]).text
    again = mo.post(f"/d/{other}/merging?into={talk}", reason=WHY)
    assert (again.status_code, again.headers["Location"]) == (303, f"/d/{talk}")
    assert "Where might it be?" in house.page(None, f"/d/{talk}/36")
    assert "Where might it be?" in undo(mo, done)
    assert house.page(None, f"/d/{other}").count("<article") == 1
    assert house.findings() == []


def test_every_act_is_on_the_record_of_both_groups_and_can_be_taken_back_there(house: House, talk: int) -> None:
    ferries = house.group(house.amy, "Ferries", "private")
    opened = house.do(moderation.split, house.amy, talk, {3}, "Of its own", WHY).discussion_id
    house.do(moderation.move, house.amy, opened, ferries, WHY, was=house.open)
    house.do(moderation.merge, house.amy, opened, talk, WHY)
    record = house.page(house.amy, "/groups/buses/rulings")
    for sentence in ("split posts off", "moved a discussion to another group", "merged a discussion into another"):
        assert sentence in record
    assert f'action="/d/{opened}/parting"' in record
    assert "Where is the key" in record
    assert "merged a discussion into another" in house.page(house.amy, "/groups/ferries/rulings")
    assert "moved a discussion" in house.page(house.mo, "/moderation/rulings"), "it stands where anyone reads"
    house.do(moderation.part, house.amy, opened)
    record = house.page(house.mo, "/groups/buses/rulings")
    assert "In a place that you may no longer read" in record
    assert "Of its own" not in record
    assert "Taken back" in house.page(house.amy, "/groups/ferries/rulings")
    house.do(moderation.move_back, house.amy, opened)
    house.do(moderation.rejoin, house.amy, opened)
    group = house.do(lambda: db.session.scalar(select(Discussion.group_id).where(Discussion.id == opened)))
    assert group == house.open
    assert house.findings() == []
