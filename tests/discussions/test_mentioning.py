"""Whom a post mentions."""

import pytest
from builders import House
from sqlalchemy import select

from forum import text
from forum.accounts.models import Member
from forum.database import db
from forum.discussions.models import Mention, Post
from forum.discussions.operations import rename


def mentioned(house: House, discussion_id: int, number: int) -> set[str]:
    query = select(Member.handle).join(Mention, Mention.member_id == Member.id).join(Post, Post.id == Mention.post_id)
    where = (Post.discussion_id == discussion_id, Post.number == number)
    return set(house.do(lambda: db.session.scalars(query.where(*where)).all()))


def span(handle: str) -> str:
    return f'<span class="mention">@{handle}</span>'


@pytest.fixture
def talk(house: House) -> int:
    return house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id


@pytest.mark.parametrize(
    "source",
    ["@ben, look", "(@Ben)", "Ask @BEN.", "**@ben**", "- @ben", "Look:@ben", "@ben and @ben", "@ben's bus", "“@ben”"],
)
def test_a_member_is_mentioned(house: House, talk: int, source: str) -> None:
    number = house.reply(house.amy, talk, source).number
    assert mentioned(house, talk, number) == {"ben"}
    assert span("ben") in house.page(None, f"/d/{talk}")


@pytest.mark.parametrize(
    "source",
    ["jo@ben.example.org and jo@ben", "`@ben`", "```\n@ben\n```", "    @ben", "https://example.org/@ben", "x/@ben",
     "[@ben](https://example.org)", "[a](/d/1/1 '@ben')", "> @ben says",
     "> [@amy](/d/1/1) wrote:\n>\n> @ben says\n\nHm.",
     "@ben@example.org", "@@ben", "@benn", "@ben_", "@-ben", "@" + "b" * 40, "a.@ben", "\\`@nobody\\`", "@ ben"],
)  # fmt: skip
def test_what_only_looks_like_a_mention_is_none(house: House, talk: int, source: str) -> None:
    number = house.reply(house.amy, talk, source).number
    assert mentioned(house, talk, number) == set()
    assert 'class="mention"' not in house.page(None, f"/d/{talk}")


def test_in_a_private_group_only_its_members_are_mentioned(house: House) -> None:
    cabin = house.start(
        house.amy, house.private, "The key", "Ask @ben, @cat, @dan, @mo, @ada or @nobody."
    ).discussion_id
    assert mentioned(house, cabin, 1) == {"ben"}
    page = house.page(house.ben, f"/d/{cabin}")
    assert span("ben") in page
    for handle in ("cat", "dan", "mo", "ada", "nobody"):
        assert f"@{handle}" in page
        assert span(handle) not in page


def test_an_edit_changes_who_is_mentioned(house: House, talk: int) -> None:
    number = house.reply(house.amy, talk, "Ask @ben or @cat.").number
    house.edit(house.amy, talk, number, "Ask @cat or @mo.")
    assert mentioned(house, talk, number) == {"cat", "mo"}


def test_ten_are_mentioned_at_most(house: House, talk: int) -> None:
    handles = [house.member(f"member{n}", f"Member {n}").handle for n in range(12)]
    number = house.reply(house.amy, talk, " ".join(f"@{handle}" for handle in handles)).number
    assert mentioned(house, talk, number) == set(handles[:10])


def test_a_preview_shows_what_will_be_published(house: House, talk: int) -> None:
    page = house.browser(house.ben).post(f"/d/{talk}/posts", body="Ask @amy.", act="preview").text
    assert span("amy") in page
    assert mentioned(house, talk, 1) == set()


def test_a_mention_follows_its_member_to_another_handle(house: House, talk: int) -> None:
    number = house.reply(house.amy, talk, "Ask @ben.").number
    tag = house.browser(None).get(f"/d/{talk}").headers["ETag"]
    house.do(rename, house.ben, name="Ben Brown", handle="benny")
    house.work()
    answer = house.browser(None).get(f"/d/{talk}", **{"If-None-Match": tag})
    assert span("benny") in answer.text
    assert span("ben") not in answer.text
    assert mentioned(house, talk, number) == {"benny"}


def test_quoting_and_withdrawing_keep_the_mentions_of_the_post(house: House, talk: int) -> None:
    source = f"> [@amy](/d/{talk}/1) wrote:\n>\n> It comes on time.\n\nDoes it, @cat?"
    house.reply(house.ben, talk, source)
    house.delete(house.amy, talk, 1)
    assert span("cat") in house.page(None, f"/d/{talk}")
    house.work()
    assert span("cat") in house.page(None, f"/d/{talk}")
    assert house.findings() == []


def test_cooking_knows_no_members_and_no_mark_is_left() -> None:
    body = text.cook("Ask @ben\ue003@cat\ue004.")
    assert body.mentions == (text.MentionSlot("ben"),) or body.mentions == ()
    body = text.cook("Ask @Ben.")
    assert text.fill(body.template, {}) == "<p>Ask @Ben.</p>\n"
    assert text.fill(body.template, {}, {"ben": "<b>"}) == f"<p>Ask {span('&lt;b&gt;')}.</p>\n"
    assert body.words == "Ask @Ben."
    assert text.excerpt(text.fill(body.template, {}, {"ben": "ben"})) == "Ask @ben."
    assert text.to_markdown("<p>Ask @ben</p>", {}) == "Ask @ben\n"


def test_many_signs_take_no_time() -> None:
    assert text.cook("@" * 30_000).mentions == ()
    assert text.cook("@a" * 15_000).mentions == ()
    assert text.cook("@" + "a." * 15_000).mentions == ()
