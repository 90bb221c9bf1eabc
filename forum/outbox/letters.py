"""Turning a delivery into a message: each kind of mail has one function that writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from typing import Any

from forum.config import settings
from forum.outbox.models import Claimed
from forum.ports import mailers
from forum.site.queries import site_name

Writer = Callable[[dict[str, Any]], "Letter"]

_writers: dict[str, Writer] = {}


class NoLongerWanted(Exception):
    """There is a reason not to send this any more; it is kept with the delivery for an admin to read."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; the text is complete by itself."""

    subject: str
    text: str
    html: str


class MailPolicy(EmailPolicy):
    """Folds headers beyond ASCII itself: the standard library drops spaces where it folds (CPython issue 92081)."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if value.isascii() or name not in ("Subject", "From"):
            return super().fold_binary(name, value)
        words, address = (str(value), None) if name == "Subject" else _parts(value)
        lines = [Header(words, "utf-8", header_name=name).encode(linesep="\r\n")]
        lines += [f" <{address}>"] if address else []
        return f"{name}: {self.linesep.join(lines)}{self.linesep}".encode("ascii")


POLICY = MailPolicy(linesep="\r\n", max_line_length=76)  # RFC 2045 §6.7: 76 for quoted-printable


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that writes mails of this kind from a delivery's details."""

    def register(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return register


def message_for(delivery: Claimed) -> EmailMessage:
    """The whole message, the same to the byte each time it is tried; raises NoLongerWanted."""
    letter = _writers[delivery.kind](delivery.details)
    message = EmailMessage(policy=POLICY)
    message["From"] = formataddr((site_name(), mailers.sender_address()))
    message["To"] = delivery.address
    if len(message["To"].addresses) != 1:
        raise ValueError("one mail has one recipient")
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(delivery.created_at)
    message["Message-ID"] = f"<delivery.{delivery.id}@{settings().host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{delivery.id}")  # "=_" cannot stand in quoted-printable text
    return message


def _parts(sender: Any) -> tuple[str, str]:
    (address,) = sender.addresses
    return address.display_name, address.addr_spec
