"""Nothing leaks: every route, asked by everyone about everything, answers as the matrix says and shows no more."""

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from builders import (
    PASSWORD,
    Browser,
    Contents,
    House,
    contents,
    counting_queries,
    picture,
    put_back,
    standing,
    stay_proved,
)
from flask import Flask
from matrix import CANARIES, LINES, VIEWERS, Line
from sqlalchemy import select
from surroundings import DATABASES
from werkzeug.test import TestResponse

from forum import pictures, text
from forum.accounts import tokens
from forum.accounts.operations import sign_up, start_session
from forum.accounts.queries import find_member, find_profile, find_signed_in
from forum.accounts.tokens import Purpose
from forum.accounts.viewers import Viewer
from forum.database import db, operation
from forum.discussions.operations import bookmark, change_kind, change_photo, retag
from forum.discussions.queries import list_bookmarks
from forum.groups import operations as groups
from forum.groups import queries
from forum.models import AddressChange, Discussion, Draft, Member, Post, SignUp
from forum.moderation.models import Flag
from forum.moderation.operations import Report, report_post
from forum.ports import clocks
from forum.site.queries import forget_name

MASKED = re.compile(r'name="(?:csrf_token|token|carried_seal)"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="token"')
ETAG = re.compile(r"^ETag: .*\n", re.MULTILINE)
OF_ITS_OWN = re.compile(r"\{other\}|\{picture\}")
"""What a kind has of its own, and files: an earlier line may have taken one away for good."""
IN_A_GROUP = re.compile(r"\{slug\}|\{discussion\}")
OUTSIDERS = ("visitor", "cat", "dan", "mo", "ada")
INSIDERS = ("ben", "amy")
STAFF = ("mo", "ada")
OF_THE_MOMENT = {"Date", "X-Request-ID", "Content-Length", "Set-Cookie"}
ABSENT = {"discussion": "987654", "post": "2", "gone": "3", "slug": "nowhere", "member": "zora",
          "kind": "open", "other": "private", "shut": "hidden", "session": "987654", "tag": "no-such-tag",
          "email": "nobody@example.org", "invitation": "987654", "draft": "987654", "bookmark": "987654",
          **dict.fromkeys(("group", "cabin", "ferries"), "987654"),
          "file": "css/none.css", "person": "nobody-at-all", "photo": "0" * 32, "picture": "0" * 32,
          "document": "nothing", "report": "987654",
          "upload": "0" * 32,
          **dict.fromkeys(("confirm", "reset", "set_up", "demo", "sign_in", "new_address", "old_address", "link"),
                          "987654." + "a" * 32)}  # fmt: skip


@dataclass
class Grounds:
    """A house with something in it for every kind of the matrix; `before` is what its tables hold."""

    app: Flask
    house: House
    places: dict[str, dict[str, str]]
    sessions: dict[str, str]
    before: Contents = field(default_factory=dict)

    def ask(self, line: Line, kind: str, viewer: str) -> TestResponse:
        """The answer; after a change the page that it leads to, with the change's own answer in `history`."""
        browser = Browser(self.app)
        if viewer in self.sessions:
            browser.hold(self.sessions[viewer])
        path = self.path(line, kind)
        if line.method == "GET":
            return browser.get(path)
        data = {name: value.format_map(self.places[kind]) for name, value in line.data.items()}
        return browser.post(path, follow=True, **data)

    def ask_everyone(self, line: Line) -> "Answers":
        """What everyone is answered on everything that the line is about, each time on the same grounds."""
        changing = {cell for cell, status in line.cells() if line.may_change(status)}
        pages = {cell: self.ask(line, *cell) for cell, _status in line.cells() if cell not in changing}
        answers = Answers(pages, contents(self.app) == self.before)
        for cell in changing:
            self.put_back()
            pages[cell] = self.ask(line, *cell)
        self.put_back()
        return answers

    def path(self, line: Line, kind: str) -> str:
        return (line.path or line.rule).format_map(self.places[kind])

    def put_back(self) -> None:
        put_back(self.app, self.before)


@dataclass
class Answers:
    """One answer for each kind and viewer, and whether those that were to change nothing did so."""

    pages: dict[tuple[str, str], TestResponse]
    is_unchanged: bool


