"""What becomes of quotes: who sees the words of a post in another one, and for how long."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from builders import House, quote
from sqlalchemy import select

from forum import text
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import operations as discussions
from forum.discussions.models import Post, Quote
from forum.groups import operations as groups
from forum.ports import clocks

SECRET = "The spare key hangs behind the xylophone."
KEY = "xylophone"
AGAIN = "Amy Adams wrote"


@dataclass
class Talk:
    """Amy's discussion in the open group, whose second post, hers too, holds what is going to be quoted."""

    house: House
    id: int

    @property
    def source(self) -> str:
        return f"/d/{self.id}/2"

    def page(self, viewer: Viewer | None = None) -> str:
        return self.house.page(viewer, f"/d/{self.id}")

    def html(self, number: int) -> str:
        """The post as it is stored."""
        where = (Post.discussion_id == self.id, Post.number == number)
        return str(self.house.do(lambda: db.session.scalar(select(Post.html).where(*where))))

    def reply(self, author: Viewer, source: str) -> int:
        return self.house.reply(author, self.id, source).number

    def say(self, author: Viewer, source: str) -> str:
        """Reply through the page; the page that comes of it."""
        answer = self.house.browser(author).post(f"/d/{self.id}/posts", follow=True, body=source)
        assert answer.status_code == 200
        return answer.text

    def preview(self, author: Viewer, source: str) -> str:
        answer = self.house.browser(author).post(f"/d/{self.id}/posts", body=source, act="preview")
        assert answer.status_code == 200
        return prose(answer.text)


@pytest.fixture
def talk(house: House) -> Talk:
    opened = house.start(house.amy, house.open, "Where is the key", "I forget.")
    house.reply(house.amy, opened.discussion_id, f"{SECRET} Ask before you take it.")
    return Talk(house, opened.discussion_id)


@pytest.fixture
def secret(house: House) -> str:
    """The address of a post of Amy's in the private group."""
    return f"/d/{house.start(house.amy, house.private, 'The cabin key', SECRET).discussion_id}/1"


def prose(page: str) -> str:
    """The first text in the page: of a preview, when there is one."""
    return re.sub(r"\s+", " ", page.partition('class="prose"')[2].partition("</section>")[0])


def is_withdrawn(html: str) -> bool:
    return KEY not in html and "Quote withdrawn" in html


# Where the words came from


def test_a_quote_says_who_wrote_and_leads_there(talk: Talk) -> None:
    number = talk.reply(talk.house.ben, quote(talk.source, SECRET) + "Thanks.")
    assert f'<blockquote class="quote" dir="auto" cite="{talk.source}">' in talk.html(number)
    assert f'<a href="{talk.source}">{AGAIN}</a>' in talk.html(number)
    assert "quote-note" not in talk.html(number)
    assert KEY in talk.page()


def test_a_preview_is_what_will_be_published(talk: Talk, secret: str) -> None:
    house = talk.house
    for source in (
        quote(talk.source, SECRET) + "Thanks.",
        quote(talk.source, "Something else.") + "Not quite.",
        quote(secret, SECRET) + "From elsewhere.",
        quote("/d/9999/1", SECRET) + "From nowhere.",
        "Just **words**.\n\n- and\n- a list",
    ):
        shown = talk.preview(house.ben, source)
        number = talk.reply(house.ben, source)
        assert re.sub(r"\s+", " ", talk.html(number)).strip() in shown


def test_one_may_quote_oneself(talk: Talk) -> None:
    number = talk.reply(talk.house.amy, quote(talk.source, SECRET) + "As I said.")
    assert AGAIN in talk.html(number)


def test_an_opening_post_may_quote_and_loses_the_quote_with_its_source(talk: Talk) -> None:
    house = talk.house
    opened = house.start(house.ben, house.open, "About that key", quote(talk.source, SECRET) + "Is it there?")
    assert AGAIN in house.page(None, f"/d/{opened.discussion_id}")
    house.delete(house.amy, talk.id, 2)
    assert is_withdrawn(house.page(None, f"/d/{opened.discussion_id}"))


