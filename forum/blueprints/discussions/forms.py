"""The forms of discussions."""

from collections.abc import Sequence
from typing import Any

from wtforms import Form, HiddenField, IntegerField, ValidationError
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forum import text
from forum.blueprints.fields import BodyField, CreatingForm, Line, PageForm, line, optional_line
from forum.discussions.models import TAG_LENGTH, fold_tag
from forum.language import gettext as _
from forum.language import lazy_gettext as _l
from forum.paging import MAX_ID

TAG_SHORTEST = 2


class TagLine(Line):
    """One tag, or nothing; `folded` is how the site spells it."""

    @property
    def folded(self) -> str:
        return fold_tag(self.data or "")

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        if text.visible_length(self.data or "") and not TAG_SHORTEST <= len(self.folded) <= TAG_LENGTH:
            said = _("Please use %(low)s to %(high)s letters or digits.", low=TAG_SHORTEST, high=TAG_LENGTH)
            raise ValidationError(said)
        if "," in (self.data or ""):
            raise ValidationError(_("Please write one tag in each field."))


class TagsForm(PageForm):
    """Up to five tags, each in a field of its own, so that a browser can suggest one at a time."""

    tag_1 = TagLine(_l("Tag 1"))
    tag_2 = TagLine(_l("Tag 2"))
    tag_3 = TagLine(_l("Tag 3"))
    tag_4 = TagLine(_l("Tag 4"))
    tag_5 = TagLine(_l("Tag 5"))

    @classmethod
    def showing(cls, names: Sequence[str]) -> "TagsForm":
        return cls(formdata=None, **{f"tag_{number}": name for number, name in enumerate(names, start=1)})

    @property
    def tag_fields(self) -> list[TagLine]:
        return [self.tag_1, self.tag_2, self.tag_3, self.tag_4, self.tag_5]

    @property
    def tags(self) -> list[str]:
        return [field.folded for field in self.tag_fields if field.folded]


class WritingForm(CreatingForm):
    """A form with a body, kept as a draft until it is posted; `draft` is the stamp of the one that it holds."""

    body: BodyField
    draft = HiddenField()

    @property
    def typed(self) -> dict[str, Any]:
        """What a draft keeps beside the body."""
        return {field.name: field.data for field in self if field.name not in ("body", "token", "draft", "seen")}


class StartForm(TagsForm, WritingForm):
    title = line(_l("Title"), text.TITLE_MIN, text.TITLE_MAX)
    body = BodyField(_l("Your post"))


class ReplyForm(WritingForm):
    body = BodyField(_l("Your reply"))
    answering = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, MAX_ID)])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, MAX_ID)])


def _is_filled(_form: Form, field: TagLine) -> None:
    if not field.folded:
        raise ValidationError(_("Please fill this in."))


class SpellingForm(PageForm):
    """`merge` is the name of the tag that the two may become one with."""

    name = TagLine(_l("Call it"), [_is_filled])
    merge = HiddenField()


class EditForm(WritingForm):
    body = BodyField(_l("Your post"))
    revision = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, MAX_ID)])


class BookmarkForm(PageForm):
    note = optional_line(_l("Note (if you like)"), 500)


class HideForm(PageForm):
    reason = line(_l("Reason"), 3, 500, description=_l("One sentence, which everybody reads in the post's place."))


class MoveForm(PageForm):
    """`was` is the group in which the mover saw the discussion."""

    reason = line(_l("Reason"), 3, 500, description=_l("One sentence. It is kept in the record of rulings."))
    was = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, MAX_ID)])


class SplitForm(CreatingForm):
    title = line(_l("Title of the new discussion"), text.TITLE_MIN, text.TITLE_MAX)
    reason = line(_l("Reason"), 3, 500, description=_l("One sentence. It is kept in the record of rulings."))


class MergeForm(PageForm):
    reason = line(_l("Reason"), 3, 500, description=_l("One sentence. It is kept in the record of rulings."))


class CloseForm(PageForm):
    reason = Line(
        _l("Reason (if you like)"),
        [Length(max=500, message=_l("Please use %(high)s characters at most.", high=500))],
        description=_l("It is kept in the record of rulings."),
    )
