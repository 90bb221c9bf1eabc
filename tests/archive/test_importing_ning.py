"""Importing a Ning archive: what comes in, as whose, who may read it, and that nothing comes twice."""

import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import Browser, House, link_in, mails

from archive.archives import (
    SAMPLE,
    belonging,
    bring_in,
    comment,
    counts,
    discussion,
    discussion_id,
    group,
    group_named,
    member,
    person,
    posts,
    said,
    write,
)
from forum.accounts.models import Role
from forum.accounts.queries import find_member
from forum.archive.ning import known
from forum.database import db
from forum.discussions.models import Discussion, Post
from forum.discussions.queries import list_latest, list_new, list_unread
from forum.moderation.operations import ban
from forum.ports import clocks

EVERYBODY = [person("amy1", "Amy Ant"), person("ben2", "Ben Bee"), person("cat3", "Cat Cow")]
PUBLIC = {"groupPrivacy": "public", "isPrivate": False}
MARCH = "<p>We dig in <i>March</i>.</p>"


def claim(house: House, email: str, handle: str) -> Browser:
    """Somebody who joins with this address through the page and the link in the mail."""
    browser = Browser(house.app)
    browser.post(
        "/join", name=f"The real {handle}", handle=handle, email=email, password="a long enough one", agree="y"
    )
    browser.post(link_in(mails(house.app)[-1]))
    return browser


# What comes in


def test_the_sample_comes_in_whole(house: House) -> None:
    summary = bring_in(house, SAMPLE)
    assert +summary.imported == {
        "members": 5, "groups": 2, "shared groups": 2, "discussions": 3, "blog posts": 1, "posts": 9, "quotes": 2
    }  # fmt: skip
    assert summary.left_out == {"photos": 1, "files": 1}
    assert summary.names["files left out: missing in the folder"] == ["discussions/keys.pdf"]
    assert house.findings() == []


def test_two_quoted_replies_are_on_the_page_with_names_dates_order_and_links(house: House) -> None:
    bring_in(house, SAMPLE)
    id = discussion_id(house, "When do we dig?")
    page = house.page(None, f"/d/{id}")
    written = [post.written_at for post in posts(house, "When do we dig?")]
    assert written == [datetime(2009, 4, 1, hour, tzinfo=UTC) for hour in (10, 11, 12, 13)]
    assert '<time datetime="2009-04-01T11:00:00Z"' in page
    places = [page.index(words) for words in ("before the rain", "<p>March is far", "I am with Ben", "let it be April")]
    assert places == sorted(places)
    assert f'<a href="/d/{id}/1">Amy Archer wrote</a>' in page
    assert f'<a href="/d/{id}/2">Ben O&#x27;Brien wrote</a>' in page
    assert "said:" not in page
    assert "in other words" not in page


def test_a_title_loses_its_escapes_and_hostile_html_does_nothing(house: House) -> None:
    bring_in(house, SAMPLE, public=True)
    page = house.page(None, f"/d/{discussion_id(house, 'Strange <things>')}")
    assert "Strange &lt;things&gt;" in page
    for weapon in ("gotcha", "onclick", "onerror", "javascript:alert", "<iframe", "evil.example/&#34;"):
        assert weapon not in page
    assert "Never quoted" in page
    (first, _second) = posts(house, "Strange <things>")
    assert 'cite="' not in first.source
    assert first.source_format == "html"


def test_what_nobody_known_wrote_is_by_a_former_member(house: House) -> None:
    bring_in(house, SAMPLE, public=True)
    first, second = posts(house, "Strange <things>")
    assert first.author_id == member(house, "Cat Carter").id
    assert second.author_id is None
    assert "Former member" in house.page(None, f"/d/{first.discussion_id}")


def test_who_was_an_owner_or_admin_there_is_an_ordinary_member_here(house: House) -> None:
    bring_in(house, SAMPLE)
    assert {member(house, name).role for name in ("Amy Archer", "Cat Carter", "Sid Stone")} == {Role.MEMBER}


def test_nothing_is_announced(house: House) -> None:
    before = counts(house)
    bring_in(house, SAMPLE)
    after = counts(house)
    assert after["activity"] == before["activity"]
    assert after["delivery"] == before["delivery"]
    assert mails(house.app) == []


