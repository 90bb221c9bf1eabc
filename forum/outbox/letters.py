"""Turning a delivery into a message: each kind of mail has one function that writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from forum.config import settings
from forum.outbox.models import Delivery
from forum.ports import clocks, mailers
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


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that writes mails of this kind from a delivery's details."""

    def register(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return register


def message_for(delivery: Delivery) -> EmailMessage:
    """The whole message, the same each time it is tried; raises NoLongerWanted."""
    letter = _writers[delivery.kind](delivery.details)
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))  # RFC 2045 §6.7: 76 for quoted-printable
    message["From"] = formataddr((site_name(), mailers.sender_address()))
    message["To"] = delivery.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clocks.now())
    message["Message-ID"] = f"<delivery.{delivery.id}@{settings().host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
