"""The forms of accounts."""

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from forum import text
from forum.accounts.models import Sector, View
from forum.blueprints.accounts.choices import is_link, time_zones
from forum.blueprints.fields import (
    Choice,
    CreatingForm,
    PageForm,
    email_field,
    handle_field,
    line,
    new_password_field,
    optional_line,
)
from forum.language import gettext as _
from forum.language import lazy_gettext as _l


class SignUpForm(CreatingForm):
    name = line(_l("Your name"), 2, 80)
    handle = handle_field(description=_l("Others mention you by it: letters, digits, dots, dashes and underscores."))
    email = email_field()
    password = new_password_field()
    agree = BooleanField(
        _l("I agree to the guidelines"), [InputRequired(_l("Please read the guidelines and agree to them."))]
    )
    invitation = HiddenField()


class ReadingForm(PageForm):
    """How discussions are shown; empty: as the site does."""

    view = Choice(
        _l("Discussions"),
        choices=[
            SelectChoice("", _l("As this site shows them")),
            SelectChoice(View.FLAT.value, _l("Newest last: posts in the order in which they were written")),
            SelectChoice(View.THREADED.value, _l("Threaded: answers below what they answer")),
        ],
    )
    next = HiddenField()


class ConfirmForm(PageForm):
    """Empty, unless the handle was taken while the mail was on its way."""


class HandleForm(PageForm):
    handle = handle_field()


class SignInForm(PageForm):
    identifier = StringField(
        _l("Handle or email address"), [InputRequired(_l("Please fill this in.")), Length(max=254)]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Please type your password.")), Length(max=256)])
    next = HiddenField()


class ForgottenForm(CreatingForm):
    email = email_field()


class LinkForm(CreatingForm):
    email = email_field()
    next = HiddenField()


class ProofForm(CreatingForm):
    """A password, or else the wish for a mail."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Please type your password.")), Length(max=256)])
    next = HiddenField()


class ResetForm(PageForm):
    password = new_password_field()


class SetUpForm(PageForm):
    site_name = line(_l("Name of the community"), 2, 80)
    name = line(_l("Your name"), 2, 80)
    handle = handle_field()
    email = email_field()
    password = new_password_field()


SECTORS = {
    Sector.UNSAID: _l("I would rather not say"),
    Sector.PUBLIC: _l("Public sector"),
    Sector.SOCIAL_ENTERPRISE: _l("Social enterprise"),
    Sector.COMMUNITY: _l("Community organisation"),
    Sector.OTHER: _l("Another sector"),
}
ABOUT_LIMIT = 4_000
LINKS_LIMIT = 5


class AboutField(TextAreaField):  # type: ignore[misc]
    """Markdown that may be left out. Validation cooks it, once; `cooked` is None for nothing."""

    cooked: text.Body | None = None

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        if text.visible_length(self.data or "") == 0:
            return
        if len(self.data) > ABOUT_LIMIT:
            raise ValidationError(
                _("This text is too long: it may have %(limit)s characters.", limit=f"{ABOUT_LIMIT:,}")
            )
        try:
            self.cooked = text.cook(self.data)
        except text.Refused as error:
            raise ValidationError(str(error)) from error


class LinksField(TextAreaField):  # type: ignore[misc]
    """Addresses on the web, one on a line; `links` are those that were given."""

    links: list[str]

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        self.links = [stripped for line in (self.data or "").splitlines() if (stripped := line.strip())]
        if len(self.links) > LINKS_LIMIT:
            raise ValidationError(_("Please give %(limit)s links at most.", limit=LINKS_LIMIT))
        if not all(is_link(link) for link in self.links):
            raise ValidationError(_("Please give whole addresses, one on a line, such as https://example.org."))


class ProfileForm(PageForm):
    organisation = optional_line(_l("Organisation"), 120)
    sector = Choice(
        _l("Sector"),
        [InputRequired(_l("Please choose one."))],
        choices=[SelectChoice(value, label) for value, label in SECTORS.items()],
        default=Sector.UNSAID,
    )
    place = optional_line(_l("Place"), 120)
    about = AboutField(_l("About you"))
    links = LinksField(_l("Links"))
    time_zone = SelectField(_l("Time zone"), choices=time_zones, default="UTC")


class NameForm(PageForm):
    name = line(_l("Your name"), 2, 80)
    handle = handle_field(description=_l("Others mention you by it: letters, digits, dots, dashes and underscores."))


class PasswordForm(PageForm):
    old = PasswordField(
        _l("Your password now"),
        [InputRequired(_l("Please type your password.")), Length(max=256, message=_l("This is not your password."))],
    )
    password = new_password_field(_l("Your new password"))
