"""What members say about themselves and what they are called, mostly through the pages."""

import re

import pytest
from builders import PASSWORD, Browser, House, quote
from sqlalchemy import select

from forum import addresses
from forum.accounts.models import Member
from forum.accounts.queries import find_profile
from forum.database import db, operation
from forum.discussions.models import Discussion, Post
from forum.ports import clocks

FILLED = {
    "organisation": "Borough of Wexcombe",
    "sector": "public",
    "place": "Wexcombe",
    "about": "I buy **chairs**.\n\n> [@ben](/d/1/1) wrote:\n>\n> words",
    "links": "https://wexcombe.example.org/amy\nhttp://example.org",
    "time_zone": "Europe/London",
}
BAD = {
    "organisation": ["x" * 121],
    "sector": ["", "secret", "public\nother"],
    "place": ["x" * 121],
    "about": ["x" * 4001, "> " * 40 + "deep"],
    "links": [
        "javascript:alert(1)", "ftp://example.org", "https://", "https://nodot", "example.org", "https://a b.org",
        "https://me:secret@example.org", "https://[::1", "https://exam\u202eple.org", "https://example.org:99999999",
        "https://example.org/" + "x" * 300, "\n".join(["https://example.org"] * 6),
    ],
    "time_zone": ["", "Europe", "../../etc/passwd", "Europe/Atlantis"],
}  # fmt: skip


def test_a_member_says_who_they_are_and_others_read_it(house: House) -> None:
    answer = house.browser(house.amy).post(addresses.own_profile(), follow=True, **FILLED)
    assert answer.request.path == "/members/amy"
    page = house.page(None, "/members/amy")
    for words in ("Borough of Wexcombe", "Public sector", "Wexcombe", "<strong>chairs</strong>"):
        assert words in page
    assert 'href="https://wexcombe.example.org/amy" rel="nofollow ugc noopener noreferrer"' in page
    assert "wrote" not in page, "an about has no quotes"
    form = house.page(house.amy, addresses.own_profile())
    assert "I buy **chairs**." in form
    assert '<option selected value="Europe/London">' in form
    assert house.do(find_profile, None, "amy").time_zone == "Europe/London"


def test_saying_nothing_again_takes_everything_back(house: House) -> None:
    browser = house.browser(house.amy)
    browser.post(addresses.own_profile(), **FILLED)
    browser.post(addresses.own_profile(), sector="unsaid", time_zone="UTC")
    page = house.page(None, "/members/amy")
    for words in ("Wexcombe", "Public sector", "chairs"):
        assert words not in page
    assert "have not said anything about yourself" in house.page(house.amy, "/members/amy")


@pytest.mark.parametrize("field", BAD)
def test_a_profile_that_cannot_be_taken_is_kept_with_a_sentence_by_the_field(house: House, field: str) -> None:
    browser = house.browser(house.amy)
    for value in BAD[field]:
        answer = browser.post(addresses.own_profile(), **{**FILLED, field: value})
        assert answer.status_code == 422, value
        assert f'id="{field}-error"' in answer.text
        assert "I buy **chairs**." in answer.text or field == "about"
    assert house.do(find_profile, None, "amy").place == ""


def test_hidden_characters_are_cleaned_away(house: House) -> None:
    odd = {"organisation": "Bor\u202eough\u200b of\t Wexcombe", "place": "Wex\u0301\u0301\u0301\u0301\u0301\u0301combe"}
    assert house.browser(house.amy).post(addresses.own_profile(), **{**FILLED, **odd}).status_code == 303
    profile = house.do(find_profile, None, "amy")
    assert profile.organisation == "Borough of Wexcombe"
    assert profile.place == "Wex" + "\u0301" * 4 + "combe"


# Names and handles


def rename(browser: Browser, name: str, handle: str) -> int:
    return browser.post(addresses.own_name(), name=name, handle=handle).status_code


