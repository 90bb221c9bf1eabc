"""Nothing leaks: every route, asked by everyone about everything, answers as the matrix says and shows no more."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from builders import PASSWORD, Browser, Contents, House, contents, put_back
from conftest import DATABASES, settings_for
from flask import Flask
from matrix import CANARIES, LINES, VIEWERS, Line
from werkzeug.test import TestResponse

from forum import create_app, database
from forum.accounts import tokens
from forum.accounts.operations import sign_up, start_session
from forum.accounts.queries import find_signed_in
from forum.accounts.tokens import Purpose
from forum.database import db, operation
from forum.groups import operations as groups
from forum.models import SignUp

MASKED = re.compile(r'name="(?:csrf_token|token)"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="token"')
OF_THE_MOMENT = {"Date", "X-Request-ID", "Content-Length", "Set-Cookie"}
ABSENT = {"discussion": "987654", "post": "2", "gone": "3", "slug": "nowhere", "member": "zora", "session": "987654",
          "email": "nobody@example.org", "file": "css/none.css",
          **dict.fromkeys(("confirm", "reset", "set_up", "demo"), "987654." + "a" * 32)}  # fmt: skip


@dataclass
class Grounds:
    """A house with something in it for every kind of the matrix; `before` is what its tables hold."""

    app: Flask
    house: House
    places: dict[str, dict[str, str]]
    sessions: dict[str, str]
    before: Contents = field(default_factory=dict)

    def ask(self, line: Line, kind: str, viewer: str, *, follow: bool = False) -> TestResponse:
        browser = Browser(self.app)
        if viewer in self.sessions:
            browser.hold(self.sessions[viewer])
        path = self.path(line, kind)
        if line.method == "GET":
            return browser.get(path, follow=follow)
        data = {name: value.format_map(self.places[kind]) for name, value in line.data.items()}
        return browser.post(path, follow=follow, **data)

    def path(self, line: Line, kind: str) -> str:
        return (line.path or line.rule).format_map(self.places[kind])

    def is_unchanged(self) -> bool:
        return contents(self.app) == self.before

    def put_back(self) -> None:
        put_back(self.app, self.before)


@pytest.fixture(scope="module", params=DATABASES)
def grounds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_folder: Path
            ) -> Iterator[Grounds]:  # fmt: skip
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("grounds") / "roomful.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        url = f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("migrated_postgres")
    app = create_app(settings_for(worker_folder, url))
    put_back(app, {name: [] for name in contents(app)})
    made = make_grounds(app)
    yield made
    database.dispose(app)


def make_grounds(app: Flask) -> Grounds:
    house = House(app)
    zora = house.member("zora", "Zora Zandvoort", password=PASSWORD)
    for handle in ("zora", "dan"):
        house.do(groups.add, house.amy, house.private, handle)
    cabin = house.start(zora, house.private, "Zanzibar timetable", "The zebrawood is in.\n\nTell the quagga.").discussion_id
    house.reply(house.ben, cabin, f"> [@zora](/d/{cabin}/1) wrote:\n>\n> Tell the quagga.\n\nI did.", answering=1)
    house.reply(house.dan, cabin, "So says the walrus.")
    for author in (house.ben, house.dan):
        gone = house.reply(author, cabin, "A xylophone for the cabin.").number
        house.reply(house.amy, cabin, f"> [@x](/d/{cabin}/{gone}) wrote:\n>\n> A xylophone for the cabin.\n\nNo.")
        house.delete(author, cabin, gone)
    house.do(groups.remove, house.amy, house.private, "dan")

    buses = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    house.reply(house.ben, buses, "Count me in.", answering=1)
    gone = house.reply(house.ben, buses, "I bring my xylophone.").number
    house.reply(house.amy, buses, f"> [@ben](/d/{buses}/{gone}) wrote:\n>\n> I bring my xylophone.\n\nPlease do not.")
    house.delete(house.ben, buses, gone)
    emptied = house.start(house.ben, house.open, "A yeti on the bus", "With a xylophone.").discussion_id
    house.delete(house.ben, emptied, 1)
    house.work()

    sessions = {who: house.do(start_session, getattr(house, who).id, "Test") for who in VIEWERS[1:]}
    other_session = house.do(start_session, house.ben.id, "Test")
    kinds = {
        "open": {"slug": "buses", "member": "dan", "discussion": buses, "post": 2, "gone": 3},
        "private": {"slug": "cabin", "member": "zora", "discussion": cabin, "post": 2, "gone": 4},
        "former": {"slug": "cabin", "member": "dan", "discussion": cabin, "post": 3, "gone": 6},
        "emptied": {"slug": "buses", "member": "dan", "discussion": emptied, "post": 1, "gone": 1},
        "bens": {"session": house.do(find_signed_in, other_session).session_id},
        "living": house.do(issue_links, house.cat.id),
        "known": {"email": "zora@example.org"},
        "there": {"file": "css/site.css"},
    }
    places: dict[str, dict[str, str]] = {kind: {name: str(value) for name, value in values.items()}
                                         for kind, values in kinds.items()}  # fmt: skip
    made = Grounds(app, house, {**places, "absent": ABSENT, "unknown": ABSENT, "site": {}}, sessions)
    made.before = contents(app)
    return made


@operation
def issue_links(member_id: int) -> dict[str, Any]:
    """A link for each purpose, that may still be used."""
    sign_up(name="Una Unger", handle="una2", email="una2@example.org", password_hash="-", guidelines_version="1")
    wish_id = db.session.query(SignUp.id).scalar()
    return {
        "confirm": tokens.write(tokens.issue(Purpose.CONFIRM, sign_up_id=wish_id)),
        "reset": tokens.write(tokens.issue(Purpose.RESET, member_id=member_id)),
        "set_up": tokens.write(tokens.issue(Purpose.SET_UP)),
        "demo": tokens.write(tokens.issue(Purpose.DEMO, member_id=member_id)),
    }


def canaries_in(answer: TestResponse) -> set[str]:
    said = f"{answer.headers}\n{answer.get_data(as_text=True)}".lower()
    return {name for name, word in CANARIES.items() if word in said}


def is_refusal(answer: TestResponse) -> bool:
    return answer.status_code in (401, 404, 410) or answer.headers.get("Location", "").startswith("/sign-in?")


def shape(answer: TestResponse, path: str) -> str:
    """The whole answer, but for the address that was asked for and what differs from one request to the next."""
    headers = [f"{name}: {value}" for name, value in answer.headers if name not in OF_THE_MOMENT]
    said = "\n".join([str(answer.status_code), *headers, MASKED.sub("", answer.get_data(as_text=True))])
    for written in {path, escape(path), quote(path), quote_plus(path), quote(path, safe=""), quote(path, safe="/?=&")}:
        said = said.replace(written, "THE-PATH")
    return said


def as_written(status: int, seen: set[str]) -> str:
    return f"{status} {' '.join(sorted(seen))}".strip()


def test_every_route_and_method_is_in_the_matrix(grounds: Grounds) -> None:
    offered = {
        (method, rule.rule)
        for rule in grounds.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(line.method, line.rule) for line in LINES} == offered


def test_every_line_tells_of_every_kind_and_every_viewer() -> None:
    for line in LINES:
        kinds = set(line.answers)
        assert kinds
        if "<slug>" in line.rule or "<discussion" in line.rule:
            assert kinds >= {"open", "private", "absent"}, line
        if "/<int:number>/" in line.rule:
            assert "former" in kinds, line
        for kind in kinds:
            assert list(line.statuses(kind)) == list(VIEWERS), line


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everyone_gets_the_answer_of_the_matrix_and_sees_no_more(grounds: Grounds, line: Line) -> None:
    wrong = []
    for kind in line.answers:
        for viewer, status in line.statuses(kind).items():
            answer = grounds.ask(line, kind, viewer)
            expected = as_written(status, set(line.seen.get(kind, {}).get(viewer, "").split()))
            actual = as_written(answer.status_code, canaries_in(answer))
            if actual != expected:
                wrong.append(f"{kind}, {viewer}: {actual}, not {expected}")
            if line.method == "POST":
                grounds.put_back()
    assert wrong == []


@pytest.mark.parametrize("line", [line for line in LINES if "absent" in line.answers], ids=str)
def test_what_may_not_be_seen_answers_as_what_never_was(grounds: Grounds, line: Line) -> None:
    for viewer in VIEWERS:
        never = grounds.ask(line, "absent", viewer)
        for kind in line.answers:
            answer = grounds.ask(line, kind, viewer)
            if is_refusal(answer):
                there, nowhere = grounds.path(line, kind), grounds.path(line, "absent")
                assert shape(answer, there) == shape(never, nowhere), (kind, viewer)
    grounds.put_back()


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "POST"], ids=str)
def test_a_request_that_is_refused_changes_nothing(grounds: Grounds, line: Line) -> None:
    if line.rule == "/sign-in":
        pytest.skip("a wrong password is counted")
    for kind in line.answers:
        for viewer, status in line.statuses(kind).items():
            if status >= 400 or line.data.get("act"):
                grounds.ask(line, kind, viewer)
                assert grounds.is_unchanged(), (kind, viewer)


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "POST"], ids=str)
def test_the_page_after_a_change_shows_no_more_than_other_pages(grounds: Grounds, line: Line) -> None:
    for kind in line.answers:
        for viewer in ("visitor", "cat", "dan", "mo", "ada"):
            if 300 <= line.statuses(kind)[viewer] < 400 and kind not in ("known", "living"):
                assert canaries_in(grounds.ask(line, kind, viewer, follow=True)) == set(), (kind, viewer)
                grounds.put_back()


def test_looking_writes_nothing(grounds: Grounds) -> None:
    for _again in range(2):
        for line in (line for line in LINES if line.method == "GET"):
            for kind in line.answers:
                for viewer in VIEWERS:
                    grounds.ask(line, kind, viewer)
        assert grounds.is_unchanged()


def test_what_happens_in_a_private_group_changes_no_page_of_outsiders(grounds: Grounds) -> None:
    def crawl() -> dict[tuple[str, str, str], str]:
        return {
            (str(line), kind, viewer): shape(grounds.ask(line, kind, viewer), grounds.path(line, kind))
            for line in LINES
            if line.method == "GET"
            for kind in line.answers
            for viewer in ("visitor", "cat", "dan", "mo", "ada")
        }

    house, before = grounds.house, crawl()
    house.start(house.amy, house.private, "Another Zanzibar", "The more the merrier.")
    house.reply(house.ben, int(grounds.places["private"]["discussion"]), "And one more.")
    house.do(groups.add, house.amy, house.private, house.member("yves", "Yves Young").handle)
    house.do(groups.leave, house.ben, house.private)
    after = crawl()
    grounds.put_back()
    assert [key for key in before if before[key] != after[key]] == []
