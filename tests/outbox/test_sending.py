"""Sending mail: once, later, or never for a reason, with a real mail server at the other end."""

import json
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from builders import Browser, House
from flask import Flask
from processes import free_port, together
from sqlalchemy import select, update
from surroundings import settings_for

from forum import create_app, database, jobs
from forum.accounts import operations as accounts
from forum.accounts.models import Token
from forum.database import db, operation
from forum.outbox import operations as outbox
from forum.outbox.letters import Letter, writes
from forum.outbox.models import Delivery, State
from forum.ports import clocks, mailers

ADDRESS = "eve@example.org"
PASSWORD = "a purple bicycle"
LINK = re.compile(r'http://127\.0\.0\.1:8000(/[^\s"<]+)')


@dataclass
class Sink:
    """A mail server that keeps what it gets; `answers` are said instead of "250 OK", one for each message."""

    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.raw.append(envelope.original_content)
        self.messages.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


class Killed(BaseException):
    """As good as SIGKILL: nothing of ours catches it."""


@pytest.fixture
def sink() -> Iterator[Sink]:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    controller.start()
    controller.handler.port = controller.port
    yield controller.handler
    controller.stop()


@pytest.fixture
def app(app: Flask, sink: Sink) -> Flask:
    """Mail leaves by SMTP to the sink."""
    use_server(app, sink.port)
    return app