@pytest.fixture(scope="module", params=DATABASES)
def grounds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_folder: Path
            ) -> Iterator[Grounds]:  # fmt: skip
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("grounds") / "roomful.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        url = f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("migrated_postgres")
    with standing(worker_folder, url) as app:
        yield make_grounds(app)


def make_grounds(app: Flask) -> Grounds:
    house = House(app)
    zora = house.member("zora", "Zora Zandvoort")
    pat = house.member("pat", "Pat Poe", password=PASSWORD)
    hidden = house.group(house.amy, "Jackdaw nest", "hidden")
    house.do(groups.add, house.amy, hidden, "ben")
    cabin, nest = (furnish_closed(house, group, zora) for group in (house.private, hidden))
    house.do(unclaimed_author_in, cabin)
    house.do(change_photo, pat, pictures.make(picture()))

    buses = house.start(house.amy, house.open, "A bus at last", "It comes on time.").discussion_id
    house.do(retag, house.amy, buses, ["timetables"])
    house.reply(house.ben, buses, "Count me in.", answering=1)
    gone = house.reply(house.ben, buses, "I bring my xylophone.").number
    house.reply(house.amy, buses, f"> [@ben](/d/{buses}/{gone}) wrote:\n>\n> I bring my xylophone.\n\nPlease do not.")
    house.delete(house.ben, buses, gone)
    ferries = furnish_by_request(house)
    emptied = house.start(house.ben, house.open, "A yeti on the bus", "With a xylophone.").discussion_id
    house.delete(house.ben, emptied, 1)
    house.do(report_post, house.cat, buses, 2, Report("other", "The bus is late."))
    report = house.do(lambda: db.session.scalar(select(Flag.id)))
    for place in (buses, ferries, cabin, nest, emptied):
        house.attach(place, 1, f"{place:032}", "zebrawood.txt" if place in (cabin, nest) else "words.txt")
    drafts = house.do(draft_in, cabin, house.ben, house.dan)
    house.work()

    link, invitation = invite_into(house, hidden)
    sessions = {who: house.do(start_session, getattr(house, who).id, "Test") for who in VIEWERS[1:]}
    other_session = house.do(start_session, house.ben.id, "Test")
    buses_at, ferries_at, cabin_at, nest_at = (
        hang_picture(house, slug) for slug in ("buses", "ferries", "cabin", house.slug(hidden))
    )
    kinds = {
        "open": {
            "slug": "buses",
            "invitation": invitation,
            "picture": buses_at,
            "member": "dan",
            "discussion": buses,
            "tag": "timetables",
            "post": 2,
            "gone": 3,
            "kind": "open",
            "other": "private",
            "shut": "hidden",
            "person": "ben",
            "photo": house.do(find_profile, None, "pat").author.photo,
            "report": report,
        },
        "request": {
            "report": report,
            "slug": "ferries",
            "invitation": invitation,
            "picture": ferries_at,
            "person": "dan",
            "member": "dan",
            "discussion": ferries,
            "post": 2,
            "gone": 3,
            "kind": "request",
            "other": "open",
            "shut": "private",
        },
        "private": {
            "report": report,
            "slug": "cabin",
            "invitation": invitation,
            "picture": cabin_at,
            "member": "zora",
            "person": "zora",
            "discussion": cabin,
            "tag": "okapi",
            "post": 2,
            "gone": 4,
            "kind": "private",
            "other": "open",
            "shut": "hidden",
        },
        "hidden": {
            "report": report,
            "slug": house.slug(hidden),
            "invitation": invitation,
            "picture": nest_at,
            "member": "zora",
            "person": "zora",
            "discussion": nest,
            "post": 2,
            "gone": 4,
            "kind": "hidden",
            "other": "open",
            "shut": "private",
        },
        "former": {"slug": "cabin", "member": "dan", "discussion": cabin, "post": 3, "gone": 6, "person": "dan"},
        "emptied": {"slug": "buses", "member": "dan", "discussion": emptied, "post": 1, "gone": 1},
        "bens": {"session": house.do(find_signed_in, other_session).session_id, "draft": drafts["ben"]},
        "dans": {"draft": drafts["dan"], "bookmark": house.do(list_bookmarks, house.dan)[0][0].id},
        "unclaimed": {"person": "uma"},
        "living": {**house.do(issue_links, house.cat.id), "link": link},
        "cats": {"invitation": invitation},
        "known": {"email": "pat@example.org"},
        "there": {"file": "css/site.css", "document": "about", "report": report},
    }
    for kind in ("open", "request", "private", "hidden", "emptied"):
        kinds[kind]["upload"] = f"{kinds[kind]['discussion']:032}"
    for name, place in {"cabin": cabin, "ferries": ferries}.items():
        for values in kinds.values():
            values[name] = place
    for values in kinds.values():
        if "discussion" in values:
            values["group"] = house.do(_group_of, values["discussion"])
    places: dict[str, dict[str, str]] = {kind: {name: str(value) for name, value in values.items()}
                                         for kind, values in kinds.items()}  # fmt: skip
    made = Grounds(app, house, {**places, "absent": ABSENT, "unknown": ABSENT, "site": {}}, sessions)
    house.do(stay_proved)
    made.before = contents(app)
    return made


