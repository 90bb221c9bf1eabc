"""The forms of accounts."""

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from forum.blueprints.fields import PageForm, email_field, handle_field, line, new_password_field
from forum.language import lazy_gettext as _l


class SignUpForm(PageForm):
    name = line(_l("Your name"), 2, 80)
    handle = handle_field(description=_l("Others mention you by it: letters, digits, dots, dashes and underscores."))
    email = email_field()
    password = new_password_field()
    agree = BooleanField(
        _l("I agree to the guidelines"), [InputRequired(_l("Please read the guidelines and agree to them."))]
    )


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


class ForgottenForm(PageForm):
    email = email_field()


class ResetForm(PageForm):
    password = new_password_field()


class SetUpForm(PageForm):
    site_name = line(_l("Name of the community"), 2, 80)
    name = line(_l("Your name"), 2, 80)
    handle = handle_field()
    email = email_field()
    password = new_password_field()
