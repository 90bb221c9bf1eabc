"""A new version of the pipeline cooks again what was written, and nobody notices but by what is better."""

from collections.abc import Callable

import pytest
from builders import House, contents, quote
from sqlalchemy import select, update

from forum import prose, text
from forum.accounts.operations import Details, change_profile
from forum.database import db, operation
from forum.discussions import jobs
from forum.discussions.models import Post, Quote
from forum.discussions.operations import refill
from forum.groups.models import Group
from forum.groups.operations import change_settings
from forum.text import cooking

SECRET = "The spare key hangs behind the xylophone."


@pytest.fixture
def bump(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The next version of the pipeline: what it makes differs in a mark."""

    def bump() -> None:
        plain = cooking.sanitise
        for module in (cooking, text):
            monkeypatch.setattr(module, "PIPELINE", cooking.PIPELINE + (module is cooking))
        monkeypatch.setattr(text, "PIPELINE", cooking.PIPELINE)
        monkeypatch.setattr(cooking, "sanitise", lambda html: plain(html).replace("<p>", "<p>♪ "))

    return bump


@pytest.fixture
def talk(house: House) -> int:
    """Amy's words, quoted twice by Ben, beside a quote of Cat's, which is withdrawn."""
    opened = house.start(house.amy, house.open, "Where is the key", SECRET).discussion_id
    house.reply(house.dan, opened, "Under the quagga.")
    two = quote(f"/d/{opened}/1", "The spare key") + "And\n\n" + quote(f"/d/{opened}/2", "Under the quagga.", by="dan")
    house.reply(house.ben, opened, two + quote(f"/d/{opened}/1", "behind the xylophone") + "So, @dan.")
    house.delete(house.dan, opened, 2)
    house.work()
    return opened


def posts(house: House) -> list[tuple[object, ...]]:
    columns = (Post.id, Post.pipeline, Post.revision, Post.edited_at, Post.written_at, Post.refill_since)
    return [tuple(row) for row in house.do(lambda: db.session.execute(select(*columns).order_by(Post.id)).all())]


def quotes(house: House) -> list[tuple[object, ...]]:
    columns = (Quote.slot, Quote.source_id, Quote.words, Quote.withdrawn_at)
    return [tuple(row) for row in house.do(lambda: db.session.execute(select(*columns).order_by(Quote.slot)).all())]


def test_old_posts_are_cooked_again_and_keep_their_dates(house: House, talk: int, bump: Callable[[], None]) -> None:
    before, related = posts(house), quotes(house)
    activities = contents(house.app)["activity"]
    bump()
    assert "♪" not in house.page(None, f"/d/{talk}")
    house.work()
    page = house.page(None, f"/d/{talk}")
    assert "♪ So, " in page
    assert 'class="mention">@dan' in page
    assert "♪ behind the xylophone" in page
    assert "Quote withdrawn" in page
    assert "quagga" not in page
    assert "edited" not in page
    assert [row[2:] for row in posts(house)] == [row[2:] for row in before]
    assert {row[1] for row in posts(house)} == {text.PIPELINE}
    assert quotes(house) == related
    assert contents(house.app)["activity"] == activities
    assert house.findings() == []


def test_what_is_cooked_is_not_cooked_again(house: House, talk: int, bump: Callable[[], None]) -> None:
    bump()
    house.work()
    before = contents(house.app)
    house.work()
    assert contents(house.app) == before


def test_batches_go_on_until_all_is_cooked(
    house: House, talk: int, bump: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.discussions.sources.BATCH", 2)
    for number in range(5):
        house.reply(house.amy, talk, f"Reply {number}.")
    bump()
    monkeypatch.setattr(jobs, "RECOOKING", 0.0)
    house.work()
    assert sum(row[1] == text.PIPELINE for row in posts(house)) == 2
    monkeypatch.setattr(jobs, "RECOOKING", 60.0)
    house.work()
    assert {row[1] for row in posts(house)} == {text.PIPELINE}


def test_relations_follow_their_quotes_to_other_slots(house: House, talk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the new pipeline had learned to see a quote that the old one did not."""
    withdrawn = [row[1] for row in quotes(house) if row[3]]
    number_of = {row[0]: row for row in quotes(house)}
    house.do(_forget_first_slot, 3)
    body = text.cook(house.do(lambda: db.session.scalar(select(Post.source).where(Post.id == 3))))
    house.do(refill, 3, body, revision=1)
    found = {row[0]: row for row in quotes(house)}
    assert set(found) == {1, 2}
    assert found[2] == number_of[2]
    assert found[1][1] == number_of[1][1]
    assert [row[1] for row in quotes(house) if row[3]] == withdrawn
    assert "quagga" not in house.page(None, f"/d/{talk}")
    assert house.findings() == []


@operation
def _forget_first_slot(post_id: int) -> None:
    """The old pipeline saw the second and third quote only, as its first and second."""
    first = db.session.get_one(Quote, (post_id, 1))
    db.session.delete(first)
    db.session.flush()
    for slot in (2, 3):
        db.session.execute(update(Quote).where(Quote.post_id == post_id, Quote.slot == slot).values(slot=slot - 1))
    db.session.execute(update(Post).where(Post.id == post_id).values(pipeline=0))


def test_a_post_edited_while_it_is_cooked_keeps_the_edit(house: House, talk: int, bump: Callable[[], None]) -> None:
    stale = text.cook(SECRET)
    house.edit(house.amy, talk, 1, "I have it in my pocket.")
    bump()
    house.do(refill, 1, stale, revision=1)
    assert "pocket" in house.page(None, f"/d/{talk}")
    house.work()
    assert "♪ I have it in my pocket." in house.page(None, f"/d/{talk}")


def test_what_a_new_pipeline_refuses_stays_as_it_is(
    house: House, talk: int, bump: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bump()
    monkeypatch.setattr("forum.text.limits.BODY_LIMIT", 20)
    house.work()
    page = house.page(None, f"/d/{talk}")
    assert SECRET in page
    assert {row[1] for row in posts(house)} == {text.PIPELINE}
    house.work()
    assert house.findings() == []


@pytest.fixture
def prose_pages(house: House) -> tuple[str, str]:
    """The pages of Amy's group and of Ben, with what they say of themselves."""
    house.do(change_settings, house.amy, house.open, name="Buses", purpose="All about them",
             description=text.cook("We meet under the *clock*."), tint=1, starts="members", layout="discussions",
             roster="readers", question="")  # fmt: skip
    details = Details(organisation="", sector="unsaid", place="", links=[], time_zone="UTC")
    house.do(change_profile, house.ben, details, text.cook("I collect *timetables*."))
    return "/groups/buses", "/members/ben"


def test_what_is_said_of_a_group_and_of_a_member_is_cooked_again(
    house: House, prose_pages: tuple[str, str], bump: Callable[[], None]
) -> None:
    bump()
    assert not any("♪" in house.page(None, path) for path in prose_pages)
    house.work()
    assert "♪ We meet under the <em>clock</em>." in house.page(None, prose_pages[0])
    assert "♪ I collect <em>timetables</em>." in house.page(None, prose_pages[1])
    before = contents(house.app)
    house.work()
    assert contents(house.app) == before


def test_a_description_written_anew_or_refused_meanwhile_stays_as_it_is(
    house: House, prose_pages: tuple[str, str], bump: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bump()
    house.do(prose.replace, Group, "description", house.open, "Old words.", {"description_html": "<p>Old words.</p>"})
    monkeypatch.setattr("forum.text.limits.BODY_LIMIT", 20)
    house.work()
    assert "<p>We meet under the <em>clock</em>.</p>" in house.page(None, prose_pages[0])