def test_words_that_were_never_there_are_marked(talk: Talk) -> None:
    number = talk.reply(talk.house.ben, quote(talk.source, "I have lost the key.") + "Oh dear.")
    assert "in other words" in talk.html(number)


def test_leaving_words_out_with_a_mark_is_no_change(talk: Talk) -> None:
    number = talk.reply(talk.house.ben, quote(talk.source, "The spare key […] Ask before you take it.") + "I will.")
    assert "quote-note" not in talk.html(number)


def test_a_quote_of_another_open_group_keeps_its_source(talk: Talk) -> None:
    house = talk.house
    trams = house.group(house.cat, "Trams", "open")
    opened = house.start(house.cat, trams, "Keys of buses", quote(talk.source, SECRET) + "Well.")
    assert AGAIN in house.page(None, f"/d/{opened.discussion_id}")


# What may not be known here


def test_words_from_a_private_group_stand_as_ones_own_in_an_open_one_and_the_author_is_told(
    talk: Talk, secret: str
) -> None:
    page = talk.say(talk.house.ben, quote(secret, SECRET) + "Between us.")
    assert "stands without its source" in page
    assert "<blockquote>" in talk.html(3)
    assert SECRET in talk.html(3)
    assert "wrote" not in talk.html(3)
    assert secret not in talk.html(3)
    assert "stands without its source" not in talk.page(talk.house.ben)
    assert talk.house.findings() == []


def test_within_a_private_group_its_posts_are_quoted_with_their_source(house: House, secret: str) -> None:
    opened = house.start(house.ben, house.private, "About the key", quote(secret, SECRET) + "Noted.")
    assert AGAIN in house.page(house.amy, f"/d/{opened.discussion_id}")
    assert opened.notices == ()


def test_a_forged_attribution_is_as_one_to_a_post_that_never_was(talk: Talk, secret: str) -> None:
    house = talk.house
    for who in (house.dan, house.cat):
        house.do(groups.join, who, house.open)
        forged, never = quote(secret, SECRET) + "I know.", quote("/d/9999/1", SECRET) + "I know."
        assert talk.preview(who, forged) == talk.preview(who, never)
        pages = [talk.say(who, source) for source in (forged, never)]
        assert ["without its source" in page for page in pages] == [False, False]
        last = house.reply(who, talk.id, "What was that?").number
        assert talk.html(last - 2) == talk.html(last - 1)
        assert "wrote" not in talk.html(last - 2)
    assert house.do(lambda: db.session.query(Quote).count()) == 0


def test_editing_in_a_forged_attribution_is_as_one_to_a_post_that_never_was(talk: Talk, secret: str) -> None:
    house = talk.house
    pages = []
    for source in (quote(secret, SECRET), quote("/d/9999/1", SECRET)):
        number = talk.reply(house.dan, "Something else.")
        browser = house.browser(house.dan)
        preview = browser.post(f"/d/{talk.id}/{number}/edit", body=source, revision="1", act="preview")
        pages.append(prose(preview.text))
        answer = browser.post(f"/d/{talk.id}/{number}/edit", follow=True, body=source, revision="1")
        assert "without its source" not in answer.text
        pages.append(talk.html(number))
    assert pages[:2] == pages[2:]
    assert SECRET in pages[1]
    assert "wrote" not in pages[1]


def test_words_of_a_discussion_that_its_author_emptied_are_not_said_again(talk: Talk) -> None:
    house = talk.house
    emptied = house.start(house.ben, house.open, "Never mind", SECRET).discussion_id
    house.delete(house.ben, emptied, 1)
    assert is_withdrawn(talk.html(talk.reply(house.dan, quote(f"/d/{emptied}/1", SECRET))))


def test_an_emptied_discussion_of_a_private_group_is_to_outsiders_as_one_that_never_was(talk: Talk) -> None:
    house = talk.house
    emptied = house.start(house.ben, house.private, "Never mind", SECRET).discussion_id
    house.delete(house.ben, emptied, 1)
    forged = talk.reply(house.dan, quote(f"/d/{emptied}/1", SECRET))
    never = talk.reply(house.dan, quote("/d/9999/1", SECRET))
    assert talk.html(forged) == talk.html(never)


