"""Settings: what cannot be used is said in one sentence that names it, and the secret key stays one."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from processes import command, environment
from surroundings import settings_for

from forum import create_app, database
from forum.commands import main
from forum.config import SETTINGS, BadSetting, read_settings

BAD = {
    "ROOMFUL_INSTANCE": ["/dev/null", "/dev/null/instance"],
    "ROOMFUL_DATABASE_URL": ["mysql://localhost/roomful", "roomful.sqlite3", "postgres"],
    "ROOMFUL_REDIS_URL": ["localhost:6379", "http://localhost", "redis://"],
    "ROOMFUL_PUBLIC_URL": [
        "forum.example.org",
        "ftp://example.org",
        "https://example.org/forum",
        "https://",
        f"https://{'a' * 64}.example",
    ],
    "ROOMFUL_SMTP_URL": ["mail.example.org", "http://mail.example.org", "smtp://"],
    "ROOMFUL_SECRET_KEY": ["short"],
    "ROOMFUL_TRUSTED_PROXIES": ["-1", "many", "10", "1.5", "²"],
    "ROOMFUL_RATE_LIMITS": ["yes", "1", "OFF"],
    "ROOMFUL_SITE_NAME": [" ", "x" * 81, "two\nlines"],
    "ROOMFUL_DISCUSSION_VIEW": ["tree", "Flat"],
    "ROOMFUL_DEVELOPMENT": ["true"],
}


def check(folder: Path, **given: str) -> Result:
    """`roomful check` with these settings, in this process."""
    names = {setting.name: None for setting in SETTINGS}
    return CliRunner().invoke(main, ["check"], env={**names, "ROOMFUL_INSTANCE": str(folder), **given})


def settings_from(folder: Path, **given: str) -> dict[str, str]:
    return {"ROOMFUL_INSTANCE": str(folder), **given}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_setting_ends_every_command_with_a_sentence_that_names_it(name: str, value: str, tmp_path: Path) -> None:
    result = check(tmp_path, **{name: value})
    assert result.exit_code == 1
    assert re.fullmatch(rf"Error: {name} is .*, but has to be .*\.\n", result.output), result.output


def test_every_setting_that_can_be_wrong_is_tried() -> None:
    assert BAD.keys() == {setting.name for setting in SETTINGS}


def test_a_bad_setting_leaves_no_traceback_in_the_terminal(tmp_path: Path) -> None:
    env = environment(tmp_path, "mysql://localhost/roomful")
    result = command(env, "run")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        "Error: ROOMFUL_DATABASE_URL is 'mysql://localhost/roomful', "
        "but has to be an address that starts with sqlite:/// or postgresql://.\n"
    )


def test_a_password_in_a_bad_setting_is_not_shown(tmp_path: Path) -> None:
    for name in ("ROOMFUL_DATABASE_URL", "ROOMFUL_SMTP_URL", "ROOMFUL_REDIS_URL"):
        result = check(tmp_path, **{name: "gopher://us:swordfish@example.org"})
        assert result.exit_code == 1
        assert "swordfish" not in result.output
    assert "swordfish" not in check(tmp_path, ROOMFUL_SECRET_KEY="swordfish").output


def test_without_settings_a_folder_is_enough(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.iterdir()} >= {"roomful.sqlite3", "secret_key", "static"}


@pytest.mark.parametrize("url", ["postgresql://us:swordfish@127.0.0.1:1/nothing", "sqlite:////dev/null/nothing"])
def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path: Path, url: str) -> None:
    result = check(tmp_path, ROOMFUL_DATABASE_URL=url)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ROOMFUL_DATABASE_URL leads to no database: ")
    assert result.output.count("\n") == 1
    assert "swordfish" not in result.output


def test_the_secret_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    first = read_settings(settings_from(tmp_path)).secret_key
    assert read_settings(settings_from(tmp_path)).secret_key == first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_a_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starting:
        keys = list(starting.map(lambda _number: read_settings(settings_from(tmp_path)).secret_key, range(8)))
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    read_settings(settings_from(tmp_path))
    (tmp_path / "secret_key").chmod(mode)
    result = check(tmp_path)
    assert result.exit_code == 1
    assert result.output == (
        f"Error: {tmp_path}/secret_key can be read by other users of this machine; "
        f"run: chmod 600 {tmp_path}/secret_key\n"
    )


def test_a_secret_key_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch(mode=0o600)
    with pytest.raises(BadSetting, match="too short"):
        read_settings(settings_from(tmp_path))


def test_a_secret_key_may_be_given_and_then_no_file_is_made(tmp_path: Path) -> None:
    given = "k" * 32
    assert read_settings(settings_from(tmp_path, ROOMFUL_SECRET_KEY=given)).secret_key == given
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_may_be_spelled_either_way(tmp_path: Path, scheme: str) -> None:
    url = read_settings(settings_from(tmp_path, ROOMFUL_DATABASE_URL=f"{scheme}://us@host/roomful")).database_url
    assert url == "postgresql+psycopg://us@host/roomful"


def test_a_loopback_address_trusts_its_other_names_and_a_public_one_only_itself(tmp_path: Path) -> None:
    loopback = read_settings(settings_from(tmp_path, ROOMFUL_PUBLIC_URL="http://localhost:8000"))
    public = read_settings(settings_from(tmp_path, ROOMFUL_PUBLIC_URL="https://forum.example.org"))
    assert set(loopback.trusted_hosts) == {"localhost", "127.0.0.1", "[::1]"}
    assert public.trusted_hosts == ["forum.example.org"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_site_on_https_gives_cookies_that_only_https_carries(
    worker_folder: Path, database_url: str, app: Flask
) -> None:
    plain_cookie, plain = sign_in(app, "http://127.0.0.1:8000")
    secure_app = create_app(settings_for(worker_folder, database_url, public_url="https://forum.example.org"))
    secure_cookie, secure = sign_in(secure_app, "https://forum.example.org")
    database.dispose(secure_app)
    assert plain_cookie.startswith("roomful=")
    assert "Secure" not in plain_cookie
    assert secure_cookie.startswith("__Host-roomful=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(secure_cookie.split("; "))
    assert "Strict-Transport-Security" in secure
    assert "Strict-Transport-Security" not in plain


def sign_in(app: Flask, base_url: str) -> tuple[str, dict[str, str]]:
    """The cookie and the headers of the page on which one signs in, which holds a token for its form."""
    answer = app.test_client().get("/sign-in", base_url=base_url)
    assert answer.status_code == 200
    return answer.headers["Set-Cookie"], dict(answer.headers)