def test_missing_files_are_told_of_and_the_others_come_in(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "ning"
    folder.mkdir()
    shutil.copy(SAMPLE / "ning-discussions-local.json", folder / "ning-discussions.json")
    summary = bring_in(house, folder)
    assert summary.remarks["ning-members-local.json is missing"] == 1
    assert summary.remarks["ning-groups-local.json is missing"] == 1
    assert summary.imported["posts"] == 2
    assert (summary.left_out["discussions"], summary.left_out["posts"]) == (2, 6)
    assert bring_in(house, SAMPLE).imported["posts"] == 7
    assert house.findings() == []


def test_a_file_that_breaks_off_comes_in_as_far_as_it_goes(house: House, tmp_path: Path) -> None:
    talk = [discussion(f"1:Topic:{n}", "amy1", f"Number {n}", MARCH) for n in range(3)]
    file = write(tmp_path / "ning", members=EVERYBODY, discussions=talk) / "ning-discussions-local.json"
    file.write_text(file.read_text()[:-60])
    summary = bring_in(house, tmp_path / "ning")
    assert summary.imported["discussions"] == 2
    assert any("is broken" in remark for remark in summary.remarks)
    assert house.findings() == []


def test_an_empty_folder_is_no_reason_to_fail(house: House, tmp_path: Path) -> None:
    assert len(bring_in(house, tmp_path).remarks) == 6


def test_what_a_database_cannot_hold_is_taken_out(house: House, tmp_path: Path) -> None:
    bad = "a\x00b\ud800c"
    people = [person("amy1", bad), person("x" * 500, "Long Key"), person("nul", "", email="a\x00@example.net")]
    talk = [discussion("1:Topic:1", "amy1", bad * 200, f"<p>{bad}</p>", [comment("", "amy1", bad)], category=bad)]
    bring_in(house, write(tmp_path / "ning", members=people, discussions=talk))
    (title,) = {"abc" * 200}
    cut = title[:199] + "…"
    assert [post.words for post in posts(house, cut)] == ["abc", "abc"]
    assert member(house, "abc").handle == "abc"
    assert house.findings() == []


def test_a_short_title_stays_short_and_none_is_untitled(house: House, tmp_path: Path) -> None:
    talk = [discussion("1:Topic:1", "amy1", "Hi", MARCH), discussion("1:Topic:2", "amy1", "", MARCH)]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    assert len(posts(house, "Hi")) == len(posts(house, "Untitled")) == 1


def test_a_post_that_is_too_long_is_cut_and_told_of(house: House, tmp_path: Path) -> None:
    long = "<p>" + "word " * 50_000 + "</p>"
    talk = [discussion("1:Topic:1", "amy1", "Far too long", long)]
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    assert summary.remarks["posts cut: they were too long"] == 1
    (post,) = posts(house, "Far too long")
    assert 100_000 < len(post.words) < len(long)


def test_missing_broken_and_future_dates_are_the_nearest_known(house: House, tmp_path: Path) -> None:
    replies = [
        comment("c4", "ben2", "four", "2099-01-01T00:00:00Z"),
        comment("c3", "ben2", "three", "2009-01-03T00:00:00+00:00"),
        comment("c2", "ben2", "two", "yesterday"),
        comment("c1", "ben2", "one", ""),
    ]
    talk = [discussion("1:Topic:1", "amy1", "Undated", MARCH, replies, createdDate=None)]
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    found = posts(house, "Undated")
    assert {post.written_at for post in found} == {datetime(2009, 1, 3, tzinfo=UTC)}
    assert [post.words for post in found] == ["We dig in March.", "one", "two", "three", "four"]
    assert summary.remarks["dates missing or broken: the nearest known one was taken"] == 4


# Who is who


def test_an_imported_account_is_claimed_by_its_address(house: House) -> None:
    bring_in(house, SAMPLE)
    amy = member(house, "Amy Archer")
    committee = discussion_id(house, "Who holds the keys")
    assert (amy.joined_at, amy.handle) == (None, "amy-archer")
    browser = claim(house, "AMY@example.net", "gardener")
    assert house.do(find_member, None, "gardener").id == amy.id
    assert "xylophone" in browser.get(f"/d/{committee}").text
    assert house.findings() == []


def test_who_was_not_active_cannot_claim(house: House) -> None:
    bring_in(house, SAMPLE)
    sid = member(house, "Sid Stone")
    assert (sid.email, sid.email_key) == (None, None)
    browser = claim(house, "sid@example.net", "sid")
    assert house.do(find_member, None, "sid").id != sid.id
    assert browser.get(f"/d/{discussion_id(house, 'Who holds the keys')}").status_code == 404


def test_what_a_living_member_wrote_there_is_theirs_and_their_row_stays(house: House, tmp_path: Path) -> None:
    people = [person("evil", "Evil Twin", email="BEN@example.org", level="owner", state="active")]
    groups = [group("1:Group:1", "Sheds", "evil", {"evil": "creator"})]
    talk = [discussion("1:Topic:1", "evil", "An old shed", MARCH, groupId="1:Group:1")]
    summary = bring_in(house, write(tmp_path / "ning", members=people, groups=groups, discussions=talk))
    assert house.do(find_member, None, "ben") == house.ben
    assert posts(house, "An old shed")[0].author_id == house.ben.id
    assert belonging(house, "Sheds") == {"Ben Brown": "organiser"}
    assert summary.imported["members"] == 0
    assert house.findings() == []


def test_nothing_of_it_is_unread_or_new_whenever_it_was_written(house: House, tmp_path: Path) -> None:
    just_now = clocks.now().isoformat()
    said_here = [comment(f"1:Comment:{number}", "evil", MARCH, just_now) for number in range(3)]
    talk = [discussion("1:Topic:1", "evil", "An old shed", MARCH, said_here, groupId="1:Group:1", createdDate=just_now)]
    people = [person("evil", "Evil Twin"), person("ben", "Ben Brown", email="ben@example.org")]
    groups = [group("1:Group:1", "Sheds", "evil", {"evil": "creator", "ben": "member"})]
    bring_in(house, write(tmp_path / "ning", members=people, groups=groups, discussions=talk))
    assert belonging(house, "Sheds")["Ben Brown"] == "member"
    place = discussion_id(house, "An old shed")
    ben = house.browser(house.ben)
    for _opened in range(2):
        for list_rows in (list_new, list_unread):
            assert house.do(list_rows, house.ben) == ([], None)
        assert house.do(list_latest, house.ben)[0][0].unread == 0
        ben.post(f"/d/{place}/reading", number=1)
    assert ben.get(f"/d/{place}/unread").headers["Location"].endswith("an-old-shed")


def test_an_address_that_comes_twice_is_the_first_ones(house: House, tmp_path: Path) -> None:
    bens = "ben@example.org"
    emails = {"First": "a@example.net", "Second": "A@Example.net", "Third": bens, "Fourth": bens}
    people = [person(name, f"{name} Person", email=email) for name, email in emails.items()]
    bring_in(house, write(tmp_path / "ning", members=people))
    assert member(house, "First Person").email_key == "a@example.net"
    assert member(house, "Second Person").email_key is None
    assert member(house, "Fourth Person").email_key is None


def test_handles_are_made_from_names_and_differ(house: House, tmp_path: Path) -> None:
    names = ["Amy", "Amy", "AMY!", "Élodie Müller", "名", "?", "x" * 60, "x" * 60]
    bring_in(house, write(tmp_path / "ning", members=[person(f"p{n}", name) for n, name in enumerate(names)]))
    with house.app.app_context():
        made = [find.handle for find in db.session.query(type(member(house, "名"))).order_by("id")][-len(names) :]
    assert made[:4] == ["amy-2", "amy-3", "amy-4", "elodie-muller"]
    assert len(set(made)) == len(made)
    assert all(2 <= len(handle) <= 30 for handle in made)


# Who may read


@pytest.mark.parametrize("privacy", [
    {}, {"groupPrivacy": "private"}, {"groupPrivacy": "moderated"}, {"groupPrivacy": None}, {"isPrivate": False},
    {"groupPrivacy": "public", "isPrivate": True}, {"groupPrivacy": "public", "isPrivate": "Y"},
])  # fmt: skip
def test_a_group_that_is_not_clearly_public_is_private(
    house: House, tmp_path: Path, privacy: dict[str, object]
) -> None:
    groups = [group("1:Group:1", "Sheds", "amy1", {"amy1": "admin"}, **privacy)]
    talk = [discussion("1:Topic:1", "amy1", "An old shed", MARCH, groupId="1:Group:1")]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, discussions=talk))
    path = f"/d/{discussion_id(house, 'An old shed')}"
    assert house.browser(house.cat).get(path).status_code == 404
    assert house.browser(None).get(path).status_code == 404
    assert house.browser(house.mo).get(path).status_code == 404


