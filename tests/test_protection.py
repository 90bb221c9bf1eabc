"""What every request has to pass and every answer carries, asked of every route there is."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from builders import PASSWORD, Browser, Contents, House, contents, put_back, standing
from flask import Flask
from surroundings import settings_for
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from forum import addresses, create_app, database
from forum.accounts import tokens
from forum.accounts.operations import ask_for_reset
from forum.accounts.tokens import Purpose
from forum.database import operation

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'"
)
CSP_OF_FILES = "default-src 'none'; sandbox"
WITHOUT_CHARSET = ("application/json", "image/webp")
FILLED = {"slug": "buses", "handle": "ben", "token": "1.abc", "digest": "0" * 12, "path": "css/site.css",
          "discussion:place": "1", "path:path": "css/site.css", "int:discussion_id": "1", "int:post_number": "1",
          "int:number": "1", "tag_name": "buses", "name": "about", "int:flag_id": "1", "int:bookmark_id": "1",
          "int:session_id": "1", "int:size": "96", "file": "0" * 32, "int:draft_id": "1",
          "int:invitation_id": "1"}  # fmt: skip
TYPED = "Four paragraphs that took an hour."
COOKIE = "roomful"
ACCOUNT_PAGES = ("/join", "/sign-in", "/password")
"""Forms that visitors fill in: these pages need a session, and say so."""


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Each method and rule that the site answers to."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, rule.rule


def fill(rule: str, **values: str) -> str:
    return re.sub(r"<([^>]+)>", lambda part: {**FILLED, **values}[part[1]], rule)


def send(browser: Browser, method: str, path: str, **kwargs: object) -> TestResponse:
    """With the token that the page would have had."""
    headers = {"X-CSRFToken": browser.csrf_token(), **kwargs.pop("headers", {})}  # type: ignore[dict-item]
    return browser.client.open(path, method=method, headers=headers, buffered=True, **kwargs)  # type: ignore[arg-type]


@pytest.fixture
def house(house: House) -> House:
    """With a discussion that has the number 1: for what a database might choke on."""
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    return house


@pytest.fixture(scope="module")
def standing_town(worker_folder: Path, migrated_sqlite: Path) -> Iterator[tuple[House, Contents]]:
    """The same on SQLite for the whole module, with Una, who has a password; and what its tables hold."""
    file = shutil.copy(migrated_sqlite, worker_folder / "protection.sqlite3")
    with standing(worker_folder, f"sqlite:///{file}") as app:
        house = House(app)
        house.start(house.amy, house.open, "A bus at last", "It comes on time.")
        house.member("una", "Una Unger", password=PASSWORD)
        yield house, contents(app)


@pytest.fixture
def town(standing_town: tuple[House, Contents]) -> House:
    house, before = standing_town
    put_back(house.app, before)
    return house


@pytest.fixture
def people(town: House) -> list[Browser]:
    return [town.browser(None), town.browser(town.amy)]


@pytest.fixture(scope="module")
def secure(worker_folder: Path, migrated_sqlite: Path) -> Iterator[Flask]:
    """The application behind https://forum.example.org."""
    file = shutil.copy(migrated_sqlite, worker_folder / "secure.sqlite3")
    app = create_app(settings_for(worker_folder, f"sqlite:///{file}", public_url="https://forum.example.org"))
    yield app
    database.dispose(app)


# What every answer carries


