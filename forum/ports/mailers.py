"""The door for mail: SMTP when configured, else files and the terminal; a list in tests."""

import smtplib
import ssl
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from flask import Flask, current_app

from forum.config import Settings, settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
TIMEOUT = 20
"""Seconds that a mail server may take for each answer."""


class Refused(Exception):
    """The server will not take this message, now or later."""


class Unreachable(Exception):
    """The server cannot be reached or takes nothing now: neither this message nor the next."""


class TryLater(Exception):
    """The server does not take this message now."""


class Mailer(Protocol):
    def send(self, message: EmailMessage) -> None:
        """Hand the message over; raises Refused, TryLater or Unreachable."""


@dataclass
class SmtpMailer:
    """Hands messages to a mail server, one connection each."""

    url: SplitResult

    def send(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _fault(code, answer) from error
        except smtplib.SMTPDataError as error:
            raise _fault(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(str(error)) from error  # an address beyond ASCII, which this server cannot take
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(str(error)) from error

    def _connect(self) -> smtplib.SMTP:
        """A connection that takes messages; whatever stands in the way of one is no message's fault."""
        server = self._reach()
        try:
            server.ehlo()
            if self.url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            self._sign_in(server)
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            raise Unreachable(str(error)) from error
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """With the password, unless it would cross a network in clear: then nothing is sent."""
        if not self.url.username:
            return
        if not isinstance(server.sock, ssl.SSLSocket) and self.url.hostname not in LOOPBACK:
            raise ConnectionError("it offers no encryption, so the password is not sent")
        server.login(unquote(self.url.username), unquote(self.url.password or ""))

    def _reach(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(host, port or 25, timeout=TIMEOUT)


@dataclass
class FileMailer:
    """Writes each message to a file and its text to the terminal: nothing leaves this machine."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>")
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes())
        body = message.get_body(("plain",))
        words = body.get_content() if body else ""
        sys.stdout.write(f"\n── mail to {message['To']}: {message['Subject']}\n{words}\n")
        sys.stdout.flush()


@dataclass
class MemoryMailer:
    """Keeps messages in a list, for tests."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


def connect(app: Flask, chosen: Settings) -> None:
    """Give the application its mailer."""
    app.extensions["roomful.mailer"] = _choose(chosen)


def send(message: EmailMessage) -> None:
    """Hand the message to the application's mailer."""
    cast(Mailer, current_app.extensions["roomful.mailer"]).send(message)


def sender_address() -> str:
    """The address that mail comes from: given with the SMTP address, else made of the site's host."""
    given = parse_qs(urlsplit(settings().smtp_url or "").query).get("from")
    return given[0] if given else f"notifications@{settings().host}"


def _choose(chosen: Settings) -> Mailer:
    if chosen.smtp_url:
        return SmtpMailer(urlsplit(chosen.smtp_url))
    return MemoryMailer() if chosen.testing else FileMailer(chosen.instance / "mail")


def _fault(code: int, answer: bytes | str) -> Exception:
    words = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    if code == 421:
        return Unreachable(words)
    return Refused(words) if code >= 500 else TryLater(words)
