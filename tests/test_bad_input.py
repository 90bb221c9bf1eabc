"""Whatever a form is sent, it says beside the field what is wrong and keeps what was typed; nothing breaks."""

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import compress, zip_longest
from pathlib import Path

import lxml.html
import pytest
from bad_input import ABSURD, FORMS, PASSWORD, WITHOUT_FIELDS, Form
from builders import Browser, Contents, House, contents, put_back, standing, stay_proved
from lxml.html import HtmlElement
from test_protection import fill, routes
from test_visibility import issue_links
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forum import blueprints
from forum.accounts.operations import start_session
from forum.blueprints.carrying import TYPED
from forum.groups import operations as groups
from forum.models import METADATA
from forum.ports import clocks

SENTENCE = re.compile(r"[A-Z@“].*[.?]", re.DOTALL)
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
BODIES = {"source", "html", "masked_html", "words", "about", "about_html", "description", "description_html"}
"""Columns that keep a text as it was typed; pages isolate it."""
BY_CHANCE = {"password_hash", "salt", "token_hash", "slug", "key", "details", "submission", "handle", "handle_key"}
"""Columns whose values are drawn, or follow from such."""


class Desk:
    """A house with something for every form, and somebody at it."""

    def __init__(self, house: House) -> None:
        self.app, self.house = house.app, house
        house.start(house.amy, house.open, "A bus at last", "It comes on time.", "timetables")
        house.reply(house.amy, 1, "So it is said.")
        house.start(house.amy, house.open, "The night bus", "It does not.")
        ferries = house.group(house.amy, "Ferries", "request")
        pat = house.member("pat", "Pat Poe", password=PASSWORD)
        house.do(groups.ask, pat, ferries, "I ride the toucan.")
        self.links = house.do(issue_links, house.cat.id)
        people = {"pat": pat, "amy": house.amy, "cat": house.cat, "mo": house.mo, "ada": house.ada}
        self.sessions = {who: house.do(start_session, viewer.id, "Test") for who, viewer in people.items()}
        house.do(stay_proved)
        self.before = contents(house.app)

    def browser(self, who: str | None) -> Browser:
        browser = Browser(self.app)
        if who:
            browser.hold(self.sessions[who])
        return browser

    def send(self, form: Form, sent: object, **kwargs: object) -> TestResponse:
        browser = self.browser(form.who)
        headers = {"X-CSRFToken": browser.csrf_token()}
        path = (form.path or form.rule).format_map(self.links)
        return browser.client.post(path, data=sent, headers=headers, **kwargs)  # type: ignore[arg-type]

    def send_and_put_back(self, form: Form, sent: object, **kwargs: object) -> int:
        """The status; nothing stays, and the next form finds the same grounds."""
        status = self.send(form, sent, **kwargs).status_code
        if status != 422:
            self.put_back()
        return status

    def put_back(self) -> None:
        put_back(self.app, self.before)


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


@pytest.fixture(scope="module")
def standing_desk(worker_folder: Path, migrated_sqlite: Path) -> Iterator[Desk]:
    """On SQLite for the whole module: for what a database has no part in."""
    file = shutil.copy(migrated_sqlite, worker_folder / "desk.sqlite3")
    with standing(worker_folder, f"sqlite:///{file}") as app:
        yield Desk(House(app))


def sentence_beside(page: HtmlElement, name: str) -> str:
    """What the page says beside the field, found as a screen reader finds it."""
    for field in page.xpath("//*[@name=$name]", name=name):
        for described in (field, *field.iterancestors("fieldset")):
            for id in described.get("aria-describedby", "").split():
                if id.endswith("-error"):
                    return str(page.get_element_by_id(id).text_content()).removeprefix("Error: ").strip()
    return ""


def kept_in(page: HtmlElement, name: str) -> set[str]:
    fields = page.xpath("//*[@name=$name]", name=name)
    return {(field.text_content() if field.tag == "textarea" else field.get("value") or "").strip() for field in fields}


def rounds(form: Form) -> Iterator[dict[str, str]]:
    """Every wrong value of every field: all fields wrong at once, then each alone."""
    for turn in range(max(len(field.wrong) for field in form.fields.values())):
        yield {name: field.wrong[turn % len(field.wrong)] for name, field in form.fields.items()}
    for name, field in form.fields.items():
        yield {name: field.wrong[-1]}


def faults(form: Form, wrong: dict[str, str], answer: TestResponse) -> Iterator[str]:
    if answer.status_code != 422:
        yield f"{answer.status_code}"
        return
    page = lxml.html.fromstring(answer.text)
    for name, field in form.fields.items():
        said = sentence_beside(page, name)
        if name in wrong and not SENTENCE.fullmatch(said):
            yield f"{name}: says {said[:80]!r}"
        if name not in wrong and said:
            yield f"{name}: says {said[:80]!r} of what is right"
        sent = wrong.get(name, field.good)
        if field.is_kept and sent.isascii() and sent.strip() not in kept_in(page, name):
            yield f"{name}: does not keep it"
    for link in page.xpath("//*[contains(@class, 'error-summary')]//a/@href"):
        if page.xpath("//*[@id=$id]", id=link.removeprefix("#")) == []:
            yield f"leads to {link}, which is not there"


def test_every_form_has_its_row(standing_desk: Desk) -> None:
    """A form of yours is missing? Its row belongs into bad_input.py."""
    rules = {rule for method, rule in routes(standing_desk.app) if method == "POST"}
    assert {form.rule for form in FORMS} | set(WITHOUT_FIELDS) == rules
    assert {form.rule for form in FORMS} & set(WITHOUT_FIELDS) == set()


