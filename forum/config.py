"""Every setting once: its name, its default, what it means and how it is checked."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from flask import current_app

SECRET_BYTES = 32
OLD_KEYS_KEPT = 5


class BadSetting(Exception):
    """A setting that cannot be used; the sentence names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """What the operator decided, checked and typed; made once when the application starts."""

    instance: Path
    database_url: str
    redis_url: str | None
    public_url: str
    smtp_url: str | None
    secret_key: str
    trusted_proxies: int
    rate_limits: bool
    site_name: str
    discussion_view: str
    development: bool
    demo: bool = False
    testing: bool = False
    old_secret_keys: tuple[str, ...] = ()

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The key that signs, and then those that were used before it, whose signatures still count."""
        return (self.secret_key, *self.old_secret_keys)

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https:")

    @property
    def trusted_hosts(self) -> list[str]:
        """Hosts a request may name, as it names them; a loopback address trusts its other names too."""
        if self.host in ("localhost", "127.0.0.1", "::1"):
            return ["localhost", "127.0.0.1", "[::1]"]
        return [f"[{self.host}]" if ":" in self.host else self.host.encode("idna").decode()]


@dataclass(frozen=True)
class Setting:
    """One environment variable: `read` turns its text into a value or raises ValueError with what would do."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]


def _folder(value: str) -> Path:
    path = Path(value).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"a folder that can be written ({error.strerror})") from error
    if not os.access(path, os.W_OK):
        raise ValueError("a folder that can be written")
    return path


def _database_url(value: str) -> str:
    """Psycopg 3 for PostgreSQL, whichever way the address is spelled."""
    scheme, separator, rest = value.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and separator:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" or not value:
        return value
    raise ValueError("an address that starts with sqlite:/// or postgresql://")


def _address(*schemes: str) -> Callable[[str], str | None]:
    def read(value: str) -> str | None:
        if not value:
            return None
        if _split(value, *schemes) is None:
            raise ValueError("an address such as " + " or ".join(f"{scheme}://host" for scheme in schemes))
        return value

    return read


def _split(value: str, *schemes: str) -> SplitResult | None:
    """The parts of an address of one of these schemes; None for anything that is not one."""
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in schemes and parts.hostname and parts.hostname.encode("idna") and parts.port != 0
    except ValueError:  # brackets, a port or a name that cannot be
        return None
    return parts if is_one else None


def _public_url(value: str) -> str:
    parts = _split(value, "http", "https")
    if parts is None or parts.path not in ("", "/"):
        raise ValueError("an address such as https://forum.example.org, without a path")
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(f':{default}')}"


def _switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("on or off")
    return value == "on"


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(" or ".join(choices))
        return value

    return read


def _secret(value: str) -> str:
    if value and len(value) < SECRET_BYTES:
        raise ValueError(f"at least {SECRET_BYTES} characters, best made by a machine")
    return value


def _line(value: str) -> str:
    if not value.strip() or len(value) > 80 or not value.isprintable():
        raise ValueError("a name of 1 to 80 characters on one line")
    return value.strip()


SETTINGS = (
    Setting(
        "ROOMFUL_INSTANCE", "instance",
        "Folder for the database, the secret key and mail written to files.", _folder,
    ),
    Setting(
        "ROOMFUL_DATABASE_URL", "",
        "PostgreSQL's address; empty means SQLite in the instance folder.", _database_url,
    ),
    Setting(
        "ROOMFUL_REDIS_URL", "",
        "Redis for jobs and rate limits; empty keeps both on this machine.", _address("redis", "rediss"),
    ),
    Setting(
        "ROOMFUL_PUBLIC_URL", "http://127.0.0.1:8000",
        "Address under which people reach the site; every link in a mail starts with it.", _public_url,
    ),
    Setting(
        "ROOMFUL_SMTP_URL", "",
        "Such as smtp://user:password@host:587?from=forum@example.org, or smtps:// for TLS from the start; "
        "empty writes mail to instance/mail and the terminal.", _address("smtp", "smtps"),
    ),
    Setting(
        "ROOMFUL_SECRET_KEY", "",
        "Signs cookies and links; empty makes one in the instance folder.", _secret,
    ),
    Setting(
        "ROOMFUL_TRUSTED_PROXIES", "0",
        "How many reverse proxies in front set X-Forwarded-For.", _number(0, 9),
    ),
    Setting(
        "ROOMFUL_RATE_LIMITS", "on",
        "Off only for load tests.", _switch,
    ),
    Setting(
        "ROOMFUL_SITE_NAME", "Roomful",
        "The community's name until it is set up.", _line,
    ),
    Setting(
        "ROOMFUL_DISCUSSION_VIEW", "flat",
        "How discussions are shown to whoever chose nothing else: flat, the newest last, or threaded.",
        _one_of("flat", "threaded"),
    ),
    Setting(
        "ROOMFUL_DEVELOPMENT", "off",
        "On adds the style guide at /styleguide; never for a public site.", _switch,
    ),
)  # fmt: skip


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """All settings, from the environment; raises BadSetting with one sentence for the first that cannot be used."""
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name, "") or setting.default
        try:
            values[setting.name.removeprefix("ROOMFUL_").lower()] = setting.read(text)
        except ValueError as error:
            raise BadSetting(
                f"{setting.name} is {_without_secrets(setting, text)!r}, but has to be {error}."
            ) from error
    values["database_url"] = values["database_url"] or f"sqlite:///{values['instance'] / 'roomful.sqlite3'}"
    if not values["secret_key"]:
        values["secret_key"] = secret_key_file(values["instance"])
        values["old_secret_keys"] = old_secret_keys_file(values["instance"])
    return Settings(**{**values, **overrides})


def _without_secrets(setting: Setting, text: str) -> str:
    """The value for an error message, which may end in a log."""
    return "…" if setting.read is _secret else re.sub(r"(://[^/]*:)[^/]*@", r"\1…@", text)


def secret_key_file(instance: Path) -> str:
    """The key kept in the instance folder, made on the first start; two processes starting together agree on one."""
    path = instance / "secret_key"
    if not path.exists():
        _make_secret_key(path)
    key = _read_secret(path)
    if len(key) < SECRET_BYTES:
        raise BadSetting(f"{path} is too short to be a secret; delete it and a new one is made.")
    return key


def old_secret_keys_file(instance: Path) -> tuple[str, ...]:
    """The keys that were replaced, the last one first; none when the file is not there."""
    path = instance / "old_secret_keys"
    return tuple(_read_secret(path).split()) if path.exists() else ()


def rotate_secret_key(instance: Path) -> None:
    """Put a new key in the place of the one in the instance folder, which is kept among the old ones.

    Ended half way, it has kept a key twice and lost none.
    """
    old = dict.fromkeys((secret_key_file(instance), *old_secret_keys_file(instance)))
    _write_secret(instance / "old_secret_keys", "\n".join([*old][:OLD_KEYS_KEPT]))
    _write_secret(instance / "secret_key", token_hex(SECRET_BYTES))


def _read_secret(path: Path) -> str:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSetting(f"{path} can be read by other users of this machine; run: chmod 600 {path}")
    return path.read_text().strip()


def _make_secret_key(path: Path) -> None:
    draft = _draft_secret(path, token_hex(SECRET_BYTES))
    try:
        os.link(draft, path)  # fails if another process was first, whose key then counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _write_secret(path: Path, content: str) -> None:
    _draft_secret(path, content).replace(path)


def _draft_secret(path: Path, content: str) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["roomful"])
