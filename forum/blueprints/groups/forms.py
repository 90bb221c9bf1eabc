"""The forms of groups."""

from typing import Any

from wtforms import Form, HiddenField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from forum import text
from forum.accounts.viewers import TINTS
from forum.blueprints.fields import BodyField, Choice, CreatingForm, Line, PageForm, line, who_field
from forum.groups.models import Kind, Layout, Roster, Starts
from forum.language import lazy_gettext as _l

REASON_LIMIT = 500
ANSWER_LIMIT = 1000
HANDLE_LIMIT = 31
"""With the "@" that some people put before it."""

KINDS = [
    SelectChoice(Kind.OPEN, _l("Open: anyone may read, every member may join")),
    SelectChoice(Kind.REQUEST, _l("By request: anyone may read, organisers let people in")),
    SelectChoice(Kind.PRIVATE, _l("Private: only its members read; you add them")),
    SelectChoice(Kind.HIDDEN, _l("Hidden: nobody but its members knows that it exists")),
]
COLOURS = [
    _l("Rose"), _l("Amber"), _l("Olive"), _l("Moss"), _l("Green"), _l("Teal"), _l("Sky"), _l("Blue"), _l("Indigo"),
    _l("Violet"), _l("Pink"), _l("Slate"),
]  # fmt: skip
"""What the twelve tints of the palette are called."""


class Paragraphs(TextAreaField):  # type: ignore[misc]
    """A few plain sentences: no Markdown, lines kept."""

    data: str

    def process_formdata(self, values: list[Any]) -> None:
        super().process_formdata(values)
        lines = (text.clean_line(written) for written in (self.data or "").splitlines())
        self.data = "\n".join(lines).strip()


class DescriptionField(BodyField):
    """Markdown that may be left out; then `cooked` is None."""

    cooked: text.Body | None = None  # type: ignore[assignment]

    def pre_validate(self, form: Form) -> None:
        if (self.data or "").strip():
            super().pre_validate(form)


class GroupForm(CreatingForm):
    name = line(_l("Name"), 3, 80)
    purpose = line(_l("Purpose"), 3, 500, description=_l("A sentence or two on what people find here."))
    kind = Choice(
        _l("Who may read and join"), [InputRequired(_l("Please choose one."))], choices=KINDS, default=Kind.OPEN
    )


class SettingsForm(PageForm):
    name = line(_l("Name"), 3, 80)
    purpose = line(_l("Purpose"), 3, 500)
    description = DescriptionField(_l("Description"))
    tint = Choice(
        _l("Colour"),
        [InputRequired(_l("Please choose one."))],
        coerce=int,
        choices=[SelectChoice(tint, COLOURS[tint]) for tint in range(TINTS)],
    )
    starts = Choice(
        _l("Who starts discussions"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            SelectChoice(Starts.MEMBERS, _l("Every member")),
            SelectChoice(Starts.ORGANISERS, _l("Organisers; every member replies")),
        ],
    )
    layout = Choice(
        _l("What the group’s page shows"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            SelectChoice(Layout.DISCUSSIONS, _l("A list of discussions, the latest word first")),
            SelectChoice(Layout.BLOG, _l("A blog: how each discussion opens, the newest first")),
        ],
    )
    roster = Choice(
        _l("Who sees the list of members"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            SelectChoice(Roster.READERS, _l("Anyone who may read the group")),
            SelectChoice(Roster.MEMBERS, _l("Its members")),
            SelectChoice(Roster.ORGANISERS, _l("Its organisers")),
        ],
    )
    question = Line(
        _l("A question for people who ask to join"),
        [Optional(), Length(max=200, message=_l("Please use at most %(high)s characters.", high=200))],
    )


class KindForm(PageForm):
    """What is going to be and what was, as the page said it."""

    kind = HiddenField(validators=[InputRequired()])
    was = HiddenField(validators=[InputRequired()])

    def validate_kind(self, field: HiddenField) -> None:
        if field.data not in list(Kind):
            raise ValidationError(_l("Please choose one."))


class AddMemberForm(CreatingForm):
    handle = Line(
        _l("Handle"),
        [
            InputRequired(_l("Please give the handle of a member.")),
            Length(max=HANDLE_LIMIT, message=_l("Please give the handle of a member.")),
        ],
    )


class RequestForm(CreatingForm):
    answer = Paragraphs(
        _l("Your answer"),
        [Length(max=ANSWER_LIMIT, message=_l("Please use at most %(high)s characters.", high=ANSWER_LIMIT))],
    )


class InviteForm(PageForm):
    who = who_field(description=_l("A handle is the name after the @ that somebody signed up with."))

    @property
    def email(self) -> str | None:
        return self.who.data if self.who.is_email() else None


class LinkForm(CreatingForm):
    most_uses = Choice(
        _l("How many people may come by it"),
        [InputRequired(_l("Please choose one."))],
        coerce=int,
        choices=[SelectChoice(number, str(number)) for number in (1, 10, 30, 100)],
        default=10,
    )
    days = Choice(
        _l("For how long"),
        [InputRequired(_l("Please choose one."))],
        coerce=int,
        choices=[SelectChoice(1, _l("A day")), SelectChoice(7, _l("A week")), SelectChoice(30, _l("30 days"))],
        default=7,
    )


class DenialForm(PageForm):
    reason = Paragraphs(
        _l("Reason"),
        [Length(max=REASON_LIMIT, message=_l("Please use at most %(high)s characters.", high=REASON_LIMIT))],
    )


class EntryForm(PageForm):
    reason = Paragraphs(
        _l("Why you need to read it"),
        [
            InputRequired(_l("Please say why: the group’s organisers will read it.")),
            Length(10, REASON_LIMIT, _l("Please use %(low)s to %(high)s characters.", low=10, high=REASON_LIMIT)),
        ],
    )