def unprotected(answer: TestResponse) -> list[str]:
    """What the answer lacks of what every answer carries, whether it is a page, a file, a redirect or an error."""
    headers = answer.headers
    expected = {
        "Content-Security-Policy": headers["Content-Security-Policy"] in (CSP, CSP_OF_FILES),
        "X-Content-Type-Options": headers["X-Content-Type-Options"] == "nosniff",
        "Referrer-Policy": headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin"),
        "Cross-Origin-Opener-Policy": headers["Cross-Origin-Opener-Policy"] == "same-origin",
        "Cross-Origin-Resource-Policy": headers["Cross-Origin-Resource-Policy"] == "same-origin",
        "Permissions-Policy": "camera=()" in headers["Permissions-Policy"],
        "Content-Type": "charset=utf-8" in headers["Content-Type"] or headers["Content-Type"] in WITHOUT_CHARSET,
        "Cache-Control": answer.status_code < 400 or headers["Cache-Control"] in ("private, no-cache", "no-store"),
        "Access-Control": not any(name.startswith("Access-Control-") for name, _value in headers),
        "Server": "Server" not in headers,
        "Set-Cookie": all({"HttpOnly", "SameSite=Lax"} <= {*cookie.split("; ")} for cookie in cookies_of(answer)),
    }  # fmt: skip
    return [name for name, holds in expected.items() if not holds]


WAYS: dict[str, dict[str, object]] = {
    "as our pages do": {},
    "without our token": {"headers": {"X-CSRFToken": ""}},
    "from another site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "under another name": {"headers": {"Host": "evil.example"}},
    "with more than may be sent": {"data": {"body": "x" * 2_500_000}},
}


def test_every_answer_of_every_route_carries_the_security_headers(town: House, people: list[Browser]) -> None:
    seen = set()
    for browser in people:
        for method, rule in [*routes(town.app), ("DELETE", "/groups"), ("GET", "/nowhere")]:
            for way, kwargs in WAYS.items() if method == "POST" else [("as our pages do", WAYS["as our pages do"])]:
                answer = send(browser, method, fill(rule), **kwargs)
                assert unprotected(answer) == [], (method, rule, way)
                seen.add(answer.status_code)
                if rule == "/sign-out":
                    browser.hold("gone")
    assert seen >= {200, 303, 400, 401, 403, 404, 405, 410, 413, 422}