def test_a_public_group_is_open(house: House) -> None:
    bring_in(house, SAMPLE)
    assert group_named(house, "Allotments & gardens").kind == "open"
    assert house.browser(None).get(f"/d/{discussion_id(house, 'When do we dig?')}").status_code == 200


def test_only_members_enter_a_group_and_its_creator_organises_it(house: House) -> None:
    bring_in(house, SAMPLE)
    assert belonging(house, "Allotments & gardens") == {"Amy Archer": "organiser", "Ben O'Brien": "member"}
    assert belonging(house, "Committee") == {"Amy Archer": "organiser", "Ben O'Brien": "member"}


def test_a_group_whose_creator_is_unknown_has_no_organiser(house: House, tmp_path: Path) -> None:
    groups = [group("1:Group:1", "Sheds", "ghost", {"amy1": "admin", "ben2": "pending", "cat3": "invited"})]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups))
    assert group_named(house, "Sheds").founder_id is None
    assert belonging(house, "Sheds") == {"Amy Ant": "member"}
    assert house.findings() == []


def test_a_category_is_a_private_group_of_everybody_who_may_claim(house: House) -> None:
    bring_in(house, SAMPLE)
    assert group_named(house, "Odds & ends").kind == "private"
    assert belonging(house, "Odds & ends") == dict.fromkeys(("Amy Archer", "Ben O'Brien", "Cat Carter"), "member")
    path = f"/d/{discussion_id(house, 'Strange <things>')}"
    assert house.browser(house.cat).get(path).status_code == 404
    assert claim(house, "ben@example.net", "brien").get(path).status_code == 200


