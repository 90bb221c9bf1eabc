"""The components that are functions: whatever people write into them stays words."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forum.accounts.viewers import Author
from forum.blueprints import components
from forum.ports import clocks

HOSTILE = """"><script>alert('x')</script>"""
PERSON = Author(7, HOSTILE, HOSTILE, "moderator", HOSTILE)
WRITTEN = {
    "avatar": lambda: components.avatar(PERSON),
    "initials": lambda: components.avatar(Author(7, "x", '<b> "q" <i>')),
    "name": lambda: components.byline(PERSON),
    "bdi": lambda: components.bdi(HOSTILE),
    "button": lambda: components.button(HOSTILE, about=HOSTILE, name=HOSTILE, value=HOSTILE, sending=HOSTILE),
    "link_button": lambda: components.link_button(HOSTILE, HOSTILE, about=HOSTILE),
    "post_button": lambda: components.post_button(HOSTILE, HOSTILE, about=HOSTILE, next=HOSTILE),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_wrote_stays_words_in_a_component(app: Flask, name: str) -> None:
    with app.test_request_context():
        html = WRITTEN[name]()
    assert "<script" not in html
    assert '""' not in html.replace('alt=""', "")


def test_a_former_member_has_a_name_that_leads_nowhere(app: Flask) -> None:
    with app.test_request_context():
        assert components.byline(Author(None, None, "Former member")) == '<bdi class="name">Former member</bdi>'


def test_only_the_last_days_are_told_as_time_gone_by(app: Flask) -> None:
    noon = datetime(2026, 3, 14, 12, 5, tzinfo=UTC)
    with app.test_request_context():
        for passed, is_relative in ((timedelta(days=6), True), (timedelta(days=8), False)):
            with clocks.reading(lambda at=noon + passed: at):
                told = components.timestamp(noon)
            assert told.startswith("<relative-time") is is_relative
            assert '<time datetime="2026-03-14T12:05:00Z" title="14 March 2026, 12.05 UTC">14 March 2026</time>' in told


def test_every_badge_is_shown_with_its_word(app: Flask) -> None:
    with app.test_request_context():
        shown = [components.badge(kind) for kind in components.BADGES]
    assert all("<svg" in badge and badge.count("<span") == 1 for badge in shown)
    assert any("By request" in badge for badge in shown)