@pytest.fixture(autouse=True)
def _test_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers a kind of mail that says what its details say."""
    writes("test.words")(lambda details: Letter(details.get("subject", "Words"), details["words"], details["words"]))


def use_server(app: Flask, port: int) -> None:
    app.extensions["roomful.mailer"] = mailers.SmtpMailer(urlsplit(f"smtp://127.0.0.1:{port}"))


@operation
def plan(key: str = "words", address: str = ADDRESS, **details: Any) -> None:
    outbox.put("test.words", key, address, {"words": "Some words.", **details})


def send(app: Flask, after: timedelta = timedelta(0)) -> int:
    """What the worker does, so much later."""
    moment = clocks.system() + after
    with app.app_context(), clocks.reading(lambda: moment):
        return outbox.send_due()


def planned(app: Flask, *keys: str, **details: Any) -> None:
    with app.app_context():
        for key in keys or ("words",):
            plan(key, **details)


def deliveries(app: Flask) -> list[Delivery]:
    with app.app_context():
        return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def only(app: Flask) -> Delivery:
    (delivery,) = deliveries(app)
    return delivery


def test_a_mail_is_sent_once(app: Flask, sink: Sink) -> None:
    planned(app)
    assert [send(app), send(app), send(app, timedelta(days=1))] == [1, 0, 0]
    assert [message["To"] for message in sink.messages] == [ADDRESS]
    assert only(app).state == State.SENT


def test_a_mail_that_is_planned_twice_is_sent_once(app: Flask, sink: Sink) -> None:
    planned(app, "words", "words")
    assert send(app) == 1
    planned(app)
    assert send(app) == 0
    assert len(sink.messages) == 1


def test_a_verb_that_fails_plans_no_mail(app: Flask, sink: Sink) -> None:
    @operation
    def plan_and_fail() -> None:
        plan()
        raise RuntimeError("no")

    with app.app_context(), pytest.raises(RuntimeError):
        plan_and_fail()
    assert send(app) == 0
    assert deliveries(app) == []


def test_a_server_that_says_later_is_asked_again_later_and_ever_more_seldom(app: Flask, sink: Sink) -> None:
    sink.answers += ["451 Greylisted"] * 3
    planned(app)
    waits: list[timedelta] = []
    after = timedelta(0)
    for _ in range(3):
        assert send(app, after) == 0
        delivery = only(app)
        assert (delivery.state, delivery.reason) == (State.DEFERRED, "451 Greylisted")
        waits.append(delivery.due_at - clocks.now() - after)
        after = delivery.due_at - clocks.now() + timedelta(seconds=1)
        assert send(app, after - timedelta(seconds=5)) == 0
    assert send(app, after) == 1
    assert waits == sorted(waits)
    assert timedelta(seconds=40) < waits[0] < timedelta(seconds=80)
    assert only(app).state == State.SENT


def test_a_server_that_says_later_for_ever_is_believed_in_the_end(app: Flask, sink: Sink) -> None:
    sink.answers += ["451 Greylisted"] * 99
    planned(app)
    after, waited = timedelta(0), []
    while only(app).state != State.FAILED:
        assert send(app, after) == 0
        waited.append(after)
        after = only(app).due_at - clocks.now() + timedelta(seconds=1)
    assert len(waited) == len(outbox.RETRY_AFTER) + 1
    assert waited[-1] > timedelta(hours=12)


def test_a_server_that_refuses_ends_it_with_its_reason(app: Flask, sink: Sink) -> None:
    sink.answers += ["550 No such user here"]
    planned(app, "refused", "fine")
    assert send(app) == 1
    refused, fine = deliveries(app)
    assert (refused.state, refused.reason) == (State.FAILED, "550 No such user here")
    assert refused.ended_at is not None
    assert fine.state == State.SENT
    assert send(app, timedelta(hours=1)) == 0


def test_a_server_out_of_reach_is_tried_once_and_the_queue_is_kept(app: Flask, sink: Sink) -> None:
    planned(app, "one", "two", "three")
    use_server(app, free_port())
    assert send(app) == 0
    tried, *others = deliveries(app)
    assert tried.state == State.DEFERRED
    assert tried.reason.startswith("unreachable")
    assert [(other.state, other.attempts) for other in others] == [(State.QUEUED, 0)] * 2
    use_server(app, sink.port)
    assert send(app, timedelta(minutes=2)) == 3


def test_a_server_that_closes_for_now_pauses_the_whole_run(app: Flask, sink: Sink) -> None:
    sink.answers += ["421 Closing"]
    planned(app, "one", "two")
    assert send(app) == 0
    assert [delivery.state for delivery in deliveries(app)] == [State.DEFERRED, State.QUEUED]
    assert send(app, timedelta(minutes=2)) == 2


def test_a_long_outage_is_not_held_against_a_mail(app: Flask, sink: Sink) -> None:
    planned(app)
    use_server(app, free_port())
    for minutes in range(0, 60, 3):
        assert send(app, timedelta(minutes=minutes)) == 0
    use_server(app, sink.port)
    sink.answers += ["451 Greylisted"]
    assert send(app, timedelta(minutes=61)) == 0
    assert only(app).state == State.DEFERRED
    assert send(app, timedelta(minutes=70)) == 1


def test_a_wrong_password_for_the_server_loses_no_mail(app: Flask, sink: Sink) -> None:
    planned(app)
    app.extensions["roomful.mailer"] = mailers.SmtpMailer(urlsplit(f"smtp://us:wrong@127.0.0.1:{sink.port}"))
    assert send(app) == 0
    assert only(app).state == State.DEFERRED
    use_server(app, sink.port)
    assert send(app, timedelta(minutes=2)) == 1


def test_a_server_that_never_answers_is_out_of_reach(app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailers, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        planned(app)
        use_server(app, mute.getsockname()[1])
        assert send(app) == 0
    assert only(app).reason.startswith("unreachable")


def test_a_worker_that_dies_with_a_mail_in_hand_is_followed_by_another(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_delivery: object) -> NoReturn:
        raise Killed

    planned(app)
    with monkeypatch.context() as dying:
        dying.setattr(outbox, "message_for", die)
        with pytest.raises(Killed):
            send(app)
    assert only(app).state == State.CLAIMED
    assert send(app, outbox.LEASE - timedelta(seconds=5)) == 0
    assert send(app, outbox.LEASE + timedelta(seconds=5)) == 1
    assert len(sink.messages) == 1


def test_a_worker_that_dies_while_handing_over_leads_to_one_more_copy_the_same_to_the_byte(
    app: Flask, sink: Sink
) -> None:
    class Dying(mailers.SmtpMailer):
        def send(self, message: EmailMessage) -> None:
            super().send(message)
            raise Killed

    planned(app)
    app.extensions["roomful.mailer"] = Dying(urlsplit(f"smtp://127.0.0.1:{sink.port}"))
    with pytest.raises(Killed):
        send(app)
    assert only(app).state == State.HANDING
    use_server(app, sink.port)
    assert [send(app, timedelta(minutes=m)) for m in (4, 6, 12)] == [0, 1, 0]
    assert len({message["Message-ID"] for message in sink.messages}) == 1
    assert len(sink.raw) == 2
    assert sink.raw[0] == sink.raw[1]


def test_a_worker_that_slept_past_its_lease_does_not_send(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker has taken the mail meanwhile and sent it."""
    planned(app)
    write = outbox.message_for

    def sleep_and_write(delivery: Any) -> EmailMessage:
        monkeypatch.setattr(outbox, "message_for", write)
        assert send(app, outbox.LEASE + timedelta(seconds=5)) == 1
        return write(delivery)

    monkeypatch.setattr(outbox, "message_for", sleep_and_write)
    assert send(app) == 0
    assert len(sink.messages) == 1
    assert only(app).state == State.SENT


