"""Signed-in browsers, passwords, throttles and the key that signs."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from builders import PASSWORD, Browser, House
from flask import Flask
from processes import command, environment
from surroundings import settings_for

from forum import addresses, config, create_app, database, migrating
from forum.accounts import devices, tokens
from forum.accounts.tokens import Purpose
from forum.accounts.viewers import Viewer
from forum.database import operation
from forum.ports import clocks

NEW = "a rather new password"


@pytest.fixture
def una(house: House) -> Viewer:
    """Somebody with a password."""
    return house.member("una", "Una Unger", password=PASSWORD)


@pytest.fixture
def _one_moment() -> Iterator[None]:
    """However slow the machine is, all of it happens at once."""
    at = clocks.system()
    with clocks.reading(lambda: at):
        yield


def sign_in(browser: Browser, password: str = PASSWORD, identifier: str = "una") -> int:
    return browser.post(addresses.sign_in(), identifier=identifier, password=password).status_code


def is_signed_in(browser: Browser) -> bool:
    return browser.get(addresses.sessions()).status_code == 200


def mails(house: House) -> list[str]:
    house.work()
    return [str(message["Subject"]) for message in house.app.extensions["roomful.mailer"].sent]


def test_signing_out_everywhere_else_leaves_this_browser_and_other_people(house: House, una: Viewer) -> None:
    here, there, other = house.browser(una), house.browser(una), house.browser(house.ben)
    assert "Sign out everywhere else" in here.get(addresses.sessions()).text
    assert here.post(addresses.revoke_other_sessions()).status_code == 303
    assert [is_signed_in(browser) for browser in (here, there, other)] == [True, False, True]
    assert "Sign out everywhere else" not in here.get(addresses.sessions()).text


def test_another_password_ends_the_other_sessions_and_says_so_by_mail(house: House, una: Viewer) -> None:
    here, there = house.browser(una), house.browser(una)
    answer = here.post(addresses.own_password(), old=PASSWORD, password=NEW)
    assert answer.status_code == 303
    assert [is_signed_in(here), is_signed_in(there)] == [True, False]
    assert [sign_in(Browser(house.app)), sign_in(Browser(house.app), NEW)] == [422, 303]
    assert [subject for subject in mails(house) if "password was changed" in subject]


def test_without_the_old_password_nothing_changes(house: House, una: Viewer) -> None:
    here, there = house.browser(una), house.browser(una)
    for old, new in (
        ("something else", NEW),
        ("", NEW),
        (PASSWORD, "short"),
        (PASSWORD, "a" * 12),
        (PASSWORD, "x" * 257),
    ):
        answer = here.post(addresses.own_password(), old=old, password=new)
        assert answer.status_code == 422, (old, new)
        assert "-error" in answer.text
        assert PASSWORD not in answer.text
    assert is_signed_in(there)
    assert sign_in(Browser(house.app)) == 303
    assert not [subject for subject in mails(house) if "password was changed" in subject]


@pytest.mark.usefixtures("_one_moment")
def test_a_stolen_browser_cannot_go_on_guessing_the_password(house: House, una: Viewer) -> None:
    thief = house.browser(una)
    answers = [thief.post(addresses.own_password(), old=f"guess {n}", password=NEW) for n in range(8)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Too many tries" in answers[-1].text


def test_a_member_without_a_password_is_refused_as_with_a_wrong_one(house: House) -> None:
    answer = house.browser(house.amy).post(addresses.own_password(), old="None", password=NEW)
    assert answer.status_code == 422
    assert "This is not your password" in answer.text


def test_a_link_for_a_new_password_ends_with_the_change(house: House, una: Viewer) -> None:
    link = house.do(issue_link, una.id)
    assert house.browser(una).post(addresses.own_password(), old=PASSWORD, password=NEW).status_code == 303
    assert Browser(house.app).get(addresses.reset_password(link)).status_code == 410


# Throttles


def attack(house: House, tries: int = 12) -> int:
    return [sign_in(Browser(house.app), f"guess {n}") for n in range(tries)][-1]


@pytest.mark.usefixtures("_one_moment")
def test_an_attack_slows_strangers_down_and_not_the_owner_on_a_known_device(house: House, una: Viewer) -> None:
    owner = Browser(house.app)
    assert sign_in(owner) == 303
    owner.post(addresses.sign_out())
    assert attack(house) == 429
    assert sign_in(Browser(house.app)) == 429
    assert sign_in(owner) == 303


@pytest.mark.usefixtures("_one_moment")
def test_a_known_device_answers_for_its_own_failures(house: House, una: Viewer) -> None:
    owner = Browser(house.app)
    sign_in(owner)
    owner.post(addresses.sign_out())
    assert [sign_in(owner, f"guess {n}") for n in range(8)][-1] == 429
    assert sign_in(Browser(house.app)) == 303


@pytest.mark.usefixtures("_one_moment")
def test_a_device_is_known_for_its_own_member_only_and_cannot_be_forged(house: House, una: Viewer) -> None:
    house.member("vic", "Vic Vale", password=PASSWORD)
    attack(house)
    mine = house.do(devices.issue, house.amy.id)
    real = house.do(devices.issue, una.id)
    for forged in (
        mine,
        mine.replace(f"{house.amy.id}.", f"{una.id}.", 1),
        real[:-1],
        f"{una.id}.x.y",
        "",
        "é",
        "." * 9,
    ):
        browser = Browser(house.app)
        browser.client.set_cookie("roomful-device", forged, path="/sign-in")
        assert sign_in(browser) == 429, forged
    browser = Browser(house.app)
    browser.client.set_cookie("roomful-device", real, path="/sign-in")
    assert sign_in(browser) == 303


def test_the_device_cookie_goes_to_the_sign_in_page_alone_and_opens_nothing(house: House, una: Viewer) -> None:
    browser = Browser(house.app)
    answer = browser.post(addresses.sign_in(), identifier="una", password=PASSWORD)
    (cookie,) = (c for c in answer.headers.getlist("Set-Cookie") if c.startswith("roomful-device="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/sign-in"} <= {part.strip() for part in cookie.split(";")}
    other = Browser(house.app)
    other.client.set_cookie("roomful-device", cookie.partition("=")[2].partition(";")[0], path="/sign-in")
    assert not is_signed_in(other)
    assert sign_in(other, "not the password") == 422


@pytest.mark.usefixtures("_one_moment")
def test_an_attack_ends_by_itself(house: House, una: Viewer) -> None:
    assert attack(house) == 429
    later = clocks.system() + timedelta(hours=2)
    with clocks.reading(lambda: later):
        assert sign_in(Browser(house.app)) == 303


@pytest.mark.usefixtures("_one_moment")
def test_the_log_tells_of_sign_ins_and_names_nobody(
    house: House, una: Viewer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sign_in(Browser(house.app))
    sign_in(Browser(house.app), "the wrong password")
    sign_in(Browser(house.app), "the wrong password", "nobody@example.org")
    attack(house)
    told = [(record.message, record.__dict__.get("member")) for record in caplog.records if "sign" in record.message]
    assert told[:3] == [("signed in", una.id), ("sign-in refused", una.id), ("sign-in refused", None)]
    assert told[-1] == ("sign-in slowed down", una.id)
    said = " ".join(json.dumps(record.__dict__, default=str) for record in caplog.records)
    for personal in ("una@example.org", "nobody@example.org", "Una Unger", PASSWORD, "the wrong password", "127.0.0.1"):
        assert personal not in said


# The key that signs


def test_a_new_key_signs_nobody_out_and_links_in_mails_still_work(tmp_path: Path) -> None:
    own = {"secret_key": config.secret_key_file(tmp_path)}
    with standing_on(tmp_path, **own) as app:
        house = House(app)
        una = house.member("una", "Una Unger", password=PASSWORD)
        browser, link = house.browser(una), house.do(issue_link, una.id)
        form, cookies = browser.csrf_token(), session_of(browser)
        known = house.do(devices.issue, una.id)

    config.rotate_secret_key(tmp_path)
    new = {"secret_key": config.secret_key_file(tmp_path), "old_secret_keys": config.old_secret_keys_file(tmp_path)}
    assert new["secret_key"] != own["secret_key"]
    assert new["old_secret_keys"] == (own["secret_key"],)
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'own.sqlite3'}", **new))
    browser = Browser(app)
    browser.client.set_cookie("roomful", cookies)
    assert is_signed_in(browser)
    assert browser.get(addresses.reset_password(link)).status_code == 200
    with app.app_context():
        assert devices.device_of(una.id, known)
        assert tokens.read(issue_link(una.id), Purpose.RESET)
    answer = browser.client.post(
        addresses.own_profile(), data={"csrf_token": form, "sector": "other", "time_zone": "UTC"}
    )
    assert answer.status_code == 303, "a form that was open before is taken"
    database.dispose(app)


def test_keys_that_were_forgotten_open_nothing(tmp_path: Path) -> None:
    with standing_on(tmp_path, secret_key="k" * 32) as app:
        house = House(app)
        link, known = house.do(issue_link, house.amy.id), house.do(devices.issue, house.amy.id)
        cookies = session_of(house.browser(house.amy))
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'own.sqlite3'}", secret_key="n" * 32))
    browser = Browser(app)
    browser.client.set_cookie("roomful", cookies)
    assert not is_signed_in(browser)
    assert browser.get(addresses.reset_password(link)).status_code == 410
    with app.app_context():
        assert devices.device_of(house.amy.id, known) is None
    database.dispose(app)


def test_the_command_rotates_the_key_in_the_instance_folder_and_keeps_five(tmp_path: Path) -> None:
    env = environment(tmp_path, "", ROOMFUL_SECRET_KEY="")
    keys = [config.secret_key_file(tmp_path)]
    for _again in range(2):
        result = command(env, "secret", "rotate")
        assert (result.returncode, result.stderr) == (0, "")
        assert "Restart" in result.stdout
        keys.insert(0, config.secret_key_file(tmp_path))
    for _again in range(5):
        config.rotate_secret_key(tmp_path)
    assert len(set(config.old_secret_keys_file(tmp_path))) == 5
    assert {path.name for path in tmp_path.iterdir() if "secret" in path.name} == {"secret_key", "old_secret_keys"}
    for name in ("secret_key", "old_secret_keys"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    result = command(environment(tmp_path, ""), "secret", "rotate")
    assert (result.returncode, result.stderr.count("ROOMFUL_SECRET_KEY is set")) == (1, 1)


@contextmanager
def standing_on(folder: Path, **own: object) -> Iterator[Flask]:
    """An application with these settings, on a database in the folder."""
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'own.sqlite3'}", **own))
    migrating.upgrade(app)
    yield app
    database.dispose(app)


def session_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("roomful")
    assert cookie
    return cookie.value


@operation
def issue_link(member_id: int) -> str:
    return tokens.write(tokens.issue(Purpose.RESET, member_id=member_id))