def hang_picture(house: House, slug: str) -> str | None:
    """The name of the picture that the group has from now on."""
    group = house.do(queries.find_group, house.amy, slug)
    house.do(groups.change_picture, house.amy, group.id, pictures.make(picture()))
    return house.do(queries.find_group, house.amy, slug).picture


def furnish_closed(house: House, group: int, zora: Viewer) -> int:
    """A discussion in a group that outsiders do not read, in which Dan wrote before he was removed."""
    for handle in ("zora", "dan"):
        house.do(groups.add, house.amy, group, handle)
    place = house.start(zora, group, "Zanzibar timetable", "The zebrawood is in.\n\nTell the quagga.").discussion_id
    house.do(retag, zora, place, ["okapi"])
    house.reply(house.ben, place, f"> [@zora](/d/{place}/1) wrote:\n>\n> Tell the quagga.\n\nI did.", answering=1)
    house.reply(house.dan, place, "So says the walrus.")
    for reader in (house.amy, house.dan):
        house.do(bookmark, reader, place, 2, "Ask about it")
    for author in (house.ben, house.dan):
        gone = house.reply(author, place, "A xylophone for the cabin.").number
        house.reply(house.amy, place, f"> [@x](/d/{place}/{gone}) wrote:\n>\n> A xylophone for the cabin.\n\nNo.")
        house.delete(author, place, gone)
    house.do(groups.remove, house.amy, group, "dan")
    return place


@operation
def draft_in(discussion_id: int, ben: Viewer, dan: Viewer) -> dict[str, int]:
    """What Ben writes about his post there, and Dan wrote to the discussion before he was removed."""
    post = db.session.scalars(select(Post.id).where(Post.discussion_id == discussion_id, Post.number == 2)).one()
    body = text.cook(f"> [@zora](/d/{discussion_id}/1) wrote:\n>\n> Tell the quagga.\n\nI told the numbat.")
    common = {"words": "I told the numbat.", "body": body.source, "stamp": "1", "saved_at": clocks.now()}
    rows = (
        Draft(member_id=ben.id, action="edit", target_id=post, fields={"revision": 1}, token="1", **common),
        Draft(member_id=dan.id, action="reply", target_id=discussion_id, fields={"answering": 1}, token="2", **common),
    )
    db.session.add_all(rows)
    db.session.flush()
    return {"ben": rows[0].id, "dan": rows[1].id}


def furnish_by_request(house: House) -> int:
    """A discussion in a group that anyone reads, which Pat asks to join."""
    group = house.group(house.amy, "Ferries", "request")
    for handle in ("ben", "dan"):
        house.do(groups.add, house.amy, group, handle)
    house.do(groups.ask, house.do(find_member, None, "pat"), group, "I ride the toucan.")
    place = house.start(house.amy, group, "A ferry at last", "It comes on time.").discussion_id
    house.reply(house.ben, place, "Count me in.", answering=1)
    gone = house.reply(house.ben, place, "I bring my xylophone.").number
    house.delete(house.ben, place, gone)
    return place


def invite_into(house: House, group: int) -> tuple[str | None, int]:
    """A link that lets people into the group, and an invitation for Cat."""
    house.do(groups.make_link, house.amy, group, most_uses=30, lasting=timedelta(days=7))
    house.do(groups.invite_member, house.amy, group, "cat")
    place = house.do(queries.find_group, house.amy, house.slug(group))
    (cats, link), _more = house.do(queries.list_invitations, house.amy, place)
    return link.link, cats.id