def test_workers_at_once_send_each_mail_once(app: Flask, sink: Sink) -> None:
    keys = [f"mail {number}" for number in range(30)]
    planned(app, *keys)
    sent = together(app, [outbox.send_due] * 3)
    assert sum(sent) == 30
    ids = [message["Message-ID"] for message in sink.messages]
    assert len(ids) == len(set(ids)) == 30


def test_a_mail_that_cannot_be_written_is_given_up_and_does_not_stop_the_others(app: Flask, sink: Sink) -> None:
    def fail(_details: dict[str, Any]) -> NoReturn:
        raise KeyError("words")

    writes("test.broken")(fail)
    with app.app_context():
        plan_kind("test.broken")
        plan("fine")
    assert send(app) == 1
    for hours in (1, 2, 3):
        send(app, timedelta(hours=hours))
    broken, _fine = deliveries(app)
    assert (broken.state, broken.attempts) == (State.FAILED, outbox.MOST_BUILDS)
    assert "KeyError" in broken.reason


def test_two_thousand_mails_that_waited_too_long_are_cancelled_and_the_next_is_sent(app: Flask, sink: Sink) -> None:
    @operation
    def plan_many() -> None:
        for number in range(2000):
            plan(f"old {number}")

    with app.app_context():
        plan_many()
    later = clocks.now() + outbox.MAX_AGE + timedelta(minutes=1)
    with app.app_context(), clocks.reading(lambda: later):
        plan("new")
        assert outbox.send_due() == 1
        states = db.session.execute(select(Delivery.state, Delivery.reason).distinct()).all()
    assert {tuple(row) for row in states} == {(State.CANCELLED, "too old"), (State.SENT, None)}


def test_a_mail_whose_link_has_expired_is_cancelled_and_says_why(app: Flask, sink: Sink) -> None:
    house = House(app)
    house.do(accounts.ask_for_reset, "ben@example.org")
    with app.app_context():
        expire_links()
    assert send(app) == 0
    assert only(app).state == State.CANCELLED
    assert only(app).reason == "the link has been used or has expired"
    assert sink.messages == []


@pytest.mark.parametrize("address", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_an_address_that_is_more_than_one_reaches_nobody(app: Flask, sink: Sink, address: str) -> None:
    planned(app, address=address)
    for hours in range(4):
        assert send(app, timedelta(hours=hours)) == 0
    assert sink.recipients == []
    assert only(app).state == State.FAILED


def test_a_line_break_in_a_subject_makes_no_header(app: Flask, sink: Sink) -> None:
    planned(app, subject="Hello\r\nBcc: victim@example.org")
    for hours in range(4):
        assert send(app, timedelta(hours=hours)) == 0
    assert sink.recipients == []


def test_a_name_with_line_breaks_stays_within_the_text(app: Flask, sink: Sink) -> None:
    planned(app, words="Hello Eve\r\nBcc: victim@example.org\r\n\r\nand more")
    assert send(app) == 1
    (message,) = sink.messages
    assert sink.recipients == [[ADDRESS]]
    assert message["Bcc"] is None
    assert "Bcc: victim@example.org" in text_of(message)


def test_an_address_beyond_ascii_that_the_server_cannot_take_is_refused_and_stops_nobody(
    app: Flask, sink: Sink
) -> None:
    planned(app, "beyond", address="jos\u00e9@example.org")
    planned(app, "within")
    assert send(app) == 1
    assert [delivery.state for delivery in deliveries(app)] == [State.FAILED, State.SENT]


def test_the_text_comes_first_and_is_complete(app: Flask, sink: Sink) -> None:
    house = House(app)
    house.do(accounts.ask_for_reset, "ben@example.org")
    assert send(app) == 1
    (message,) = sink.messages
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in message.iter_parts())
    assert "Ben Brown" in plain
    assert set(LINK.findall(plain)) == set(LINK.findall(html))
    assert "&" not in plain
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Roomful <notifications@127.0.0.1>"