def test_every_visible_field_is_in_its_row(standing_desk: Desk) -> None:
    for form in FORMS:
        page = lxml.html.fromstring(standing_desk.send(form, next(rounds(form))).text)
        (sent,) = page.xpath("//form[.//*[@aria-invalid='true'] or .//*[contains(@class, 'field-wrong')]]")[:1]
        shown = {field.get("name") for field in sent.xpath(".//input[not(@type='hidden')] | .//textarea | .//select")}
        assert shown == {*form.fields, *form.ticks}, form
        assert {field.get("name") for field in sent.xpath(".//textarea")} <= set(TYPED), "an error page keeps it too"


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(desk: Desk) -> None:
    found = [
        f"{form}: {fault} ({ {name: value[:40] for name, value in wrong.items()} })"
        for form in FORMS
        for wrong in rounds(form)
        for fault in faults(form, wrong, desk.send(form, form.sent(**wrong)))
    ]
    assert found == [], "\n".join(found)
    assert contents(desk.app) == desk.before


def test_what_is_odd_is_taken_and_no_line_keeps_what_the_eye_cannot_see(desk: Desk) -> None:
    for form in FORMS:
        for row in zip_longest(*(field.odd for field in form.fields.values())):
            odd = {name: value for name, value in zip(form.fields, row, strict=True) if value is not None}
            assert desk.send(form, form.sent(**odd)).status_code == form.accepted, (form, odd)
            assert list(hidden_in(desk)) == [], form
            desk.put_back()


def hidden_in(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """What stands in a line of the database and could not be seen."""
    for table, rows in contents(desk.app).items():
        names = METADATA.tables[table].columns.keys()
        for name, value in ((name, value) for row in rows for name, value in zip(names, row, strict=True)):
            if name not in BODIES and isinstance(value, str) and HIDDEN.search(value):
                yield table, name, value


UNKNOWN = dict.fromkeys(
    ("id", "role", "is_admin", "author_id", "member_id", "group_id", "founder_id", "archived_at", "hidden_at",
     "posts_count", "slug", "handle_key", "email_key", "password_hash", "form", "csrf", "errors", "validate",
     "__class__", "body[]", "body.source", "kind[]"),
    "1",
)  # fmt: skip


def test_fields_that_no_form_has_change_nothing(standing_desk: Desk) -> None:
    at = clocks.now()
    with clocks.reading(lambda: at):
        for form in FORMS:
            assert standing_desk.send(form, form.sent()).status_code == form.accepted, form
            without = settled(contents(standing_desk.app))
            standing_desk.put_back()
            assert standing_desk.send(form, {**UNKNOWN, **form.sent()}).status_code == form.accepted, form
            assert settled(contents(standing_desk.app)) == without, form
            standing_desk.put_back()


def settled(held: Contents) -> Contents:
    """What the tables hold, without ids, which are counted on, and values that are drawn."""
    shown: Contents = {}
    for table, rows in held.items():
        columns = METADATA.tables[table].columns
        told = [not column.primary_key and column.name not in BY_CHANCE for column in columns]
        shown[table] = sorted((tuple(compress(row, told)) for row in rows), key=repr)
    return shown


def test_what_is_of_another_type_is_refused_and_breaks_nothing(standing_desk: Desk) -> None:
    for form in FORMS:
        sent, first = form.sent(), next(iter(form.fields))
        answers = {
            what: standing_desk.send_and_put_back(form, data, content_type=content_type)
            for what, data, content_type in (
                ("nothing", b"", None),
                ("JSON", json.dumps(sent), "application/json"),
                ("a deep list in JSON", "[" * 20_000, "application/json"),
                ("XML", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "text/xml"),
                ("no boundary", b"--x\r\n\r\n", "multipart/form-data"),
                ("a file for words", {**sent, first: (BytesIO(b"a file"), "a.txt")}, None),
                ("many fields", {f"field{n}": "x" for n in range(3_000)}, None),
                ("two values each", MultiDict([*sent.items(), *((name, ABSURD) for name in form.fields)]), None),
            )
        }
        assert answers.pop("two values each") == form.accepted, f"{form}: the first of two values counts"
        assert answers.pop("many fields") in (413, answers["nothing"]), form
        assert answers.pop("a file for words") in (422, form.accepted), form
        assert set(answers.values()) in ({422}, {form.accepted}), (form, answers)


# What is asked of pages


VIEWS = Path(blueprints.__file__).parent
QUESTION = re.compile(r"""(?:args\.get|numbers?|argument)\("(\w+)\"""")
ASKED = ("", ABSURD[:3000], "\x07\u202e", "[" * 500, "%_'\"*(-", "-1", "9" * 25, "\U0001f469\u200d\U0001f4bb")


def test_no_question_breaks_a_page(desk: Desk) -> None:
    """Every page, with every question that any page understands."""
    names = {name for file in VIEWS.rglob("*.py") for name in QUESTION.findall(file.read_text())}
    assert names >= {"q", "before", "after", "page", "by", "kind", "sector", "version"}
    browser = desk.browser("amy")
    for method, rule in routes(desk.app):
        for value in ASKED if method == "GET" else ():
            answer = browser.client.get(fill(rule), query_string=dict.fromkeys(names, value), buffered=True)
            assert answer.status_code in (200, 303, 403, 404, 410), (rule, value)
