"""A real browser at a real server, in this process, so that tests see what was mailed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import House
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from surroundings import lacking, settings_for
from waitress.server import create_server

from forum import addresses, create_app, database
from forum.accounts import tokens
from forum.accounts.tokens import Purpose
from forum.accounts.viewers import Viewer
from forum.database import operation

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, the system's or Playwright's own."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    own = Path(playwright.chromium.executable_path)
    if path is None and not own.exists():
        lacking("Chromium (make browser)")
    browser = playwright.chromium.launch(executable_path=path or str(own), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def app(worker_folder: Path, database_url: str) -> Iterator[Flask]:
    """The application, served: its public address is the one it is served at."""
    app = create_app(settings_for(worker_folder, database_url))
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    app.extensions["roomful"] = settings_for(
        worker_folder, database_url, public_url=f"http://127.0.0.1:{server.effective_port}"
    )
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield app
    server.close()
    thread.join(timeout=5)
    database.dispose(app)


class Reader:
    """One person's browser window, and everything that went wrong in it."""

    def __init__(self, context: BrowserContext, base: str, app: Flask) -> None:
        self.base, self.app, self.context = base, app, context
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))

    def goto(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, viewer: Viewer) -> None:
        """By a link as the demo prints them."""
        with self.app.app_context():
            written = _issue_demo_link(viewer.id)
        self.goto(addresses.demo_sign_in(written))
        self.page.click("main button")

    def violations(self) -> list[str]:
        """What axe finds on the page, each with the elements concerned."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": AXE_RULES}})
        return [
            f"{self.page.url}: {violation['id']}: {[node['target'] for node in violation['nodes']]}"
            for violation in found.response["violations"]
        ]

    def overflow(self) -> int:
        """How many pixels of the page are out of sight to the side."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return max(width, 0)

    def _note(self, kind: str, words: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in words:
            self.complaints.append(f"{self.page.url}: {words}")


@pytest.fixture
def open_browser(chromium: Browser, app: Flask) -> Iterator[Callable[..., Reader]]:
    """Opens windows: `open_browser(javascript=False, width=360)`."""
    base = app.extensions["roomful"].public_url
    contexts: list[BrowserContext] = []

    def opened(*, javascript: bool = True, width: int = 1280, **options: Any) -> Reader:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Reader(context, base, app)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


@operation
def _issue_demo_link(member_id: int) -> str:
    return tokens.write(tokens.issue(Purpose.DEMO, member_id=member_id))