# When the source goes


@pytest.fixture
def quoting(talk: Talk) -> int:
    """Ben's post that quotes, the number of it."""
    return talk.reply(talk.house.ben, quote(talk.source, SECRET) + "Thanks.")


def test_a_quote_is_withdrawn_with_its_source_at_once_and_everywhere(talk: Talk, quoting: int) -> None:
    house = talk.house
    other = quote(talk.source, SECRET) + "Somebody said so."
    house.delete(house.amy, talk.id, 2)
    for viewer in (None, house.cat, house.ben, house.amy, house.mo, house.ada):
        assert is_withdrawn(talk.page(viewer))
    composer = f"/d/{talk.id}/reply"
    assert is_withdrawn(house.page(house.ben, f"{composer}?to={quoting}"))
    assert KEY not in house.page(house.ben, f"{composer}?to={quoting}&quote={quoting}&quote=2")
    assert KEY not in house.page(house.ben, f"/d/{talk.id}/{quoting}/edit")
    assert is_withdrawn(talk.preview(house.ben, other))
    assert is_withdrawn(talk.html(talk.reply(house.ben, other)))
    added = house.browser(house.ben).post(f"/d/{talk.id}/posts", body="", act=f"quote-{quoting}").text
    assert KEY not in added
    assert "Thanks." in added
    house.work()
    assert is_withdrawn(talk.html(quoting))
    assert house.findings() == []


def test_a_page_that_a_browser_keeps_is_made_again_when_a_quote_in_it_is_withdrawn(talk: Talk) -> None:
    house = talk.house
    elsewhere = house.start(house.ben, house.open, "Elsewhere", quote(talk.source, SECRET)).discussion_id
    visitor = house.browser(None)
    kept = visitor.get(f"/d/{elsewhere}")
    assert visitor.get(f"/d/{elsewhere}", **{"If-None-Match": kept.headers["ETag"]}).status_code == 304
    house.delete(house.amy, talk.id, 2)
    fresh = visitor.get(f"/d/{elsewhere}", **{"If-None-Match": kept.headers["ETag"]})
    assert fresh.status_code == 200
    assert is_withdrawn(fresh.text)


def test_a_quote_comes_back_with_its_source(talk: Talk, quoting: int) -> None:
    house = talk.house
    before = talk.html(quoting)
    house.delete(house.amy, talk.id, 2)
    house.work()
    house.restore(house.amy, talk.id, 2)
    assert is_withdrawn(talk.html(quoting))
    house.work()
    assert talk.html(quoting) == before
    assert house.findings() == []


def test_a_quote_that_was_withdrawn_and_restored_between_two_jobs_is_back(talk: Talk, quoting: int) -> None:
    before = talk.html(quoting)
    talk.house.delete(talk.house.amy, talk.id, 2)
    talk.house.restore(talk.house.amy, talk.id, 2)
    talk.house.work()
    assert talk.html(quoting) == before


def test_neither_a_withdrawn_quote_nor_its_return_makes_a_post_edited(talk: Talk, quoting: int) -> None:
    talk.house.delete(talk.house.amy, talk.id, 2)
    talk.house.work()
    talk.house.restore(talk.house.amy, talk.id, 2)
    talk.house.work()
    assert ">edited" not in talk.page()


def test_of_two_quotes_the_job_puts_the_one_back_that_holds(talk: Talk) -> None:
    house = talk.house
    talk.reply(house.dan, "The door is green.")
    both = quote(talk.source, SECRET) + "And\n\n" + quote(f"/d/{talk.id}/3", "The door is green.", "dan") + "So what?"
    number = talk.reply(house.ben, both)
    house.delete(house.amy, talk.id, 2)
    assert is_withdrawn(talk.html(number))
    assert "green" not in talk.html(number)
    house.work()
    assert is_withdrawn(talk.html(number))
    assert "Dan Dale wrote" in talk.html(number)
    assert "green" in talk.html(number)
    assert house.findings() == []


