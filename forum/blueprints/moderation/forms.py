"""The forms of moderation."""

from wtforms import SelectChoice
from wtforms.validators import InputRequired

from forum.blueprints.fields import Choice, CreatingForm, PageForm, line
from forum.language import lazy_gettext as _l

REASON_LIMIT = 500
DAYS = [
    SelectChoice(1, _l("A day")),
    SelectChoice(3, _l("Three days")),
    SelectChoice(7, _l("A week")),
    SelectChoice(30, _l("30 days")),
    SelectChoice(90, _l("90 days")),
    SelectChoice(365, _l("A year")),
]


class SuspensionForm(CreatingForm):
    reason = line(_l("Reason"), 3, REASON_LIMIT, description=_l("They read it wherever they try to sign in."))
    days = Choice(_l("For how long"), [InputRequired(_l("Please choose one."))], coerce=int, choices=DAYS, default=7)


class BanForm(CreatingForm):
    """`days` of 0 is until it is taken back."""

    reason = line(_l("Reason"), 3, REASON_LIMIT, description=_l("They read it on the group’s page."))
    days = Choice(
        _l("For how long"),
        [InputRequired(_l("Please choose one."))],
        coerce=int,
        choices=[*DAYS, SelectChoice(0, _l("Until it is taken back"))],
        default=30,
    )


class ClosingForm(PageForm):
    posts = Choice(
        _l("What you have written"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            SelectChoice("keep", _l("It stays, under “Former member”")),
            SelectChoice("take_down", _l("It is taken down, for good")),
        ],
    )