@operation
def unclaimed_author_in(discussion_id: int) -> None:
    """Uma, who wrote elsewhere what became the last post of this discussion."""
    uma = Member(handle="uma", handle_key="uma", name="Uma Ullman", created_at=clocks.now())
    db.session.add(uma)
    db.session.flush()
    last = db.session.scalars(select(Post).where(Post.discussion_id == discussion_id).order_by(Post.number)).all()[-1]
    last.author_id = uma.id
    db.session.get_one(Discussion, discussion_id).last_poster_id = uma.id


@operation
def issue_links(member_id: int) -> dict[str, Any]:
    """A link for each purpose, that may still be used."""
    sign_up(name="Una Unger", handle="una2", email="una2@example.org", password_hash="-", guidelines_version="1")
    wish_id = db.session.query(SignUp.id).scalar()
    change = AddressChange(
        member_id=member_id, before="cat@example.org", email="cat2@example.org", asked_at=clocks.now()
    )
    db.session.add(change)
    db.session.flush()
    about_address = {"member_id": member_id, "address_change_id": change.id}
    return {
        "confirm": tokens.write(tokens.issue(Purpose.CONFIRM, sign_up_id=wish_id)),
        "reset": tokens.write(tokens.issue(Purpose.RESET, member_id=member_id)),
        "set_up": tokens.write(tokens.issue(Purpose.SET_UP)),
        "demo": tokens.write(tokens.issue(Purpose.DEMO, member_id=member_id)),
        "sign_in": tokens.write(tokens.issue(Purpose.SIGN_IN, member_id=member_id)),
        "new_address": tokens.write(tokens.issue(Purpose.NEW_ADDRESS, **about_address)),
        "old_address": tokens.write(tokens.issue(Purpose.OLD_ADDRESS, **about_address)),
    }


def _group_of(discussion_id: int) -> int:
    return int(db.session.get_one(Discussion, discussion_id).group_id)


def canaries_in(answer: TestResponse) -> set[str]:
    """Whole words only: the random letters of a cookie or a token spell out a short one now and then."""
    said = f"{answer.headers}\n{answer.get_data().decode(errors='replace')}".lower()
    said = re.sub(r'name="carried_to" value="[^"]*"', "", said)  # the address that was asked for
    return {name for name, word in CANARIES.items() if re.search(rf"\b{word}\b", said)}


def is_refusal(answer: TestResponse) -> bool:
    return answer.status_code in (401, 404, 410) or answer.headers.get("Location", "").startswith("/sign-in?")


def shape(answer: TestResponse, path: str) -> str:
    """The whole answer, but for the address that was asked for and what differs from one request to the next."""
    headers = [f"{name}: {value}" for name, value in answer.headers if name not in OF_THE_MOMENT]
    said = "\n".join([str(answer.status_code), *headers, MASKED.sub("", answer.get_data().decode(errors="replace"))])
    for asked in (path, path.partition("?")[0]):
        for written in {asked, escape(asked), quote(asked), quote_plus(asked), quote(asked, safe=""),
                        quote(asked, safe="/?=&")}:  # fmt: skip
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
        kinds = line.kinds()
        assert kinds
        if "<slug>" in line.rule or "<discussion" in line.rule:
            assert kinds >= {"open", "request", "private", "hidden", "absent"}, line
        if "/<int:number>/" in line.rule:
            assert "former" in kinds, line
        assert len(line.cells()) == len(kinds) * len(VIEWERS), line


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everyone_gets_the_answer_of_the_matrix_and_sees_no_more(grounds: Grounds, line: Line) -> None:
    answers = grounds.ask_everyone(line)
    assert list(unexpected(line, answers)) == []
    assert answers.is_unchanged, "a refusal changed something"
    assert list(told_apart_from_what_never_was(grounds, line, answers)) == []
    assert list(shown_to_outsiders_afterwards(line, answers)) == []


def unexpected(line: Line, answers: Answers) -> Iterator[str]:
    for (kind, viewer), status in line.cells():
        page = answers.pages[kind, viewer]
        answer = page.history[0] if page.history else page
        expected = as_written(status, line.sees(kind, viewer))
        actual = as_written(answer.status_code, canaries_in(answer) - ({"place"} if viewer in INSIDERS else set()))
        if actual != expected:
            yield f"{kind}, {viewer}: {actual}, not {expected}"


