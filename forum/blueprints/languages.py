"""Choosing the language of the pages, with an account or without."""

from flask import Blueprint, Response, current_app, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer
from wtforms import SelectChoice
from wtforms.validators import InputRequired

from forum import addresses
from forum.accounts.operations import choose_language
from forum.blueprints.fields import Choice, PageForm
from forum.blueprints.pages import say
from forum.blueprints.readers import COOKIE, chosen, offered, speak
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import viewer
from forum.config import settings
from forum.language import LANGUAGES
from forum.language import gettext as _
from forum.language import lazy_gettext as _l

blueprint = Blueprint("languages", __name__)

ONE_YEAR = 365 * 24 * 3600


def _choices() -> list[SelectChoice]:
    """Each language by its own name, which is in that language."""
    named = Markup('<bdi lang="{tag}">{name}</bdi>')
    return [SelectChoice(one.code, named.format(tag=one.tag, name=one.name)) for one in offered()]


class LanguageForm(PageForm):
    language = Choice(
        _l("Language of the pages and mails"), [InputRequired(_l("Please choose one."))], choices=_choices
    )  # fmt: skip


@blueprint.get("/language")
def show() -> str:
    return _page(LanguageForm(formdata=None, language=chosen().code))


@blueprint.post("/language")
def choose() -> Answer | tuple[str, int]:
    """Keep the choice: with the account, or in a cookie of its own for somebody who has none."""
    form = LanguageForm()
    if not form.validate():
        return _page(form), 422
    language = LANGUAGES[form.language.data]
    if member := viewer():
        choose_language(member, language.code)
    speak(language)
    say(_("This is the language of the pages from now on."))
    answer: Response = current_app.make_response(redirect(_back(), 303))
    answer.set_cookie(COOKIE, language.code, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=settings().https)
    return answer


def _page(form: LanguageForm) -> str:
    return render_template("language.html", form=form, next=_back())


def _back() -> str:
    return safe_path(request.values.get("next") or addresses.home())