def test_a_quote_within_a_quote_goes_with_either_source(talk: Talk, quoting: int) -> None:
    house = talk.house
    nested = f"> [@ben](/d/{talk.id}/{quoting}) wrote:\n>\n> > [@amy]({talk.source}) wrote:\n> >\n> > {SECRET}\n>\n"
    number = talk.reply(house.dan, nested + "> Thanks.\n\nIndeed.")
    assert "Ben Brown wrote" in talk.html(number)
    assert AGAIN in talk.html(number)

    house.delete(house.amy, talk.id, 2)
    assert KEY not in talk.html(number)
    house.work()
    assert is_withdrawn(talk.html(number))
    assert "Thanks." in talk.html(number)
    assert "Ben Brown wrote" in talk.html(number)

    house.restore(house.amy, talk.id, 2)
    house.delete(house.ben, talk.id, quoting)
    house.work()
    assert is_withdrawn(talk.html(number))
    assert "Thanks." not in talk.html(number)
    assert "Indeed." in talk.html(number)


# When the source changes


def test_a_quote_says_that_its_source_was_edited_since_and_no_longer_once_the_words_are_back(
    talk: Talk, quoting: int
) -> None:
    house = talk.house
    house.edit(house.amy, talk.id, 2, "The key is with Ben.")
    house.work()
    assert "edited since" in talk.html(quoting)
    assert SECRET in talk.html(quoting)
    house.edit(house.amy, talk.id, 2, f"{SECRET} Really.", revision=2)
    house.work()
    assert "edited since" not in talk.html(quoting)
    assert AGAIN in talk.html(quoting)


def test_an_edit_that_leaves_the_quoted_words_alone_marks_nothing(talk: Talk, quoting: int) -> None:
    talk.house.edit(talk.house.amy, talk.id, 2, f"Listen. {SECRET} And mind the step.")
    talk.house.work()
    assert "edited since" not in talk.html(quoting)


def test_words_that_stood_in_the_source_before_an_edit_are_quoted_as_edited_since(talk: Talk) -> None:
    later = clocks.now() + timedelta(minutes=6)
    with clocks.reading(lambda: later):
        talk.house.edit(talk.house.amy, talk.id, 2, "The key is with Ben.")
    number = talk.reply(talk.house.ben, quote(talk.source, SECRET) + "You said.")
    assert "edited since" in talk.html(number)
    assert "in other words" not in talk.html(number)


# Editing a post whose quote was withdrawn


@pytest.fixture
def veiled(talk: Talk, quoting: int) -> str:
    """What Ben finds in the edit form once the source is gone."""
    talk.house.delete(talk.house.amy, talk.id, 2)
    form = talk.house.page(talk.house.ben, f"/d/{talk.id}/{quoting}/edit")
    assert KEY not in form
    return re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", form, re.S)[1].replace("&gt;", ">")  # type: ignore[index]


def send_edit(talk: Talk, number: int, body: str, **fields: str) -> tuple[int, str]:
    answer = talk.house.browser(talk.house.ben).post(
        f"/d/{talk.id}/{number}/edit", follow=True, body=body, **{"revision": "1", **fields}
    )
    return answer.status_code, answer.text


def test_an_edit_keeps_a_withdrawn_quote_for_the_day_its_source_returns(talk: Talk, quoting: int, veiled: str) -> None:
    status, page = send_edit(talk, quoting, veiled.replace("Thanks.", "Many thanks."))
    assert status == 200
    assert is_withdrawn(page)
    assert "Many thanks." in page
    talk.house.restore(talk.house.amy, talk.id, 2)
    talk.house.work()
    assert SECRET in talk.html(quoting)
    assert AGAIN in talk.html(quoting)
    assert talk.house.findings() == []


def test_a_preview_of_the_edit_shows_no_withdrawn_words(talk: Talk, quoting: int, veiled: str) -> None:
    status, page = send_edit(talk, quoting, veiled, act="preview")
    assert status == 200
    assert is_withdrawn(page)


