"""What the community says of itself, and how admins change it; agreeing to it."""

import re

from flask import Blueprint, abort, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from forum import addresses
from forum.accounts.operations import agree
from forum.blueprints.fields import BodyField, PageForm
from forum.blueprints.pages import can, say
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.language import lazy_gettext as _l
from forum.moderation.operations import publish
from forum.paging import MAX_ID
from forum.site.documents import AGREED, NAMES, find_document
from forum.site.queries import consent_version

blueprint = Blueprint("documents", __name__)

HEADING = re.compile(r"(</?h)([3-6])>")

TITLES = {
    "about": _l("About this community"),
    "guidelines": _l("Guidelines"),
    "terms": _l("Terms"),
    "privacy": _l("Privacy"),
    "accessibility": _l("Accessibility"),
    "formatting": _l("Formatting"),
}


class DocumentForm(PageForm):
    body = BodyField(_l("The page"))
    ask_again = BooleanField(_l("Ask every member to agree again"))
    was = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, MAX_ID)])


@blueprint.get("/about", defaults={"name": "about"}, endpoint="about")
@blueprint.get("/guidelines", defaults={"name": "guidelines"}, endpoint="guidelines")
@blueprint.get("/terms", defaults={"name": "terms"}, endpoint="terms")
@blueprint.get("/privacy", defaults={"name": "privacy"}, endpoint="privacy")
@blueprint.get("/accessibility", defaults={"name": "accessibility"}, endpoint="accessibility")
@blueprint.get("/help/formatting", defaults={"name": "formatting"}, endpoint="formatting")
def show(name: str) -> str:
    document = find_document(name)
    outline = HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}>", document.html)  # they stand under the title alone
    html = Markup(outline)  # noqa: S704  made safe by text
    return render_template("site/document.html", document=document, html=html, title=TITLES[name])


@blueprint.get("/site/documents/<name>")
@for_members
def edit(name: str) -> str:
    document = find_document(_known(name))
    return _page(name, DocumentForm(formdata=None, body=document.source, was=document.version))


@blueprint.post("/site/documents/<name>")
@for_members
def update(name: str) -> Response | tuple[str, int]:
    form = DocumentForm()
    if not form.validate():
        return _page(_known(name), form), 422
    try:
        publish(member(), _known(name), form.body.cooked, was=form.was.data, ask_again=form.ask_again.data)
    except Conflict as error:
        form.refuse("body", str(error))
        return _page(name, form), 409
    say(_("The page is published."))
    return redirect(addresses.document(name), 303)


@blueprint.get("/agreement")
@for_members
def ask() -> str:
    """The guidelines and terms in force, for whoever agreed to others."""
    documents = [(TITLES[name], Markup(find_document(name).html)) for name in AGREED]  # noqa: S704  made safe by text
    back = safe_path(request.args.get("next"))
    return render_template("site/agreement.html", documents=documents, version=consent_version(), next=back)


@blueprint.post("/agreement")
@for_members
def agree_to() -> Response:
    agree(member(), request.form.get("version", "")[:10])
    say(_("Thank you: you have agreed."))
    return redirect(safe_path(request.form.get("next")), 303)


def _known(name: str) -> str:
    if name not in NAMES:
        abort(404)
    if not can("publish"):
        raise NotAllowed(_("Only admins change these pages."))
    return name


def _page(name: str, form: DocumentForm) -> str:
    return render_template("site/edit.html", name=name, title=TITLES[name], form=form, asks=name in AGREED)