def told_apart_from_what_never_was(grounds: Grounds, line: Line, answers: Answers) -> Iterator[str]:
    """What may not be seen has to answer byte for byte as an id that never existed."""
    for (kind, viewer), page in answers.pages.items():
        if "absent" in line.answers and is_refusal(page):
            never = answers.pages["absent", viewer]
            if without_sent(grounds, line, kind, page) != without_sent(grounds, line, "absent", never):
                yield f"{kind}, {viewer}"


def without_sent(grounds: Grounds, line: Line, kind: str, page: TestResponse) -> str:
    """The answer but for the address and the fields that were sent, which the sign-in page carries on."""
    said = shape(page, grounds.path(line, kind))
    for value in {value.format_map(grounds.places[kind]) for value in line.data.values()}:
        said = said.replace(f'value="{escape(value)}"', 'value="SENT"')
    return said


def shown_to_outsiders_afterwards(line: Line, answers: Answers) -> Iterator[str]:
    """The page that a change leads to shows no more than any other, but to whoever is let in by it, and to staff who
    entered for a reason."""
    for (kind, viewer), page in answers.pages.items():
        if "/invitations/" in line.rule and page.history and page.history[0].status_code == 303:
            continue
        if viewer in STAFF and ("/entry" in line.rule or "/moderation/" in line.rule):
            continue
        shown = canaries_in(page) - ({"draft"} if viewer == "dan" else set())  # of his own
        if page.history and viewer in OUTSIDERS and shown:
            yield f"{kind}, {viewer}: {shown}"


def test_looking_writes_nothing(grounds: Grounds) -> None:
    for _again in range(2):
        for line in (line for line in LINES if line.method == "GET"):
            for cell, _status in line.cells():
                grounds.ask(line, *cell)
        assert contents(grounds.app) == grounds.before


Pages = dict[tuple[str, str, str], str]


def crawl(grounds: Grounds, kinds: Collection[str], viewers: Collection[str]) -> Pages:
    """Every page about things of these kinds as these people see it, but for its validator."""
    return {
        (str(line), *cell): ETAG.sub("", shape(grounds.ask(line, *cell), grounds.path(line, cell[0])))
        for line in LINES
        for cell, _status in line.cells()
        if line.method == "GET" and cell[0] in kinds and cell[1] in viewers
    }


def changed(before: Pages, after: Pages) -> list[tuple[str, str, str]]:
    return [key for key, page in before.items() if after[key] != page]


def about(line: Line, *kinds: str) -> bool:
    """Whether the line reads something of all of these kinds that stands in a group."""
    in_a_group = IN_A_GROUP.search(line.path) and not OF_ITS_OWN.search(line.path)
    return line.method == "GET" and line.kinds() >= set(kinds) and bool(in_a_group)


def test_what_happens_in_a_private_or_hidden_group_changes_no_page_of_outsiders(grounds: Grounds) -> None:
    house, at = grounds.house, clocks.now()
    kinds = grounds.places.keys() - {"living", "there", "absent"}
    yves = house.member("yves", "Yves Young")
    with clocks.reading(lambda: at):
        before = crawl(grounds, kinds, OUTSIDERS)
        for kind in ("private", "hidden"):
            group = house.do(queries.find_group, house.amy, grounds.places[kind]["slug"]).id
            house.start(house.amy, group, "Another Zanzibar", "The more the merrier.")
            house.reply(house.ben, int(grounds.places[kind]["discussion"]), "And one more.")
            house.do(groups.add, house.amy, group, yves.handle)
            house.do(groups.leave, house.ben, group)
        after = crawl(grounds, kinds, OUTSIDERS)
    grounds.put_back()
    assert changed(before, after) == []


# Audiences that change


@pytest.fixture
def changing(grounds: Grounds) -> Iterator[Grounds]:
    yield grounds
    grounds.put_back()