def test_a_category_is_open_when_the_network_was_public(house: House) -> None:
    bring_in(house, SAMPLE, public=True)
    assert house.browser(None).get(f"/d/{discussion_id(house, 'Strange <things>')}").status_code == 200


def test_discussions_without_a_category_share_one_group(house: House, tmp_path: Path) -> None:
    talk = [
        discussion(f"1:Topic:{n}", "amy1", f"Number {n}", MARCH, category=name) for n, name in enumerate((None, ""))
    ]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    assert group_named(house, "Discussions").discussions_count == 2


def test_a_name_that_a_group_here_has_is_numbered(house: House, tmp_path: Path) -> None:
    talk = [discussion("1:Topic:1", "amy1", "On the bus", MARCH, category="BUSES")]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk), public=True)
    assert group_named(house, "BUSES (2)").discussions_count == 1
    assert house.browser(None).get("/groups/buses-2").status_code == 200


def test_a_discussion_of_a_group_that_is_not_in_the_archive_is_left_out(house: House, tmp_path: Path) -> None:
    talk = [discussion("1:Topic:1", "amy1", "Who knows where", MARCH, groupId="1:Group:404")]
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk), public=True)
    assert summary.left_out == {"discussions": 1, "posts": 1}
    assert summary.remarks["discussions left out: their group is not in the archive"] == 1


# Blogs, pages and events


def test_a_blog_post_is_a_discussion_in_the_blog_that_all_members_share(house: House, tmp_path: Path) -> None:
    posted = discussion("1:BlogPost:1", "amy1", "My first spade", "<p>It is blue.</p>",
                        [comment("1:Comment:1", "ben2", "So is mine.")], publishStatus="publish")  # fmt: skip
    folder = write(tmp_path / "ning", members=EVERYBODY, blogs=[posted])
    summary = bring_in(house, folder)
    assert (summary.imported["blog posts"], summary.imported["posts"]) == (1, 2)
    blog = group_named(house, "Blog")
    assert (blog.kind, blog.starts, blog.layout) == ("private", "organisers", "blog")
    assert set(belonging(house, "Blog").values()) == {"member"}
    ben = claim(house, "ben2@example.net", "bee")
    assert "It is blue." in ben.get(f"/groups/{blog.slug}").text
    page = ben.get(f"/d/{discussion_id(house, 'My first spade')}").text
    assert page.index("Amy Ant") < page.index("It is blue.") < page.index("So is mine.")
    assert house.browser(house.cat).get(f"/groups/{blog.slug}").text.count("My first spade") == 0
    assert house.findings() == []


