"""The shapes of input that forms share: one line, a handle, an address, a password, a text to be cooked."""

import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length
from zxcvbn import zxcvbn

from forum import text
from forum.accounts import passwords
from forum.blueprints.patterns import HANDLE, UUID
from forum.language import gettext as _
from forum.language import lazy_gettext as _l

EMAIL_LENGTH = 254


GUESSED = 72
"""Characters that guessing is tried on; more take seconds."""
GOOD_SCORE = 2
"""Of 0 to 4: not guessed within a hundred million tries."""


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of ours: the token is checked once, for every request, by `protection`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def wrap_formdata(self, _form: Form, formdata: Any) -> MultiDict[str, str] | None:
            """What was sent as a form, unless a fresh one was asked for: neither JSON nor files are words."""
            return request.form if formdata is not None and request.method == "POST" else None

    def refuse(self, field: str, sentence: str) -> None:
        """Say by the field why the verb refused."""
        self[field].errors = [*self[field].errors, sentence]


class SubmissionField(HiddenField):  # type: ignore[misc]
    """The token by which a form sent twice is known, fresh on a new form; anything that is not one counts as none."""

    data: str

    def process_formdata(self, values: list[Any]) -> None:
        if values and UUID.fullmatch(values[0]):
            self.data = values[0]


class CreatingForm(PageForm):
    """A form that makes something: by its token two clicks make one thing."""

    token = SubmissionField(default=lambda: str(uuid4()))


class Line(StringField):  # type: ignore[misc]
    """One line of text, cleaned."""

    data: str

    def process_formdata(self, values: list[Any]) -> None:
        super().process_formdata(values)
        self.data = text.clean_line(self.data or "")


class HandleLine(Line):
    """A handle as it will be held: letters of another width are the same letters."""

    def process_formdata(self, values: list[Any]) -> None:
        super().process_formdata(values)
        self.data = unicodedata.normalize("NFKC", self.data).removeprefix("@")


def optional_line(label: str, high: int, **kwargs: Any) -> Line:
    said = _l("Please use %(high)s characters or fewer.", high=high)
    return Line(label, [Length(max=high, message=said)], **kwargs)


def line(label: str, low: int, high: int, **kwargs: Any) -> Line:
    said = _l("Please use %(low)s to %(high)s characters.", low=low, high=high)
    return Line(
        label, [InputRequired(_l("Please fill this in.")), Length(low, high, said), _is_seen(low, said)], **kwargs
    )


def handle_field(**kwargs: Any) -> Line:
    return HandleLine(_l("Handle"), [InputRequired(_l("Please choose a handle.")), _is_handle], **kwargs)


def email_field() -> EmailField:
    return EmailField(_l("Email address"), [InputRequired(_l("Please give your email address.")), is_email],
                      filters=[lambda value: value.strip() if value else value])  # fmt: skip


class WhoLine(Line):
    """A handle or an email address: whichever it is."""

    def is_email(self) -> bool:
        return "@" in self.data[1:]


def who_field(**kwargs: Any) -> WhoLine:
    said = _l("Please give a handle or an email address.")
    checks = [InputRequired(said), Length(1, EMAIL_LENGTH, said), _is_who]
    return WhoLine(_l("Handle or email address"), checks, **kwargs)


def new_password_field(label: str = _l("Password")) -> PasswordField:
    said = _l("Please use %(low)s characters or more.", low=passwords.MIN_LENGTH)
    long_enough = Length(passwords.MIN_LENGTH, passwords.MAX_LENGTH, said)
    return PasswordField(
        label,
        [InputRequired(_l("Please choose a password.")), long_enough, _is_hard_to_guess],
        description=_l(
            "At least %(low)s characters: a few words in a row are easy to remember and hard to guess.",
            low=passwords.MIN_LENGTH,
        ),
    )


class Choice(RadioField):  # type: ignore[misc]
    """One of several, said to be missing when it is none of them, letter by letter."""

    def process_formdata(self, values: list[Any]) -> None:
        if values and values[0] not in {str(choice.value) for choice in self.choices}:
            raise ValueError(_("Please choose one."))
        super().process_formdata(values)

    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(_("Please choose one.")) from error


class BodyField(TextAreaField):  # type: ignore[misc]
    """Markdown. Validation cooks it, once; `cooked` is what verbs take. The text is kept as it was typed."""

    cooked: text.Body
    data: str | None

    def process_formdata(self, values: list[Any]) -> None:
        super().process_formdata(values)
        self.data = (self.data or "").replace("\r\n", "\n")  # as browsers send what they count as one

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        if text.visible_length(self.data or "") < text.REPLY_MIN:
            raise ValidationError(_("Please write something."))
        try:
            self.cooked = text.cook(self.data or "")
        except text.Refused as error:
            raise ValidationError(str(error)) from error
        if not self.cooked.words.strip() and not self.cooked.quotes:
            raise ValidationError(_("Please write something."))


def _is_seen(low: int, said: str) -> Callable[[Form, Field], None]:
    """Marks and joiners fill no line."""

    def check(_form: Form, field: Field) -> None:
        if text.visible_length(field.data) < low:
            raise ValidationError(said)

    return check


def _is_handle(_form: Form, field: Field) -> None:
    if not HANDLE.fullmatch(field.data):
        raise ValidationError(
            _("Please use 2 to 30 letters, digits, dots, dashes or underscores; a letter or digit first and last.")
        )


def is_email(_form: Form, field: Field) -> None:
    said = _("This does not look like an email address.")
    try:
        validate_email(field.data, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(said) from error
    if len(field.data.casefold()) > EMAIL_LENGTH:  # folding makes some letters two or three
        raise ValidationError(said)


def _is_who(form: Form, field: WhoLine) -> None:
    if field.is_email():
        is_email(form, field)
    elif not HANDLE.fullmatch(field.data.removeprefix("@")):
        raise ValidationError(_("Please give a handle or an email address."))


def _is_hard_to_guess(form: Form, field: Field) -> None:
    known = [str(form[name].data or "") for name in ("name", "handle", "email", "site_name") if name in form]
    if zxcvbn(field.data[:GUESSED], user_inputs=[*known, "roomful"])["score"] < GOOD_SCORE:
        raise ValidationError(_("This is too easy to guess. A few unrelated words make a good password."))
