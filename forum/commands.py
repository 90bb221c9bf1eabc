"""The `roomful` command line."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask
from rich.console import Console
from sqlalchemy.exc import OperationalError
from waitress.server import create_server

from forum import addresses, config, create_app, database, invariants, jobs, logs, migrating
from forum.accounts import tokens
from forum.accounts.models import Role
from forum.accounts.queries import has_admin
from forum.accounts.tokens import Purpose
from forum.config import BadSetting, read_settings, settings
from forum.database import operation
from forum.discussions import invariants as discussions
from forum.discussions.operations import make_staff
from forum.errors import ForumError
from forum.groups import invariants as groups
from forum.moderation import invariants as moderation

console = Console(highlight=False)

COUNTERS = [*groups.COUNTERS, *discussions.COUNTERS]
RULES = [*groups.RULES, *discussions.RULES, *moderation.RULES]


@click.group()
def main() -> None:
    """Roomful: a forum for communities that talk online and then meet in a room."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True, help="Requests answered at the same time.")
@click.option(
    "--worker/--no-worker", default=True, help="Work on jobs beside the server, or leave it to `roomful work`."
)
def run(host: str, port: int, threads: int, worker: bool) -> None:
    """Migrate, serve the site, and do its work in the background."""
    app = _app(port=port)
    with app.app_context():
        if not has_admin():
            _print_link("Set the community up here, once:", addresses.set_up, Purpose.SET_UP)
    _serve(app, host, port, threads, worker)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--reset", is_flag=True, help="Start afresh: forget what was written in the demo.")
@click.option("--serve/--no-serve", default=True, help="Serve it, or only make it.")
def demo(host: str, port: int, reset: bool, serve: bool) -> None:
    """Serve an example community, and print links to sign in to it."""
    from forum.demo import community

    app = _app(port=port, demo=True)
    with app.app_context():
        if reset:
            community.forget()
        community.make(console)
        for handle, member_id in community.cast():
            _print_link(f"Sign in as {handle}:", addresses.demo_sign_in, Purpose.DEMO, member_id=member_id)
    if serve:
        _serve(app, host, port, threads=8, worker=True)


@main.command()
@click.option("--workers", default=2, show_default=True)
def work(workers: int) -> None:
    """Work on jobs until told to end."""
    logs.to_terminal()
    app = _app()
    jobs.consumer(app, workers).run()


@main.command()
@click.option("--repair", is_flag=True, help="Put counters right.")
def check(repair: bool) -> None:
    """Recount every counter and look for rows that break a rule; exits 1 if there are any."""
    app = _app()
    with app.app_context():
        if repair:
            invariants.repair(COUNTERS)
        findings = invariants.check(COUNTERS, RULES)
    for finding in findings:
        click.echo(f"{finding.name}: {', '.join(map(str, finding.ids))}")
    click.echo(f"{len(COUNTERS)} counters and {len(RULES)} rules checked, {len(findings)} broken.")
    sys.exit(1 if findings else 0)


@main.command("make-admin")
@click.argument("handle")
def make_admin(handle: str) -> None:
    """Let a member administer the site."""
    _appoint(handle, Role.ADMIN)


@main.command("make-moderator")
@click.argument("handle")
def make_moderator(handle: str) -> None:
    """Let a member moderate the site."""
    _appoint(handle, Role.MODERATOR)


@main.command()
def migrate() -> None:
    """Bring the database up to this version."""
    _app()
    click.echo("The database is up to date.")


@main.group()
def secret() -> None:
    """The key that signs cookies and links."""


@secret.command()
def rotate() -> None:
    """Sign with a new key; what the old one signed still counts, and nobody is signed out."""
    if os.environ.get("ROOMFUL_SECRET_KEY"):
        raise click.ClickException("ROOMFUL_SECRET_KEY is set: the key in the instance folder is not used.")
    try:
        config.rotate_secret_key(read_settings().instance)
    except config.BadSetting as error:
        raise click.ClickException(str(error)) from error
    click.echo("There is a new key. Restart every process, so that all of them sign with it.")


@main.group("import")
def import_() -> None:
    """Bring in what people wrote elsewhere."""


@import_.command("ning")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--public", is_flag=True, help="The network was public: groups made from categories are open.")
def import_ning(folder: Path, public: bool) -> None:
    """Import a folder written by Ning's archive tool; again adds nothing."""
    from forum.archive.ning import importing

    app = _app()
    with app.app_context():
        importing.run(folder, console, public=public)


def _app(port: int | None = None, **overrides: Any) -> Flask:
    """The application with its database migrated; a bad setting ends the command with its sentence."""
    try:
        chosen = read_settings(**overrides)
        if port is not None and "ROOMFUL_PUBLIC_URL" not in os.environ:
            chosen = read_settings(**overrides, public_url=f"http://127.0.0.1:{port}")
        app = create_app(chosen)
        migrating.upgrade(app)
    except (BadSetting, migrating.NewerDatabase) as error:
        raise click.ClickException(str(error)) from error
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise click.ClickException(f"ROOMFUL_DATABASE_URL leads to no database: {reason}") from error
    return app


def _serve(app: Flask, host: str, port: int, threads: int, worker: bool) -> None:
    logs.to_terminal()
    try:
        server = create_server(app, host=host, port=port, threads=threads, clear_untrusted_proxy_headers=False)
    except OSError as error:
        raise click.ClickException(f"Port {port} of {host} cannot be used: {error.strerror}.") from error
    consumer = jobs.consumer(app) if worker else None
    if consumer:
        consumer.start()
    console.print(f"\nRoomful is at [bold]http://{host}:{port}[/]  (Ctrl+C ends it)")
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.run()  # returns when it is interrupted
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is ending already
        if consumer:
            consumer.stop(graceful=True)
        database.dispose(app)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


@operation
def _issue(purpose: Purpose, member_id: int | None) -> str:
    return tokens.write(tokens.issue(purpose, member_id=member_id))


def _print_link(words: str, address: Any, purpose: Purpose, member_id: int | None = None) -> None:
    link = addresses.absolute(settings().public_url, address(_issue(purpose, member_id)))
    console.print(f"{words:32} [link]{link}[/link]", soft_wrap=True)


def _appoint(handle: str, role: Role) -> None:
    app = _app()
    with app.app_context():
        try:
            make_staff(handle, role)
        except ForumError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"@{handle.removeprefix('@')} is {role} now.")