def test_an_event_is_a_discussion_that_says_when_and_where(house: House, tmp_path: Path) -> None:
    groups = [group("1:Group:1", "Sheds", "amy1", {"amy1": "member"}, **PUBLIC)]
    when = {"startDate": "2031-04-04T10:00:00.000Z", "endDate": "2031-04-04T12:30:00.000Z"}
    digging = discussion("1:Event:1", "amy1", "Digging day", "<p>Bring a spade.</p>",
                         [comment("1:Comment:1", "ben2", "I come.")], groupId="1:Group:1", organizedBy="amy1",
                         location="Town <hall>", street="High &amp; Low Street 1", city="Leeds", website="javascript:x",
                         attendees=[{"contributorName": "ben2", "attendeeStatus": "attending"}], **when)  # fmt: skip
    apart = discussion("1:Event:2", "amy1", "Somewhen", "", startDate="soon", endDate=None, location=7)
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, events=[digging, apart]))
    assert summary.imported["events"] == 2
    page = house.page(None, f"/d/{discussion_id(house, 'Digging day')}")
    assert "<b>When:</b> Friday, 4 April 2031, 10:00 UTC to 12:30 UTC" in page
    assert "<b>Where:</b> Town &lt;hall&gt;, High &amp; Low Street 1, Leeds" in page
    assert page.index("Leeds") < page.index("Bring a spade.") < page.index("I come.")
    assert "Organised by" not in page
    assert "javascript" not in house.page(None, f"/d/{discussion_id(house, 'Digging day')}").replace(
        "javascript:x<", ""
    )
    assert group_named(house, "Events").kind == "private"
    assert house.findings() == []


def test_each_thing_is_remembered_by_what_it_was(house: House, tmp_path: Path) -> None:
    files = {
        name: [discussion("7", "amy1", f"Seven of {name}", MARCH)]
        for name in ("discussions", "blogs", "pages", "events")
    }
    folder = write(tmp_path / "ning", members=EVERYBODY, **files)
    bring_in(house, folder)
    with house.app.app_context():
        for kind, name in (("discussion", "discussions"), ("blog", "blogs"), ("page", "pages"), ("event", "events")):
            title = db.session.get_one(Discussion, known.row(kind, "7")).title
            assert title == f"Seven of {name}"
    before = counts(house)
    assert not +bring_in(house, folder).imported
    assert counts(house) == before


@pytest.mark.parametrize("more", [
    {"publishStatus": "draft"}, {"publishStatus": "queued"}, {"privacy": "friends"}, {"visibility": "me"},
    {"eventPrivacy": "invited"}, {"privacy": ["anyone"]}, {"isPrivate": True}, {"approved": "N"}, {"deleted": "Y"},
])  # fmt: skip
@pytest.mark.parametrize("file", ["blogs", "events"])
def test_what_was_not_for_everybody_stays_out(house: House, tmp_path: Path, file: str, more: dict[str, object]) -> None:
    secret = discussion("1:BlogPost:1", "amy1", "Not for you", MARCH, [comment("c1", "ben2", "Nor this.")], **more)
    plain = discussion("1:BlogPost:2", "amy1", "For you", MARCH, privacy="anyone", isPrivate="N", publishStatus=None)
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, **{file: [secret, plain]}), public=True)
    assert (posts(house, "Not for you"), len(posts(house, "For you"))) == ([], 1)
    assert summary.imported["posts"] == 1
    assert sum(summary.left_out.values()) == 1
    assert any(" left out: " in remark and "on Ning" in remark for remark in summary.remarks)


# Quotes


def test_a_quote_of_another_discussion_of_the_group_has_its_source(house: House, tmp_path: Path) -> None:
    groups = [group("1:Group:1", "Sheds", "amy1", {"amy1": "member", "ben2": "member"})]
    old = discussion("1:Topic:1", "amy1", "The older one", MARCH, [comment("1:Comment:1", "ben2", "I dig it.")],
                     groupId="1:Group:1")  # fmt: skip
    new = discussion("1:Topic:2", "ben2", "The newer one", said("Ben Bee", "1:Comment:1", "I dig it.") + "Still so.",
                     groupId="1:Group:1", createdDate="2010-01-01T00:00:00Z")  # fmt: skip
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, discussions=[new, old]))
    (post,) = posts(house, "The newer one")
    assert f'<a href="/d/{discussion_id(house, "The older one")}/2">Ben Bee wrote</a>' in post.html
    assert post.words == "Still so."
    assert post.masked_html is not None
    assert "I dig it" not in post.masked_html