def test_a_new_name_and_handle_show_wherever_the_member_wrote(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(
        house.ben, opened.discussion_id, quote(f"/d/{opened.discussion_id}/1", "comes on time") + "It does not."
    )
    ben = house.browser(house.ben)
    path = addresses.discussion(opened.discussion_id)
    tag = ben.get(path).headers["ETag"]
    assert rename(house.browser(house.amy), "Amelia Adams", "amelia") == 303
    changed = ben.get(path, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert "/members/amelia" in changed.text
    assert "/members/amy" not in changed.text
    house.work()
    page = house.page(house.ben, path)
    assert "Amelia Adams wrote" in page
    assert "Amy Adams" not in page
    assert "Amelia Adams" in house.page(None, "/members?q=amelia")
    assert house.browser(None).get("/members/amy").status_code == 404
    assert house.findings() == []


def test_a_page_that_does_not_show_the_member_stays_as_it_is(house: House) -> None:
    house.start(house.ben, house.open, "Ben's own", "Nobody else is here.")
    before = house.do(versions)
    rename(house.browser(house.amy), "Amelia Adams", "amelia")
    assert house.do(versions) == before


def test_a_quote_is_asked_for_again_only_when_the_name_changes(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.reply(house.ben, opened.discussion_id, quote(f"/d/{opened.discussion_id}/1", "comes on time") + "Yes.")
    rename(house.browser(house.amy), "Amy Adams", "Amy")
    assert house.do(waiting) == 0
    rename(house.browser(house.amy), "Amy A.", "Amy")
    assert house.do(waiting) == 1


HANDLES = ("BEN", "b\uff45n", "a.dan", "arny", "m0", "Admin", "adm1n", "m.o.d", "new", "r00mful", "c", ".cat", "cät",
           "\u0441at", "cat\u200bty!", "c" * 31, "", "a b")  # fmt: skip
NAMES = ("", "C", "C" * 81, "\u202e\u200b\u2066", "C\u0301", "\u0301\u0302\u0303")


@pytest.mark.parametrize(("name", "handle"), [("Cat", h) for h in HANDLES] + [(n, "cat") for n in NAMES])
def test_a_name_or_handle_that_misleads_is_refused_with_everything_kept(house: House, name: str, handle: str) -> None:
    house.member("a-dan", "A. Dan")
    answer = house.browser(house.cat).post(addresses.own_name(), name=name, handle=handle)
    assert answer.status_code == 422
    assert re.search(r'id="(name|handle)-error"', answer.text)
    assert house.do(find_profile, None, "cat").author.name == "Cat Cole"


def test_ones_own_handle_may_change_its_case_and_looks(house: House) -> None:
    browser = house.browser(house.cat)
    assert rename(browser, "Cat \u202eCole\u200b", "C.A.T") == 303
    assert rename(browser, "Cat Cole", "Cat") == 303
    assert house.do(find_profile, None, "cat").handle == "Cat"
    assert house.do(find_profile, None, "cat").author.name == "Cat Cole"


def test_nobody_joins_under_a_handle_that_looks_like_another(house: House) -> None:
    for handle in ("arny", "AMY", "moderat0r", "rno"):
        answer = Browser(house.app).post("/join", name="Eve Ellis", handle=handle, email="eve@example.org",
                                         password=PASSWORD, agree="y")  # fmt: skip
        assert answer.status_code == 422, handle
        assert 'id="handle-error"' in answer.text
    answer = Browser(house.app).post("/join", name="Eve Ellis", handle="eve", email="eve@example.org",
                                     password=PASSWORD, agree="y")  # fmt: skip
    assert answer.status_code == 303


def test_two_who_take_the_same_handle_at_once_do_not_both_get_it(house: House) -> None:
    from forum.discussions.operations import rename as verb

    outcomes = house.at_once(
        lambda: verb(house.cat, name="Cat", handle="zeno"), lambda: verb(house.dan, name="Dan", handle="zeno")
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes)[0] in ("Conflict", "HandleTaken")
    assert outcomes.count(None) == 1


# The page of a member


def test_a_members_page_has_what_the_viewer_may_read_and_no_more(house: House) -> None:
    house.start(house.ben, house.open, "In the open", "Everybody reads this.")
    house.start(house.ben, house.private, "In the cabin", "Only Amy and Ben read this.")
    gone = house.start(house.ben, house.open, "Taken down", "Nobody reads this.")
    house.delete(house.ben, gone.discussion_id, 1)
    for viewer, reads in ((None, False), (house.cat, False), (house.mo, False), (house.amy, True), (house.ben, True)):
        page = house.page(viewer, "/members/ben")
        assert "Everybody reads this." in page
        assert ("Only Amy and Ben" in page, "Cabin" in page) == (reads, reads)
        assert "Nobody reads this." not in page


def test_a_members_posts_come_page_by_page_each_once(house: House) -> None:
    opened = house.start(house.ben, house.open, "A long talk", "Number 1 of many.")
    for number in range(2, 34):
        house.reply(house.ben, opened.discussion_id, f"Number {number} of many.")
    first = house.page(None, "/members/ben")
    older = re.search(r'href="(/members/ben\?before=[^"]+)"', first)
    assert older
    second = house.page(None, older[1])
    found = [int(n) for n in re.findall(r"Number (\d+) of many", first + second)]
    assert found == list(range(33, 0, -1))
    assert "Older posts" not in second


def test_a_member_who_wrote_nothing_and_one_who_is_not_there(house: House) -> None:
    assert "Nothing to read here" in house.page(None, "/members/cat")
    assert "You have not written anything yet" in house.page(house.cat, "/members/cat")
    assert house.browser(None).get("/members/nobody-at-all").status_code == 404
    assert house.browser(None).get("/members/CAT").status_code == 200


def test_an_author_who_has_not_joined_is_known_to_those_who_may_read_them(house: House) -> None:
    house.do(import_author)
    place = house.start(house.ben, house.private, "In the cabin", "Old words.")
    assert house.browser(house.amy).get("/members/uma").status_code == 404
    house.do(give_to_uma, place.discussion_id)
    assert "Wrote elsewhere, has not joined yet" in house.page(house.amy, "/members/uma")
    assert house.browser(house.cat).get("/members/uma").status_code == 404
    assert house.browser(house.amy).get("/members/uma?before=MC4x").status_code == 200
    assert "Uma" not in house.page(house.amy, "/members")


def test_a_former_member_has_a_name_and_no_page(house: House) -> None:
    opened = house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    house.do(forget_author, opened.discussion_id)
    page = house.page(house.ben, addresses.discussion(opened.discussion_id))
    assert '<bdi class="name">Former member</bdi>' in page
    assert 'href="/members/amy"' not in page


# The directory


def found(house: House, query: str) -> list[str]:
    return re.findall(r'class="card-title"><a href="/members/([^"]+)"', house.page(None, f"/members?{query}"))


def test_the_directory_finds_by_name_handle_and_organisation_whatever_the_case(house: House) -> None:
    house.member("orjan", "Ørjan Ångström")
    house.member("ines", "İnês 100%_Carvalhal")
    house.browser(house.amy).post(addresses.own_profile(), **{**FILLED, "organisation": "ÉCOLE de la Forêt"})
    assert found(house, "q=ÅNGSTRÖM") == ["orjan"]
    assert found(house, "q=angstrom") == ["orjan"]
    assert found(house, "q=école+forêt") == ["amy"]
    assert found(house, "q=ECOLE") == ["amy"]
    assert found(house, "q=@BEN") == ["ben"]
    assert found(house, "q=zed+amy") == []
    for sign in ("%25_", "100%25"):
        assert found(house, f"q={sign}") == ["ines"]
    for sign in ("%25%25", "a_a", "/", "%5C", "'", "--"):
        assert found(house, f"q={sign}") == [], sign


def test_the_directory_is_by_name_and_by_sector(house: House) -> None:
    assert found(house, "") == ["ada", "amy", "ben", "cat", "dan", "mo"]
    house.browser(house.amy).post(addresses.own_profile(), **FILLED)
    assert found(house, "sector=public") == ["amy"]
    assert found(house, "sector=community") == []
    assert "Nobody found" in house.page(None, "/members?sector=community")
    assert len(found(house, "sector=nonsense&q=")) == 6


def test_the_directory_comes_page_by_page_each_once(house: House) -> None:
    for number in range(60):
        house.member(f"x{number:03}", "Same Name")
    first = house.page(None, "/members")
    more = re.search(r'href="(/members\?after=\d+)"', first)
    assert more
    handles = found(house, "") + found(house, more[1].partition("?")[2])
    assert len(handles) == len(set(handles)) == 66
    assert handles == sorted(handles, key=lambda handle: (handle[0] == "x", handle))
    for after in ("0", "-1", "x", "99999", "9" * 30):
        assert len(found(house, f"after={after}")) == 48


@operation
def import_author() -> None:
    db.session.add(Member(handle="uma", handle_key="uma", name="Uma Ullman", created_at=clocks.now()))


@operation
def give_to_uma(discussion_id: int) -> None:
    uma = db.session.scalar(select(Member.id).where(Member.handle_key == "uma"))
    post = db.session.scalars(select(Post).where(Post.discussion_id == discussion_id)).one()
    post.author_id = uma


@operation
def forget_author(discussion_id: int) -> None:
    discussion = db.session.get_one(Discussion, discussion_id)
    discussion.starter_id = discussion.last_poster_id = None
    db.session.scalars(select(Post).where(Post.discussion_id == discussion_id)).one().author_id = None


def versions() -> list[int]:
    return list(db.session.scalars(select(Discussion.version).order_by(Discussion.id)))


def waiting() -> int:
    return len(db.session.scalars(select(Post.id).where(Post.refill_since.is_not(None))).all())
