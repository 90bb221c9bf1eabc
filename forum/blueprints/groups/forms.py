"""The forms of groups."""

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from forum.blueprints.fields import Line, PageForm, line
from forum.groups.models import Kind
from forum.language import lazy_gettext as _l


class GroupForm(PageForm):
    name = line(_l("Name"), 3, 80)
    purpose = line(_l("Purpose"), 3, 500, description=_l("A sentence or two on what people find here."))
    kind = RadioField(
        _l("Who may read and join"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            SelectChoice(Kind.OPEN, _l("Open: anyone may read, every member may join")),
            SelectChoice(Kind.PRIVATE, _l("Private: only its members read; you add them")),
        ],
        default=Kind.OPEN,
    )


class AddMemberForm(PageForm):
    handle = Line(_l("Handle"), [InputRequired(_l("Please give the handle of a member."))])
