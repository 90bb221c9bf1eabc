"""Two clicks make one thing: every form of the matrix, sent twice, does once what it does and leads to one place."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from builders import Browser, Contents, House, contents
from matrix import LINES, Line
from test_visibility import Grounds, grounds  # noqa: F401  the fixture
from werkzeug.test import TestResponse

from forum.groups.operations import found
from forum.models import METADATA
from forum.ports import clocks

USED_UP = {"/confirm/<token>", "/password/<token>", "/demo/<token>", "/set-up/<token>",
           "/sign-in/link/<token>", "/email/new/<token>", "/email/old/<token>"}  # fmt: skip
"""Links that a mail brought: a second click is told so."""
ANEW = {"/sign-in"}
"""Each makes a session in the place of the one before."""
MOVED = {"/groups/<slug>/settings/kind"}
"""A group that is hidden leaves its address."""

SHOWN_BY_A_FORM = {"/d/<int:discussion_id>/splitting"}
"""The form is the answer to another: discussions/test_tidying.py sends what it holds."""

FORMS = [line for line in LINES if line.method == "POST" and any(status == 303 for _cell, status in line.cells())]
REPEATABLE = [line for line in FORMS if line.rule not in USED_UP | ANEW | MOVED]


def successes(line: Line) -> Iterator[tuple[str, str]]:
    """For each kind one person for whom the form does what it is there for."""
    seen = set()
    for (kind, viewer), status in line.cells():
        if status == 303 and kind not in seen:
            seen.add(kind)
            yield kind, viewer


def send(grounds: Grounds, line: Line, kind: str, viewer: str, clicks: int) -> list[tuple[TestResponse, Contents]]:  # noqa: F811
    """The answer to each click, and what the tables held after it."""
    grounds.put_back()
    browser = Browser(grounds.app)
    if viewer in grounds.sessions:
        browser.hold(grounds.sessions[viewer])
    fields = {name: value.format_map(grounds.places[kind]) for name, value in line.data.items()}
    fields = {"token": str(uuid4()), **fields}
    path, moment = grounds.path(line, kind), clocks.now()
    with clocks.reading(lambda: moment):
        return [(browser.post(path, **fields), contents(grounds.app)) for _click in range(clicks)]


@pytest.mark.parametrize("line", REPEATABLE, ids=str)
def test_a_form_sent_twice_does_it_once(grounds: Grounds, line: Line) -> None:  # noqa: F811
    for kind, viewer in successes(line):
        (first, once), (second, twice) = send(grounds, line, kind, viewer, clicks=2)
        assert [first.status_code, second.status_code] == [303, 303], (kind, viewer)
        assert first.location == second.location, (kind, viewer)
        assert [table for table in once if told(once, table) != told(twice, table)] == [], (kind, viewer)
    grounds.put_back()


def told(held: Contents, table: str) -> list[tuple[object, ...]]:
    """A table's rows, without the count by which a member's browsers know that their pages are old."""
    names = METADATA.tables[table].columns.keys()
    return [tuple(value for name, value in zip(names, row, strict=True) if name != "pages_version")
            for row in held[table]]  # fmt: skip


def test_every_form_that_makes_something_carries_a_token(grounds: Grounds) -> None:  # noqa: F811
    making = {line.rule for line in FORMS if is_known_by_its_token(grounds, line)} - SHOWN_BY_A_FORM
    assert {"/groups", "/d/<int:discussion_id>/posts", "/groups/<slug>/members"} <= making
    grounds.put_back()
    shown = dict(forms_of_all_pages(grounds))
    assert making <= shown.keys()
    assert [rule for rule in making if not re.search(r'name="token"[^>]*value="[0-9a-f-]{36}"', shown[rule])] == []


def is_known_by_its_token(grounds: Grounds, line: Line) -> bool:  # noqa: F811
    kind, viewer = next(successes(line))
    ((_answer, found),) = send(grounds, line, kind, viewer, clicks=1)
    return submissions(found) > submissions(grounds.before)


def submissions(found: Contents) -> set[str]:
    columns = [(name, list(table.columns.keys()).index("submission"))
               for name, table in METADATA.tables.items() if "submission" in table.columns]  # fmt: skip
    return {row[place] for name, place in columns for row in found[name]} - {None}


def forms_of_all_pages(grounds: Grounds) -> Iterator[tuple[str, str]]:  # noqa: F811
    """The rule that a form is sent to, and what is in it."""
    adapter = grounds.app.url_map.bind("localhost")
    for line in (line for line in LINES if line.method == "GET" and line.rule != "/styleguide"):
        for (kind, viewer), status in line.cells():
            asked = status == 200 and viewer in ("visitor", "cat", "ben", "amy", "mo")
            answer = grounds.ask(line, kind, viewer) if asked else None
            page = answer.text if answer and answer.mimetype == "text/html" else ""
            for action, inside in re.findall(r'<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.S):
                rule, _values = adapter.match(action.partition("?")[0], method="POST", return_rule=True)
                yield rule.rule, inside


def test_of_two_groups_founded_by_one_form_at_once_one_is_made(house: House) -> None:
    for kind in ("open", "hidden"):
        token = str(uuid4())
        made = house.at_once(
            *[lambda kind=kind, token=token: found(house.ben, name="Trams", purpose="For all", kind=kind,
                                                   submission=token).id] * 4
        )  # fmt: skip
        assert len(set(made)) == 1, made
    assert house.findings() == []