def test_a_quote_from_a_private_group_elsewhere_stays_text(house: House, tmp_path: Path) -> None:
    groups = [group("1:Group:1", "Sheds", "amy1", {"amy1": "member"}),
              group("1:Group:2", "Ponds", "amy1", {"amy1": "member"}, **PUBLIC)]  # fmt: skip
    old = discussion("1:Topic:1", "amy1", "In the shed", MARCH, groupId="1:Group:1")
    new = discussion("1:Topic:2", "amy1", "In the pond", said("Amy Ant", "1:Topic:1", "We dig in March."),
                     groupId="1:Group:2", createdDate="2010-01-01T00:00:00Z")  # fmt: skip
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, discussions=[new, old]))
    (post,) = posts(house, "In the pond")
    assert "Amy Ant said:" in post.html
    assert "/d/" not in post.html
    assert summary.imported["quotes"] == 0
    assert summary.remarks["quotes left as plain text: what they quote is not in reach"] == 1


def test_a_quote_of_what_is_not_there_stays_as_it_reads(house: House, tmp_path: Path) -> None:
    talk = [discussion("1:Topic:1", "amy1", "Quoting air", said("Ben Bee", "1:Comment:404", "Gone."))]
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    (post,) = posts(house, "Quoting air")
    assert "Ben Bee said:" in post.html
    assert post.words == "Ben Bee said: Gone."


def test_a_quote_in_other_words_says_so_and_one_within_a_quote_has_its_source(house: House, tmp_path: Path) -> None:
    nested = said("Ben Bee", "c1", said("Amy Ant", "1:Topic:1", "We dig in March.") + "Never in March.")
    replies = [comment("c2", "amy1", nested + "<p>When then?</p>", "2009-01-03T00:00:00Z"),
               comment("c1", "ben2", said("Amy Ant", "1:Topic:1", "We dig in March.") + "Not in March.")]  # fmt: skip
    talk = [discussion("1:Topic:1", "amy1", "When to dig", MARCH, replies)]
    summary = bring_in(house, write(tmp_path / "ning", members=EVERYBODY, discussions=talk))
    html = posts(house, "When to dig")[2].html
    assert summary.imported["quotes"] == 3
    assert html.count("in other words") == 1
    assert html.index("Ben Bee wrote") < html.index("in other words") < html.index("Amy Ant wrote")


def test_each_of_the_quotes_within_one_another_is_withdrawn_with_its_own_source(house: House, tmp_path: Path) -> None:
    bens = person("ben2", "Ben", email="ben@example.org")
    replies, quoted = [], ""
    for n in range(1, 11):
        author = "ben2" if n == 3 else "amy1"
        replies.append(
            comment(f"1:Comment:{n}", author, f"{quoted}<p>Word number {n}x.</p>", f"2009-01-{n:02}T00:00:00Z")
        )
        quoted = said("Somebody", f"1:Comment:{n}", f"{quoted}<p>Word number {n}x.</p>")
    talk = [discussion("1:Topic:1", "amy1", "A tower", MARCH, replies[::-1])]
    summary = bring_in(house, write(tmp_path / "ning", members=[*EVERYBODY[:1], bens], discussions=talk), public=True)
    assert summary.imported["quotes"] == sum(range(10))
    id = discussion_id(house, "A tower")
    assert posts(house, "A tower")[10].html.count(f'<a href="/d/{id}/') == 9
    house.delete(house.ben, id, 4)
    assert "3x" not in house.page(None, f"/d/{id}")
    house.work()
    html = posts(house, "A tower")[10].html
    assert [n for n in range(1, 11) if f" {n}x." in html] == [4, 5, 6, 7, 8, 9, 10], "what stood in it went along"
    assert html.count("Quote withdrawn") == 1
    assert house.findings() == []


def test_an_archive_does_not_quote_what_is_here_already(house: House, tmp_path: Path) -> None:
    secret = house.start(house.amy, house.private, "Cabin keys", "Under the mat.").discussion_id
    words = f'<blockquote title=">" cite="/d/{secret}/1">Under</blockquote><BLOCKQUOTE CITE=/d/{secret}/1>the mat'
    bring_in(house, write(tmp_path / "ning", discussions=[discussion("1:Topic:1", "x", "Hostile", words)]), public=True)
    (post,) = posts(house, "Hostile")
    assert f"/d/{secret}" not in post.html + post.source
    assert house.findings() == []


# Hostile