@pytest.mark.parametrize("fields", [{"revision": ""}, {"revision": "7"}], ids=["form", "verb"])
def test_a_refused_edit_keeps_the_text_as_it_was_typed(
    talk: Talk, quoting: int, veiled: str, fields: dict[str, str]
) -> None:
    status, page = send_edit(talk, quoting, veiled + "More.", **fields)
    assert status in (409, 422)
    assert re.search(r"\[quote \w+ withdrawn\]", page)
    assert "More." in page
    assert KEY not in page


@pytest.mark.parametrize(
    "trick",
    ["```\n{}\n```", "> said:\n{}", "> a\n>\n{}", "    x\n\n    {}", "> [@ben](/d/{id}/1) wrote:\n{}",
     "> [@ben](/d/{id}/1) wrote:\n>\n{}", "- a\n{}", "x {}", "{}\n{}", "<!--\n{}\n-->", "[^1]: a\n{}\n\n[^1]"],
)  # fmt: skip
def test_no_place_in_the_text_makes_a_withdrawn_quote_speak(talk: Talk, quoting: int, veiled: str, trick: str) -> None:
    token = veiled.partition("\n")[0].strip()
    body = trick.replace("{id}", str(talk.id)).replace("{}", token) + "\n\nThanks."
    for act in ("preview", "post"):
        status, page = send_edit(talk, quoting, body, act=act)
        assert status == 200
        assert KEY not in page
    talk.house.work()
    assert KEY not in talk.html(quoting)
    assert KEY not in talk.house.page(talk.house.ben, f"/d/{talk.id}/{quoting}/edit")


def test_an_edit_that_leaves_the_token_out_drops_the_quote(talk: Talk, quoting: int, veiled: str) -> None:
    send_edit(talk, quoting, "Never mind.")
    talk.house.restore(talk.house.amy, talk.id, 2)
    talk.house.work()
    assert KEY not in talk.html(quoting)
    assert talk.house.findings() == []


# At the same moment


def by_replying(talk: Talk, body: text.Body) -> None:
    discussions.reply(talk.house.ben, talk.id, body)


def by_starting(talk: Talk, body: text.Body) -> None:
    discussions.start(talk.house.ben, talk.house.open, "About that key", body)


def by_editing(talk: Talk, body: text.Body) -> None:
    discussions.edit(talk.house.ben, talk.id, 3, body, revision=1)


@pytest.mark.parametrize("quoting_it", [by_replying, by_starting, by_editing])
def test_a_source_deleted_while_it_is_quoted_is_never_shown(
    house: House, quoting_it: Callable[[Talk, text.Body], None]
) -> None:
    for _again in range(4):
        talk = Talk(house, house.start(house.amy, house.open, "Where is the key", "I forget.").discussion_id)
        talk.reply(house.amy, SECRET)
        talk.reply(house.ben, "Hm.")
        body = text.cook(quote(talk.source, SECRET) + "Thanks.")
        outcomes = house.at_once(
            lambda talk=talk, body=body: quoting_it(talk, body),
            lambda talk=talk: discussions.delete(house.amy, talk.id, 2),
        )
        assert outcomes == [None, None]
        assert house.findings() == []
    shown = house.do(lambda: db.session.scalars(select(Post.html).where(Post.deleted_at.is_(None))).all())
    assert [html for html in shown if KEY in html] == []
    house.work()
    assert house.findings() == []


def test_a_source_deleted_while_the_job_puts_its_quotes_back_is_never_shown(talk: Talk, quoting: int) -> None:
    house = talk.house
    for _again in range(4):
        house.delete(house.amy, talk.id, 2)
        house.restore(house.amy, talk.id, 2)
        house.at_once(house.work, lambda: discussions.delete(house.amy, talk.id, 2))
        assert KEY not in talk.html(quoting)
        assert house.findings() == []
        house.restore(house.amy, talk.id, 2)
    house.work()
    assert SECRET in talk.html(quoting)
