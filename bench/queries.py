"""How many queries each page takes with every cache off, counted in this process."""

from threading import get_ident

from flask import Flask
from rich.table import Table
from sqlalchemy import event

from bench import corpus
from bench.pages import MEMBER, MODERATOR, ORGANISER, PAGES, VISITOR
from bench.table import row
from forum.accounts.operations import start_session
from forum.site.queries import forget_name


def add_queries(table: Table, app: Flask) -> None:
    with app.app_context():
        tokens = {
            MEMBER: start_session(corpus.READER, "Bench"),
            ORGANISER: start_session(corpus.ORGANISER, "Bench"),
            MODERATOR: start_session(corpus.MODERATOR, "Bench"),
        }
    for page in PAGES:
        for who in page.who:
            count, most = queries_of(app, page.path, tokens.get(who)), page.queries[who != VISITOR]
            row(table, f"queries: {page.name}, {who}", str(count), str(most), count <= most)
    table.add_section()


def queries_of(app: Flask, path: str, session_token: str | None) -> int:
    client, statements = app.test_client(), []
    if session_token:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_token, True
    with app.app_context():
        forget_name()

    here = get_ident()  # another thread writes down who looked at what

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if get_ident() == here and not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    engine = app.extensions["roomful.engines"]["writing"]
    event.listen(engine, "before_cursor_execute", note)
    client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)