class Armed(HTMLParser):
    """Finds what acts in a page, apart from our own scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.weapons: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_script = (
                name.startswith("on") or name == "style" or (value or "").strip().lower().startswith("javascript:")
            )
            is_remote = name == "src" and not (value or "").startswith("/")
            if is_script or is_remote:
                self.weapons.append(f"{tag} {name}={value}")
        if tag == "script" and "src" not in dict(attrs):
            self.weapons.append(tag)


def test_a_hostile_archive_is_inert(house: House, tmp_path: Path) -> None:
    weapon = "<script>gotcha()</script><img src=x onerror=gotcha()><a href='javascript:gotcha()'>x</a>"
    deep = "<blockquote cite='/d/1/1?commentId=1%3AComment%3A1'>" * 3_000 + "<table><tr><td>" * 3_000 + "deep"
    people = [person("amy1", weapon, level="owner", profilePhoto=weapon), person("x" * 10**6, "y" * 10**6)]
    groups = [group("1:Group:1", weapon, "amy1", {"amy1": "admin", weapon: weapon}, description=deep, **PUBLIC)]
    said_badly = [comment("1:Comment:1", "amy1", weapon), comment("1:Comment:2", weapon, deep), {"id": ["1"]}, {}]
    made: dict[str, object] = {
        "groupId": "1:Group:1",
        "category": weapon,
        "fileAttachments": [weapon, [weapon]],
        "location": weapon,
        "website": "javascript:gotcha()",
        "photoUrl": "'><script>gotcha()",
    }
    files = {name: [discussion(f"1:{name}:1", "amy1", f"A {weapon} in {name}", deep, said_badly, **made)]
             for name in ("discussions", "blogs", "pages", "events")}  # fmt: skip
    bring_in(house, write(tmp_path / "ning", members=people, groups=groups, **files), public=True)
    with house.app.app_context():
        ids = db.session.scalars(db.select(Discussion.id)).all()
    assert len(ids) == 4
    for path in (
        "/forum",
        "/groups",
        f"/groups/{group_named(house, weapon[:69] + '…').slug}",
        *(f"/d/{id}" for id in ids),
    ):
        page = house.page(None, path)
        reader = Armed()
        reader.feed(page)
        assert reader.weapons == [], path
    assert {row.role for row in (member(house, weapon[:79] + "…"), member(house, "y" * 79 + "…"))} == {Role.MEMBER}
    assert house.findings() == []


# Again, and later


def test_importing_again_adds_nothing(house: House) -> None:
    bring_in(house, SAMPLE)
    before = counts(house)
    summary = bring_in(house, SAMPLE)
    assert counts(house) == before
    assert not +summary.imported
    assert +summary.there == {
        "members": 5, "groups": 2, "shared groups": 2, "discussions": 3, "blog posts": 1, "posts": 9
    }  # fmt: skip


def test_a_later_archive_adds_what_was_said_since(house: House, tmp_path: Path) -> None:
    first = comment("c1", "ben2", "One.")
    folder = tmp_path / "ning"
    write(folder, members=EVERYBODY[:2], discussions=[discussion("1:Topic:1", "amy1", "Going on", MARCH, [first])])
    bring_in(house, folder)
    second = comment("c2", "cat3", said("Ben Bee", "c1", "One.") + "Two.", "2009-02-01T00:00:00Z")
    write(folder, members=EVERYBODY, discussions=[discussion("1:Topic:1", "amy1", "Going on", MARCH, [second, first])])
    summary = bring_in(house, folder)
    assert +summary.imported == {"members": 1, "posts": 1, "quotes": 1}
    found = posts(house, "Going on")
    assert [post.number for post in found] == [1, 2, 3]
    assert found[2].author_id == member(house, "Cat Cow").id
    assert "Cat Cow" in belonging(house, "Discussions")
    assert group_named(house, "Discussions").discussions_count == 1
    assert house.findings() == []


def test_what_was_taken_down_here_stays_down_and_is_not_quoted(house: House, tmp_path: Path) -> None:
    first = comment("c1", "ben2", "One regret.")
    folder = tmp_path / "ning"
    people = [person("ben2", "Ben Bee", email="ben@example.org")]
    write(folder, members=people, discussions=[discussion("1:Topic:1", "amy1", "Going on", MARCH, [first])])
    bring_in(house, folder)
    id = discussion_id(house, "Going on")
    house.delete(house.ben, id, 2)
    second = comment("c2", "cat3", said("Ben Bee", "c1", "One regret.") + "Two.", "2009-02-01T00:00:00Z")
    write(folder, members=people, discussions=[discussion("1:Topic:1", "amy1", "Going on", MARCH, [second, first])])
    bring_in(house, folder)
    page = house.page(house.ben, f"/d/{id}")
    assert "One regret" not in page
    assert "Quote withdrawn" in page
    assert house.findings() == []


def test_who_was_removed_from_a_group_here_is_not_let_in_again(house: House, tmp_path: Path) -> None:
    folder = write(tmp_path / "ning", members=[person("ben2", "Ben", email="ben@example.org")],
                   groups=[group("1:Group:1", "Sheds", "ben2", {"ben2": "creator", "amy1": "member"})])  # fmt: skip
    bring_in(house, folder)
    assert belonging(house, "Sheds") == {"Ben Brown": "organiser"}
    write(folder, members=[person("ben2", "Ben", email="ben@example.org"), person("amy1", "Amy Ant")],
          groups=[group("1:Group:1", "Sheds", "ben2", {"ben2": "creator", "amy1": "member"}, **PUBLIC)])  # fmt: skip
    bring_in(house, folder)
    assert belonging(house, "Sheds") == {"Ben Brown": "organiser"}
    assert group_named(house, "Sheds").kind == "private"


def test_who_is_banned_from_a_shared_group_is_not_let_in_by_a_later_archive(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "ning"
    talk = [discussion("1:Topic:1", "amy1", "Something odd", MARCH, category="Odds")]
    bring_in(house, write(folder, members=EVERYBODY[:1], discussions=talk), public=True)
    house.do(ban, house.mo, group_named(house, "Odds").id, "ben", "Away with him.", lasting=None)
    people = [
        *EVERYBODY[:1],
        person("ben2", "Ben", email="ben@example.org"),
        person("cat3", "Cat", email="cat@example.org"),
    ]
    bring_in(house, write(folder, members=people, discussions=talk), public=True)
    assert belonging(house, "Odds") == {"Amy Ant": "member", "Cat Cole": "member"}
    assert house.findings() == []


def test_a_thing_that_comes_twice_in_an_archive_comes_once(house: House, tmp_path: Path) -> None:
    one, two = comment("c1", "ben2", "One."), comment("c2", "ben2", "Two.")
    talk = [discussion("1:Topic:1", "amy1", "The same", MARCH, comments) for comments in ([one], [two, one])]
    summary = bring_in(house, write(tmp_path / "ning", members=[*EVERYBODY, *EVERYBODY], discussions=talk))
    assert sorted(post.words for post in posts(house, "The same")) == ["One.", "Two.", "We dig in March."]
    assert summary.imported["posts"] == 3
    assert summary.imported["members"] == 3
    assert house.findings() == []


def test_an_imported_post_can_be_quoted_edited_and_deleted_like_any_other(house: House, tmp_path: Path) -> None:
    people = [person("ben2", "Ben", email="ben@example.org")]
    talk = [
        discussion(
            "1:Topic:1", "ben2", "Now ours", MARCH, [comment("c1", "ben2", said("Ben", "1:Topic:1", "dig in March"))]
        )
    ]
    bring_in(house, write(tmp_path / "ning", members=people, discussions=talk))
    id = discussion_id(house, "Now ours")
    form = house.page(house.ben, f"/d/{id}/2/edit")
    assert f"[@ben](/d/{id}/1) wrote:" in form
    house.edit(house.ben, id, 1, "We dig in April.")
    house.work()
    assert "edited since" in house.page(house.ben, f"/d/{id}")
    house.delete(house.ben, id, 1)
    with house.app.app_context():
        html = db.session.scalars(db.select(Post.html).where(Post.discussion_id == id, Post.number == 2)).one()
    assert "dig in March" not in html
    assert house.findings() == []


def test_an_archive_does_not_carry_words_of_a_private_group_into_an_open_one(house: House, tmp_path: Path) -> None:
    groups = [group("1:Group:1", "Sheds", "amy1", {"amy1": "member"}),
              group("1:Group:2", "Ponds", "amy1", {"amy1": "member"}, **PUBLIC)]  # fmt: skip
    shed = discussion("1:Topic:1", "amy1", "In the shed", MARCH, groupId="1:Group:1")
    pond = discussion("1:Topic:2", "amy1", "In the pond", MARCH, groupId="1:Group:2")
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, discussions=[pond, shed]))
    quoting = comment("c1", "ben2", said("Amy Ant", "1:Topic:1", "We dig in March."))
    moved = {**pond, "groupId": "1:Group:1", "comments": [quoting]}
    bring_in(house, write(tmp_path / "ning", members=EVERYBODY, groups=groups, discussions=[moved, shed]))
    assert "wrote</a>" not in house.page(None, f"/d/{discussion_id(house, 'In the pond')}")
    assert house.findings() == []