def test_a_group_that_goes_private_answers_as_one_that_always_was_and_on_the_way_back_as_before(
    changing: Grounds,
) -> None:
    """With a quote of its posts elsewhere, and a post that was deleted before and restored after."""
    house, at, outside = changing.house, clocks.now(), ("visitor", "cat")
    buses, ferries = (int(changing.places[kind]["discussion"]) for kind in ("open", "request"))
    secret = house.reply(house.ben, buses, "The macaw is in the shed.").number
    house.reply(house.amy, ferries, f"> [@ben](/d/{buses}/{secret}) wrote:\n>\n> The macaw is in the shed.\n\nAha.")
    kinds = ("open", "request", "site", "emptied")
    with clocks.reading(lambda: at):
        before = crawl(changing, kinds, outside)
        assert any("macaw" in page for page in before.values())
        house.delete(house.ben, buses, secret)
        house.do(change_kind, house.amy, house.open, "private", was="open")
        house.restore(house.ben, buses, secret)
        for turn in ("at once", "after the job"):
            said = crawl(changing, kinds, outside)
            assert [key for key, page in said.items() if "macaw" in page or "A bus at last" in page] == [], turn
            house.work()
        assert list(answered_unlike(changing, "open", "private", ("visitor", "cat", "mo", "ada", "ben", "amy"))) == []
        house.do(change_kind, house.amy, house.open, "open", was="private")
        house.work()
        assert changed(before, crawl(changing, kinds, outside)) == []


def answered_unlike(grounds: Grounds, kind: str, other: str, viewers: Collection[str]) -> Iterator[str]:
    """Where a thing of one kind is answered otherwise than the matrix has it for the other."""
    for line in (line for line in LINES if about(line, kind, other, "absent")):
        expected = dict(line.cells())
        for viewer in viewers:
            answer = grounds.ask(line, kind, viewer)
            if answer.status_code != expected[other, viewer]:
                yield f"{line}, {viewer}: {answer.status_code}, not {expected[other, viewer]}"
            never = grounds.ask(line, "absent", viewer)
            if answer.status_code == 404 and shape(answer, grounds.path(line, kind)) != shape(
                never, grounds.path(line, "absent")
            ):
                yield f"{line}, {viewer}: not as what never was"


def test_whoever_is_removed_is_answered_as_an_outsider_on_every_page(changing: Grounds) -> None:
    house = changing.house
    for kind in ("private", "hidden"):
        group = house.do(queries.find_group, house.amy, changing.places[kind]["slug"]).id
        house.do(groups.remove, house.amy, group, "ben")
        for line in (line for line in LINES if about(line, kind, "absent")):
            answer, expected = changing.ask(line, kind, "ben"), dict(line.cells())[kind, "dan"]
            assert answer.status_code == expected, (line, kind)
            assert canaries_in(answer) <= {"former"}, (line, kind)
    assert all("zanzibar" not in page.lower() for page in crawl(changing, ("site", "former"), ("ben",)).values())


def test_staff_who_enter_read_as_in_an_open_group_and_after_a_day_as_if_they_never_had(changing: Grounds) -> None:
    """To ask to join and to enter are for whoever is not in there yet."""
    house, entered = changing.house, clocks.now()
    kinds, elsewhere = ("private", "hidden", "site", "former"), ("/request", "/entry", "/moderation/groups")
    with clocks.reading(lambda: entered + timedelta(hours=24, seconds=1)):
        before = crawl(changing, kinds, STAFF)
    with clocks.reading(lambda: entered):
        for viewer, kind in product(STAFF, ("private", "hidden")):
            group = house.do(queries.find_group, house.amy, changing.places[kind]["slug"]).id
            house.do(groups.enter, getattr(house, viewer), group, "A report about a post.")
            for line in (line for line in LINES if about(line, kind, "open") and not line.rule.endswith(elsewhere)):
                expected = dict(line.cells())["open", viewer]
                assert changing.ask(line, kind, viewer).status_code == expected, (line, kind, viewer)
    with clocks.reading(lambda: entered + timedelta(hours=24, seconds=1)):
        assert changed(before, crawl(changing, kinds, STAFF)) == []


def test_what_may_not_be_seen_takes_as_many_queries_as_what_never_was(grounds: Grounds) -> None:
    """Or whoever has a clock could tell them apart."""
    for line in (line for line in LINES if {"absent", "hidden"} <= line.kinds()):
        for kind, viewer in product(line.kinds() - {"absent", "open", "request"}, ("visitor", "mo")):
            if dict(line.cells())[kind, viewer] == 404 == dict(line.cells())["absent", viewer]:
                counts = []
                for asked in (kind, "absent"):
                    grounds.house.do(forget_name)
                    with counting_queries(grounds.app) as statements:
                        grounds.ask(line, asked, viewer)
                    counts.append(len(statements))
                assert counts[0] == counts[1], (line, kind, viewer)
