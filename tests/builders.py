"""The fixed cast: Amy founds groups, Ben is a member, Cat is an outsider, Mo moderates, Ada is admin."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread, get_ident
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from PIL import Image
from sqlalchemy import delete, event, insert, select, update
from surroundings import compile_templates_once, settings_for
from werkzeug.test import TestResponse

from forum import create_app, database, invariants, jobs, text
from forum.accounts import passwords
from forum.accounts.models import BrowserSession, Member, Role
from forum.accounts.operations import start_session
from forum.accounts.queries import find_member
from forum.accounts.viewers import Viewer
from forum.commands import COUNTERS, RULES
from forum.database import db, operation
from forum.discussions import operations as discussions
from forum.discussions.models import Attachment, Post
from forum.discussions.operations import Posted
from forum.groups import operations as groups
from forum.groups.models import Group
from forum.models import METADATA
from forum.ports import clocks
from forum.ports.stores import store
from forum.site import guidelines

PASSWORD = "correct horse battery"


class House:
    """Amy's open group "Buses" with Ben and Dan in it, her private group "Cabin" with Ben, and Dan removed from it.

    Cat belongs to neither; Mo and Ada, moderator and admin, belong to neither.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.amy, self.ben = self.member("amy", "Amy Adams"), self.member("ben", "Ben Brown")
        self.cat, self.dan = self.member("cat", "Cat Cole"), self.member("dan", "Dan Dale")
        self.mo = self.member("mo", "Mo Moore", Role.MODERATOR)
        self.ada = self.member("ada", "Ada Abel", Role.ADMIN)
        self.open = self.group(self.amy, "Buses", "open")
        self.private = self.group(self.amy, "Cabin", "private")
        with app.app_context():
            groups.join(self.ben, self.open)
            groups.join(self.dan, self.open)
            groups.add(self.amy, self.private, "ben")
            groups.add(self.amy, self.private, "dan")
            groups.remove(self.amy, self.private, "dan")

    def member(self, handle: str, name: str, role: Role = Role.MEMBER, password: str | None = None) -> Viewer:
        password_hash = passwords.make_hash(password) if password else None
        with self.app.app_context():
            _add_member(handle, name, role, password_hash)
            return find_member(None, handle)

    def group(self, founder: Viewer, name: str, kind: str) -> int:
        with self.app.app_context():
            return groups.found(founder, name=name, purpose=f"{name} for everybody", kind=kind).id

    def slug(self, group_id: int) -> str:
        with self.app.app_context():
            return str(db.session.get_one(Group, group_id).slug)

    def start(self, author: Viewer, group_id: int, title: str, source: str, *tags: str) -> Posted:
        with self.app.app_context():
            return discussions.start(author, group_id, title, text.cook(source), tags=tags)

    def reply(self, author: Viewer, discussion_id: int, source: str, answering: int | None = None) -> Posted:
        with self.app.app_context():
            return discussions.reply(author, discussion_id, text.cook(source), answering=answering)

    def edit(self, author: Viewer, discussion_id: int, number: int, source: str, revision: int = 1) -> Posted:
        with self.app.app_context():
            return discussions.edit(author, discussion_id, number, text.cook(source), revision=revision)

    def delete(self, author: Viewer, discussion_id: int, number: int) -> None:
        with self.app.app_context():
            discussions.delete(author, discussion_id, number)

    def restore(self, author: Viewer, discussion_id: int, number: int) -> None:
        with self.app.app_context():
            discussions.restore(author, discussion_id, number)

    def attach(self, discussion_id: int, number: int, file: str, name: str) -> None:
        """Give a post a file of this name that holds its name."""
        with self.app.app_context():
            store().put(file, name.encode())
            _add_attachment(discussion_id, number, file, name)

    def do(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a verb or a query in a context of its own."""
        with self.app.app_context():
            return verb(*args, **kwargs)

    def browser(self, viewer: Viewer | None) -> "Browser":
        return Browser(self.app, viewer)

    def page(self, viewer: Viewer | None, path: str) -> str:
        """What the viewer finds there."""
        answer = Browser(self.app, viewer).get(path, follow=True)
        assert answer.status_code == 200, path
        return answer.text

    def at_once(self, *acts: Callable[[], Any], timeout: float = 60) -> list[Any]:
        """What came of acts that several people did at the same moment, each in a context of their own."""
        barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

        def act(place: int) -> None:
            with self.app.app_context():
                barrier.wait(timeout=30)
                try:
                    outcomes[place] = acts[place]()
                except Exception as error:  # noqa: BLE001  an outcome, too
                    outcomes[place] = error

        threads = [Thread(target=act, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=timeout)
        return outcomes

    def settle(self) -> None:
        """Have written down what people looked at, as happens a second later."""
        self.app.extensions["roomful.visits"].write()

    def work(self) -> None:
        """Run every job, as the worker's sweep does."""
        jobs.run_all(self.app)

    def findings(self) -> list[invariants.Finding]:
        """What `roomful check` finds."""
        with self.app.app_context():
            return invariants.check(COUNTERS, RULES)


class Browser:
    """Somebody at a page, without JavaScript: forms are sent with the token that the page would have had."""

    def __init__(self, app: Flask, viewer: Viewer | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        if viewer:
            with app.app_context():
                self.hold(start_session(viewer.id, "Test"))

    def get(self, path: str, *, follow: bool = False, **headers: str) -> TestResponse:
        return self.client.get(path, follow_redirects=follow, headers=headers, buffered=True)

    def post(self, path: str, *, follow: bool = False, **fields: Any) -> TestResponse:
        data = {**fields, "csrf_token": self.csrf_token()}
        return self.client.post(path, data=data, follow_redirects=follow)

    def send_picture(self, path: str, content: bytes | BytesIO, name: str = "me.png") -> TestResponse:
        """As a browser does; Werkzeug's client would leave a temporary file open."""
        sent = content if isinstance(content, bytes) else content.getvalue()
        start = f'--x\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n\r\n'
        token = f'\r\n--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.csrf_token()}\r\n--x--\r\n'
        form = start.encode() + sent + token.encode()
        return self.client.post(path, data=form, content_type="multipart/form-data; boundary=x")

    def hold(self, session_token: str) -> None:
        """Have the cookie of a session that was started."""
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_token, True

    def csrf_token(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "raw token for tests")
        return URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(raw)


def picture(width: int = 400, height: int = 300, format: str = "PNG", mode: str = "RGB", **options: Any) -> BytesIO:
    """A file with a picture in it, half of it dark."""
    drawn = Image.new(mode, (width, height))
    drawn.paste(Image.new(mode, (max(width // 2, 1), height), "white"))
    file = BytesIO()
    drawn.save(file, format, **options)
    file.seek(0)
    return file


def kept_files(house: House, address: str) -> list[Path]:
    """The files of the picture that has this address."""
    name = address.rpartition("/")[2].partition("-")[0]
    return list((Path(house.app.extensions["roomful"].instance) / "files").rglob(f"{name}*"))


def mails(app: Flask) -> list[EmailMessage]:
    """What has been mailed, once the outbox is empty; the oldest first."""
    jobs.run(app, "deliveries")
    return list(app.extensions["roomful.mailer"].sent)


def link_in(message: EmailMessage) -> str:
    """The path that the message leads to."""
    body = message.get_body(("plain",))
    found = re.search(r"https?://[^/\s]+(/\S+)", body.get_content() if body else "")
    assert found, message
    return found[1]


@operation
def stay_proved() -> None:
    """As if everybody had proved just now who they are, however long the test takes."""
    db.session.execute(update(BrowserSession).values(proved_at=datetime(2100, 1, 1, tzinfo=UTC)))


@contextmanager
def later(**delta: float) -> Iterator[None]:
    """As if so much time had passed."""
    with clocks.reading(lambda: clocks.system() + timedelta(**delta)):
        yield


def quote(place: str, words: str, by: str = "amy") -> str:
    """Markdown that quotes the post at this address."""
    return f"> [@{by}]({place}) wrote:\n>\n> {words}\n\n"


Contents = dict[str, list[tuple[Any, ...]]]


def contents(app: Flask) -> Contents:
    """Every row of every table, in an order that does not depend on the database."""
    with app.extensions["roomful.engines"]["reading"].connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def put_back(app: Flask, before: Contents) -> None:
    """Make the tables hold what they held."""
    with app.extensions["roomful.engines"]["writing"].connect() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
        for table in METADATA.sorted_tables:
            rows = [dict(zip(table.columns.keys(), row, strict=True)) for row in before[table.name]]
            if rows:
                connection.execute(insert(table), sorted(rows, key=lambda row: row.get("id", 0)))
        connection.commit()


@contextmanager
def standing(instance: Path, url: str) -> Iterator[Flask]:
    """An application that many tests ask, on a database that holds nothing yet."""
    app = create_app(settings_for(instance, url))
    compile_templates_once(app, instance)
    put_back(app, {table.name: [] for table in METADATA.sorted_tables})
    yield app
    database.dispose(app)


@contextmanager
def counting_queries(app: Flask) -> Iterator[list[str]]:
    """The statements that this thread sends within the block, without those that begin and end transactions."""
    statements: list[str] = []
    asking = get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if get_ident() == asking and not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    engine = app.extensions["roomful.engines"]["writing"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@operation
def _add_attachment(discussion_id: int, number: int, file: str, name: str) -> None:
    post = select(Post.id).where(Post.discussion_id == discussion_id, Post.number == number)
    db.session.add(Attachment(file=file, post_id=db.session.scalars(post).one(), number=1, name=name, size=len(name),
                              is_picture=False))  # fmt: skip


@operation
def _add_member(handle: str, name: str, role: Role, password_hash: str | None) -> None:
    now = clocks.now()
    db.session.add(
        Member(
            handle=handle,
            handle_key=handle,
            name=name,
            created_at=now,
            email=f"{handle}@example.org",
            email_key=f"{handle}@example.org",
            password_hash=password_hash,
            role=role,
            joined_at=now,
            guidelines_version=guidelines.VERSION,
            guidelines_agreed_at=now,
        )
    )