def test_every_line_is_short_seven_bit_and_decodes_to_what_was_meant(app: Flask, sink: Sink) -> None:
    words = "Grüße aus dem Café – " * 30 + "\n.\n.. dots\n" + "x" * 500
    site = "Bürgerverein für Müllvermeidung und für Grünflächen"
    app.extensions["roomful.site"] = {"site": (time.monotonic(), (site, "1"))}
    planned(app, words=words, subject="Grüße " * 20)
    assert send(app) == 1
    (raw,) = sink.raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    body = raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert text_of(sink.messages[0]).rstrip("\n") == words
    headers = message_from_bytes(raw)
    assert decoded(headers["Subject"]) == "Grüße " * 20
    assert decoded(headers["From"]) == f"{site} <notifications@127.0.0.1>"


def test_no_table_holds_a_link_that_works(app: Flask, sink: Sink) -> None:
    house = House(app)
    house.do(accounts.ask_for_reset, "ben@example.org")
    assert send(app) == 1
    (path,) = {path for path in LINK.findall(text_of(sink.messages[0])) if path.startswith("/password/")}
    secret = path.rpartition(".")[2]
    assert len(secret) == 32  # base32: 160 bits
    with app.app_context():
        tables = database.Base.metadata.sorted_tables
        stored = {table.name: [tuple(row) for row in db.session.execute(select(table))] for table in tables}
    assert secret not in json.dumps(stored, default=str)
    assert stored["delivery"]


def test_joining_by_mail_works_from_the_first_page_to_the_last(app: Flask, sink: Sink) -> None:
    eve = Browser(app)
    filled = {"name": "Eve <b>Evans</b>", "handle": "eve", "email": ADDRESS, "password": PASSWORD, "agree": "y"}
    assert eve.post("/join", **filled).status_code == 303
    jobs.run_all(app)
    (message,) = sink.messages
    assert message["To"] == ADDRESS
    assert "Evans" not in text_of(message)  # nobody has proved the name
    (path,) = set(LINK.findall(text_of(message)))
    assert eve.get(path).status_code == 200
    assert eve.post(path).status_code == 303
    assert "eve" in eve.get("/").text
    assert eve.get(path).status_code == 410


def test_somebody_who_has_an_account_is_told_by_mail_alone(app: Flask, sink: Sink) -> None:
    House(app)
    eve = Browser(app)
    filled = {"name": "Eve", "handle": "eve", "email": "ben@example.org", "password": PASSWORD, "agree": "y"}
    assert eve.post("/join", **filled).status_code == 303
    jobs.run_all(app)
    (message,) = sink.messages
    assert "/confirm/" not in text_of(message)
    assert LINK.findall(text_of(message)) == ["/password"]


def test_a_forgotten_password_is_replaced_by_mail_and_said_so(app: Flask, sink: Sink) -> None:
    House(app)
    ben = Browser(app)
    assert ben.post("/password", email="ben@example.org").status_code in (200, 303)
    jobs.run_all(app)
    (path,) = set(LINK.findall(text_of(sink.messages[0])))
    assert ben.post(path, password="four unrelated words").status_code == 303
    jobs.run_all(app)
    assert [message["To"] for message in sink.messages] == ["ben@example.org"] * 2
    signed_in = ben.post("/sign-in", identifier="ben", password="four unrelated words")
    assert signed_in.status_code == 303


def test_without_a_mail_server_mail_goes_to_files_and_the_terminal(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(settings_for(tmp_path, database_url, testing=False))
    planned(app)
    assert send(app) == 1
    (file,) = (tmp_path / "mail").glob("*.eml")
    written = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (written["To"], text_of(written).strip()) == (ADDRESS, "Some words.")
    assert "Some words." in capsys.readouterr().out
    database.dispose(app)


def decoded(header: str) -> str:
    """By RFC 2047: the space between two encoded words is not part of them."""
    return str(make_header(decode_header(header)))


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@operation
def plan_kind(kind: str) -> None:
    outbox.put(kind, kind, ADDRESS, {})


@operation
def expire_links() -> None:
    db.session.execute(update(Token).values(expires_at=clocks.now() - timedelta(minutes=1)))


def test_a_password_is_not_sent_in_clear_across_a_network() -> None:
    mailer = mailers.SmtpMailer(urlsplit("smtp://forum:secret@mail.example.org"))
    plain = Mock(sock=Mock(spec=socket.socket))
    with pytest.raises(ConnectionError, match="no encryption"):
        mailer._sign_in(plain)
    plain.login.assert_not_called()