def test_an_error_of_ours_tells_nothing_and_keeps_what_was_typed_on_every_route(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> str:
        raise ZeroDivisionError("the secret of the house")

    browser = House(app).browser(None)
    for endpoint in app.view_functions:
        monkeypatch.setitem(app.view_functions, endpoint, broken)
    for method, rule in routes(app):
        answer = send(browser, method, fill(rule), data={"body": TYPED} if method == "POST" else None)
        assert answer.status_code == 500, rule
        assert unprotected(answer) == [], rule
        assert (TYPED in answer.text) == (method == "POST"), rule
        assert "secret" not in answer.text, rule
        assert "ZeroDivision" not in answer.text, rule
        assert "Traceback" not in answer.text, rule


class Inline(HTMLParser):
    """Finds what the policy would refuse to run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("style", "base", "iframe", "object", "embed") or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        for name, value in given.items():
            if name == "style" or name.startswith("on") or (value or "").lower().strip().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")
            if name in ("src", "action") and urlsplit(value or "").netloc:
                self.found.append(f"{tag} {name}={value}")


def test_no_page_has_a_script_a_style_or_a_handler_in_it(town: House, people: list[Browser]) -> None:
    seen = 0
    for browser in people:
        for method, rule in routes(town.app):
            page = send(browser, method, fill(rule)) if method == "GET" else None
            if page is not None and page.content_type.startswith("text/html"):
                parser = Inline()
                parser.feed(page.text)
                assert parser.found == [], rule
                seen += 1
    assert seen > 40


def test_static_files_are_kept_for_a_year_and_never_sniffed(town: House) -> None:
    visitor, digest = town.browser(None), town.app.extensions["roomful.digest"]
    answer = visitor.get(f"/s/{digest}/css/site.css")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    for path in ("../config.py", "..%2fconfig.py", "css/../../config.py", "css/site.css.gz"):
        assert visitor.get(f"/s/{'0' * 12}/{path}").status_code == 404


# Who may send


def unsafe_routes(app: Flask) -> list[str]:
    return sorted(fill(rule) for method, rule in routes(app) if method == "POST")


def test_nothing_is_done_without_our_token(town: House, people: list[Browser]) -> None:
    for browser in people:
        for path in unsafe_routes(town.app):
            assert browser.client.post(path, data={"body": TYPED}).status_code == 400, path
            assert browser.client.post(path, data={"csrf_token": "forged"}).status_code == 400, path


def test_the_token_of_another_person_opens_nothing(town: House) -> None:
    amy, ben = town.browser(town.amy), town.browser(town.ben)
    with ben.client.session_transaction() as session:
        session["csrf_token"] = "Ben's own"
    answer = amy.client.post("/groups", data={"name": "Trams", "csrf_token": ben.csrf_token()})
    assert answer.status_code == 400


FROM_ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "http://127.0.0.1:99999"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Origin": "http://["},
    {"Origin": ""},
)
FROM_HERE = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1:8000"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "http://[::1]:8000"},
    {},
)


def test_nothing_is_done_for_another_site(town: House) -> None:
    browser = town.browser(town.amy)
    for headers in FROM_ELSEWHERE:
        for path in unsafe_routes(town.app):
            answer = send(browser, "POST", path, headers=headers, data={"body": TYPED})
            assert answer.status_code == 403, (path, headers)
            assert TYPED in answer.text


def test_our_own_pages_may_send(town: House) -> None:
    browser = town.browser(town.amy)
    for headers in FROM_HERE:
        assert send(browser, "POST", "/d/1/posts", headers=headers, data={"body": TYPED}).status_code == 303, headers


def test_what_was_typed_is_on_the_page_that_refuses_it(town: House) -> None:
    fields = {"title": "A long title", "body": TYPED}
    for answer in (
        town.browser(town.amy).client.post("/d/1/posts", data=fields),
        send(town.browser(None), "POST", "/d/1/posts", data=fields),
        send(town.browser(town.cat), "POST", "/d/1/posts", data=fields),
        send(town.browser(town.amy), "POST", "/d/77/posts", data=fields),
        send(town.browser(town.amy), "POST", "/nowhere", data=fields),
    ):
        assert answer.status_code in (400, 401, 403, 404)
        assert TYPED in answer.text
        assert "A long title" in answer.text


def test_only_our_own_host_is_answered(town: House) -> None:
    visitor = town.browser(None)
    for host in ("evil.example", "localhost.evil.example", "evillocalhost", "127.0.0.2", "", "a b", "x@localhost",
                 "[::2]", "::1", "[::1", "[::1]evil.example", "[::1].evil.example", "[::1]:99999",
                 "localhost:"):  # fmt: skip
        for path in ("/", "/join", "/groups"):
            assert visitor.get(path, Host=host).status_code == 400, host
    for host in ("localhost", "localhost:8000", "127.0.0.1:8000", "LOCALHOST", "[::1]", "[::1]:8000"):
        assert visitor.get("/", Host=host).status_code == 200, host


def test_an_address_of_ours_may_be_a_number_or_have_letters_beyond_ascii(
    worker_folder: Path, migrated_sqlite: Path
) -> None:
    file = shutil.copy(migrated_sqlite, worker_folder / "hosts.sqlite3")
    for public_url, own, other in (
        ("http://[2001:db8::7]:8000", "[2001:db8::7]:8000", "[2001:db8::8]:8000"),
        ("https://bücher.example", "xn--bcher-kva.example", "bucher.example"),
    ):
        app = create_app(settings_for(worker_folder, f"sqlite:///{file}", public_url=public_url))
        client, scheme = app.test_client(), public_url.partition(":")[0]
        assert client.get("/", headers={"Host": own}).status_code == 200
        assert client.get("/", headers={"Host": other}).status_code == 400
        form = {"Host": own, "Origin": f"{scheme}://{own}"}
        assert client.post("/sign-in", headers=form).status_code == 400, "without our token, but from our page"
        assert client.post("/sign-in", headers={**form, "Origin": f"{scheme}://{other}"}).status_code == 403
        database.dispose(app)


# Bytes and numbers


NOT_TEXT = ("%00", "a%00b", "%ef%bf%bd")
BROKEN = ("%ff", "%c3%28", "%ed%a0%80", "%f0%28%8c%bc")
"""Not UTF-8: in an address it is refused; in a question or a form it arrives as it is written here."""

FORM = "application/x-www-form-urlencoded"
FIELDS = ("body", "title", "name", "handle", "identifier", "email", "token", "next", "act", "tag_1")


def test_what_is_no_text_is_refused_wherever_it_stands(house: House) -> None:
    browser = house.browser(house.amy)
    for method, rule in routes(house.app):
        path = fill(rule)
        for bad in NOT_TEXT:
            assert send(browser, method, f"{path}?page={bad}").status_code == 400, path
        assert send(browser, method, f"{path}?%00=1").status_code == 400, path
        for part in ("slug", "handle", "token", "path:path", "digest", "tag_name"):
            for bad in (*NOT_TEXT, *BROKEN) if f"<{part}>" in rule else ():
                assert send(browser, method, fill(rule, **{part: bad})).status_code in (400, 404), rule
    for path in unsafe_routes(house.app):
        for field in ("body", "handle", "%00"):
            answer = send(browser, "POST", path, data=f"{field}=a%00b", content_type=FORM)
            assert answer.status_code == 400, (path, field)


def test_bytes_that_are_not_utf_8_break_nothing(house: House) -> None:
    browser = house.browser(house.ben)
    for path in unsafe_routes(house.app):
        if path != "/sign-out":
            fields = "&".join(f"{field}=ab{bad}" for field in FIELDS for bad in BROKEN)
            for data in (fields, b"body=\xff\xfe&title=\xed\xa0\x80"):
                assert send(browser, "POST", path, data=data, content_type=FORM).status_code < 500, path
    for path in ("/forum", "/groups", "/d/1", "/sign-in"):
        for bad in BROKEN:
            assert browser.get(f"{path}?page={bad}&before={bad}&next={bad}").status_code in (200, 303)


def test_a_form_in_parts_with_a_charset_of_its_own_is_no_way_round(house: House) -> None:
    browser = house.browser(house.amy)
    part = b'--x\r\nContent-Disposition: form-data; name="body"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n'
    for content in (b"\x00\xd8a", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80"):
        form = {"data": part + content + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}
        status = send(browser, "POST", "/d/1/posts", **form).status_code
        assert status == 400 if b"\0" in content else status < 500, content


NUMBERS = ("0", "-1", "00", "1.5", "1e3", "0x1", "%d9%a3", "²", str(2**63 - 1), str(2**63), str(2**64),
           "9" * 30, "9" * 5000, "0" * 5000 + "1")  # fmt: skip


def test_a_number_out_of_range_in_an_address_is_not_found(house: House) -> None:
    browser = house.browser(house.amy)
    for method, rule in routes(house.app):
        for part in re.findall(r"<((?:int|discussion):[^>]+)>", rule):
            for number in NUMBERS:
                status = send(browser, method, fill(rule, **{part: number})).status_code
                assert status == 404, (rule, part, number)


def test_a_number_out_of_range_in_a_question_counts_as_not_asked(house: House) -> None:
    browser = house.browser(house.amy)
    for path in ("/forum", "/groups", "/groups/buses", "/groups/buses/members", "/d/1", "/d/1/reply"):
        for number in (*NUMBERS, "", "a", "1 ", "+1", "1_0"):
            asked = "&".join(f"{name}={number}" for name in ("page", "before", "after", "to", "quote"))
            assert browser.get(f"{path}?{asked}").status_code == 200, (path, number)
            assert browser.get(f"/d/1?replies_to={number}&after={number}").status_code in (200, 404), number


def test_a_number_out_of_range_in_a_form_is_refused_with_the_text_kept(house: House) -> None:
    browser = house.browser(house.amy)
    for number in (*NUMBERS, "a"):
        for path, field in (("/d/1/posts", "answering"), ("/d/1/1/edit", "revision")):
            answer = browser.post(path, body=TYPED, **{field: number})
            assert answer.status_code in (409, 422), (path, number)
            assert TYPED in answer.text
        assert browser.post("/d/1/posts", body=TYPED, act=f"quote-{number}").status_code in (200, 303)


CURSORS = (
    "x", "MS4x", "MS4tMQ", "OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "LTYyMTM1NTk2ODAwMDAwMDAwLjE", "é", "bmFuLjE", "=" * 50,
    "MjUzNDAyMzAwNzk5OTk5OTk5LjE", "a" * 5000, "MS45MjIzMzcyMDM2ODU0Nzc1ODA4",
)  # fmt: skip
LINKS = (
    "0" * 19 + "1" + "9" * 20 + ".abc", "1", "1.", ".abc", "-1.abc", "9" * 19 + ".abc", "9" * 5000 + ".a", "1.é",
    "²." + "a" * 32, "1." + "a" * 32, "987654." + "a" * 32,
)  # fmt: skip


def test_a_cursor_that_is_none_breaks_no_list(house: House) -> None:
    visitor = house.browser(None)
    for cursor in CURSORS:
        for path in ("/forum", "/groups", "/groups/buses"):
            assert visitor.get(f"{path}?before={cursor}").status_code == 200, cursor


def test_a_link_that_is_none_is_stale(house: House) -> None:
    visitor = house.browser(None)
    for link in LINKS:
        for start in ("/confirm/", "/password/", "/set-up/", "/demo/"):
            assert visitor.get(start + link).status_code == 410, start
        assert visitor.post("/confirm/" + link).status_code == 410
        assert visitor.post("/demo/" + link).status_code == 410


# Where one is led


ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "https://evil.example", "http:evil.example", "https:/evil.example", "HTTPS://evil.example",
    "javascript:alert(1)", "data:text/html,x", "evil.example", "@evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r\n/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "//evil.example/%2e%2e",
    "/%09/evil.example", "/%5cevil.example", "/%2f/evil.example", "/.//evil.example", "/..//evil.example",
    "/;@evil.example", "//localhost@evil.example", "/\u2028/evil.example", "/\u00a0/evil.example", "/\x00/evil.example",
    "http://localhost.evil.example", "///localhost@evil.example/%2f..", "?next=//evil.example", "#//evil.example",
    "/" + "a" * 5000, "/?x=https://evil.example", "/sign-in?next=//evil.example", "",
)  # fmt: skip


def lands_at(location: str) -> tuple[str, str]:
    """Scheme and host that a browser goes to: it takes backslashes for slashes and leaves tabs and line ends out."""
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    parts = urlsplit(urljoin("http://localhost/sign-in", read))
    return parts.scheme, parts.netloc


def test_no_way_leads_to_another_site(town: House) -> None:
    for place, next_path in enumerate(ELSEWHERE):
        browser = town.browser(town.amy)
        answers = [
            browser.client.get("/sign-in", query_string={"next": next_path}),
            browser.post("/groups/buses/membership", next=next_path),
        ]
        if place % 4 == 0:  # a password takes its time
            answers.append(town.browser(None).post("/sign-in", identifier="una", password=PASSWORD, next=next_path))
        for answer in answers:
            if "\0" in next_path:
                assert answer.status_code == 400
            else:
                assert answer.status_code == 303
                assert lands_at(answer.headers["Location"]) == ("http", "localhost"), repr(next_path)


def test_an_odd_referer_breaks_no_error_page_and_leads_nowhere_else(town: House) -> None:
    for referer in ("http://[", "http://127.0.0.1:99999/", "//evil.example", "https://evil.example/d/1", "x\ty", "",
                    "http://127.0.0.1:8000//evil.example", "http://127.0.0.1:8000/\\evil.example"):  # fmt: skip
        answer = Browser(town.app).client.post("/d/1/posts", data={"body": TYPED}, headers={"Referer": referer})
        assert answer.status_code in (400, 401), referer
        assert TYPED in answer.text
        assert "evil" not in answer.text


def test_signing_in_leads_back_to_where_one_was(town: House) -> None:
    visitor = town.browser(None)
    led = visitor.get("/d/1/reply?to=1&quote=1")
    form = visitor.get(led.headers["Location"]).text
    assert 'name="next"' in form
    assert "/d/1/reply?to=1&amp;quote=1" in form
    back = visitor.post("/sign-in", identifier="una", password=PASSWORD, next="/d/1/reply?to=1&quote=1")
    assert back.headers["Location"] == "/d/1/reply?to=1&quote=1"


# Methods


def test_only_declared_methods_are_answered(town: House) -> None:
    declared: dict[str, set[str]] = {}
    for method, rule in routes(town.app):
        declared.setdefault(fill(rule), set()).add(method)
    browser = town.browser(town.amy)
    for path, methods in declared.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - methods:
            answer = send(browser, method, path)
            assert answer.status_code == 405, (method, path)
            assert methods <= set(answer.headers["Allow"].replace(" ", "").split(","))


# Cookies and caches


def cookies_of(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_the_cookie_is_for_our_eyes_only(town: House) -> None:
    answer = town.browser(None).post("/sign-in", identifier="una", password=PASSWORD)
    (cookie,) = (cookie for cookie in cookies_of(answer) if cookie.startswith(f"{COOKIE}="))
    flags = {flag.strip() for flag in cookie.split(";")[1:]}
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert not any(flag.startswith(("Domain", "Secure")) for flag in flags)


def test_on_https_the_cookie_is_bound_to_the_host_and_never_sent_in_the_clear(secure: Flask) -> None:
    answer = secure.test_client().get("/sign-in", base_url="https://forum.example.org")
    (cookie,) = cookies_of(answer)
    assert cookie.startswith("__Host-roomful=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {flag.strip() for flag in cookie.split(";")[1:]}
    assert "Domain" not in cookie


def test_https_is_remembered_for_a_year_and_only_where_it_is_used(secure: Flask, town: House) -> None:
    client, visitor = secure.test_client(), town.browser(None)
    for path in ("/", "/nowhere", "/healthz"):
        header = client.get(path, base_url="https://forum.example.org").headers["Strict-Transport-Security"]
        assert int(re.search(r"max-age=(\d+)", header)[1]) >= 365 * 24 * 3600  # type: ignore[index]
        assert "Strict-Transport-Security" not in visitor.get(path).headers


def test_a_link_from_a_mail_can_be_used_on_https(secure: Flask) -> None:
    """With "no-referrer" the browser would send neither Referer nor Origin, and be taken for another site."""
    link = House(secure).do(issue_link, Purpose.SET_UP)
    client, base = secure.test_client(), "https://forum.example.org"
    page = client.get(f"/set-up/{link}", base_url=base)
    assert page.headers["Referrer-Policy"] == "same-origin"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    sent = {"Origin": base, "Referer": f"{base}/set-up/{link}", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/set-up/{link}", base_url=base, headers=sent, data={"csrf_token": token})
    assert answer.status_code == 422


@operation
def issue_link(purpose: Purpose, member_id: int | None = None) -> str:
    return tokens.write(tokens.issue(purpose, member_id=member_id))


def test_pages_of_visitors_can_be_shared(town: House) -> None:
    for path in ("/", "/forum", "/guidelines", "/groups", "/groups/buses", "/groups/cabin", "/groups/buses/members",
                 "/d/1-a-bus-at-last", "/d/1?replies_to=1", "/d/1/1", "/join/check-mail"):  # fmt: skip
        answer = town.browser(None).get(path)
        assert cookies_of(answer) == [], path
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert answer.headers["Cache-Control"] == "public, no-cache", path
        assert "csrf" not in answer.text, path


def test_pages_for_one_person_are_kept_by_nobody_else(town: House) -> None:
    for method, rule in routes(town.app):
        browser = town.browser(town.amy)
        if method == "GET" and not rule.startswith(("/s/", "/healthz", "/readyz")):
            answer = browser.get(fill(rule))
            assert answer.headers["Cache-Control"] in ("private, no-cache", "no-store"), rule
    for path in ACCOUNT_PAGES:
        answer = town.browser(None).get(path)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]


def test_a_visitor_who_looked_at_a_form_still_gets_pages_without_anything_of_theirs(town: House) -> None:
    visitor = town.browser(None)
    visitor.get("/sign-in")
    answer = visitor.get("/d/1")
    assert cookies_of(answer) == []
    assert "csrf" not in answer.text


def test_pages_with_a_link_in_their_address_are_never_stored(town: House) -> None:
    visitor = town.browser(None)
    for start, purpose in (("/set-up/", Purpose.SET_UP), ("/demo/", Purpose.DEMO), ("/password/", Purpose.RESET)):
        link = town.do(issue_link, purpose, town.amy.id)
        assert visitor.get(start + link).status_code == 200
        for path in (start + link, start + "1.abc"):
            assert visitor.get(path).headers["Cache-Control"] == "no-store"
        if purpose is not Purpose.DEMO:
            assert visitor.post(start + link, password="x").headers["Cache-Control"] == "no-store"


# Sessions


def session_cookie(browser: Browser) -> str:
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie
    return cookie.value


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/me/sessions").status_code == 200


def with_cookie(app: Flask, value: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, value)
    return browser


def test_a_copy_of_the_cookie_is_worthless_after_signing_out(town: House) -> None:
    browser = town.browser(town.amy)
    copy = with_cookie(town.app, session_cookie(browser))
    assert is_signed_in(copy)
    browser.post("/sign-out")
    assert not is_signed_in(browser)
    assert not is_signed_in(copy)


def test_signing_in_gives_a_new_session_and_ends_the_one_before(town: House) -> None:
    browser = town.browser(town.amy)
    before = with_cookie(town.app, session_cookie(browser))
    browser.post("/sign-in", identifier="una", password=PASSWORD)
    assert session_cookie(browser) != session_cookie(before)
    assert "Una Unger" in browser.get("/me/sessions").text
    assert not is_signed_in(before)


def test_on_every_route_an_ended_session_is_as_good_as_none(town: House) -> None:
    visitor, ended = town.browser(None), town.browser(town.amy)
    cookie = session_cookie(ended)
    ended.post("/sign-out")
    for method, rule in routes(town.app):
        with_it, without = (send(browser, method, fill(rule)) for browser in (with_cookie(town.app, cookie), visitor))
        assert with_it.status_code == without.status_code, rule
        assert with_it.headers.get("Location") == without.headers.get("Location"), rule
        assert "Amy Adams" not in with_it.text or "Amy Adams" in without.text, rule


def test_a_session_that_was_planted_before_signing_in_stays_outside(town: House) -> None:
    browser = town.browser(None)
    browser.get("/sign-in")
    planted = with_cookie(town.app, session_cookie(browser))
    browser.post("/sign-in", identifier="una", password=PASSWORD)
    assert is_signed_in(browser)
    assert not is_signed_in(planted)


def test_a_new_password_signs_out_everywhere(town: House) -> None:
    browsers = [town.browser(town.amy), town.browser(town.amy)]
    other = town.browser(town.ben)
    link = town.do(issue_link, Purpose.RESET, town.amy.id)
    town.browser(None).post(f"/password/{link}", password="a rather new password")
    assert [is_signed_in(browser) for browser in browsers] == [False, False]
    assert is_signed_in(other)


def test_a_cookie_that_was_tampered_with_is_nobodys(town: House) -> None:
    value = session_cookie(town.browser(town.amy))
    for forged in (value[:-2] + "aa", value.replace(".", "", 1), "x", "." * 50, "e30" + value[3:], "a" * 4000):
        browser = with_cookie(town.app, forged)
        assert browser.get("/").status_code == 200
        assert not is_signed_in(browser)


def test_asking_for_a_link_needs_no_session_and_leaves_none(town: House) -> None:
    town.do(ask_for_reset, "amy@example.org")
    assert parse_cookie(town.browser(None).get(addresses.home()).headers.get("Set-Cookie", "")) == {}
