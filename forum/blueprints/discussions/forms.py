"""The forms of discussions."""

from wtforms import IntegerField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forum import text
from forum.blueprints.fields import BodyField, Line, PageForm, SubmissionField, line
from forum.language import lazy_gettext as _l
from forum.paging import MAX_ID


class StartForm(PageForm):
    title = line(_l("Title"), text.TITLE_MIN, text.TITLE_MAX)
    body = BodyField(_l("Your post"))
    token = SubmissionField()


class ReplyForm(PageForm):
    body = BodyField(_l("Your reply"))
    answering = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, MAX_ID)])
    token = SubmissionField()


class EditForm(PageForm):
    body = BodyField(_l("Your post"))
    revision = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, MAX_ID)])


class HideForm(PageForm):
    reason = line(_l("Reason"), 3, 500, description=_l("One sentence, which everybody reads in the post's place."))


class CloseForm(PageForm):
    reason = Line(
        _l("Reason (if you like)"),
        [Length(max=500, message=_l("Please use %(high)s characters at most.", high=500))],
        description=_l("It is kept in the record of rulings."),
    )
