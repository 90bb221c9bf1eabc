"""What the composers share: a form that is opened again holds what was saved, and another window's text is not lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, request
from werkzeug.wrappers import Response

from forum import text
from forum.blueprints.discussions.forms import WritingForm
from forum.blueprints.pages import say
from forum.blueprints.signed_in import member
from forum.blueprints.wording import as_moment
from forum.discussions import operations
from forum.discussions.models import Action
from forum.discussions.queries import DraftView, find_draft
from forum.discussions.sources import drafted
from forum.errors import Conflict, ForumError
from forum.language import gettext as _
from forum.ports import clocks

FIELD_LIMIT = 200
TOKEN_MARK = "withdrawn"  # noqa: S105
"""Stands in every token of a quote that may not be shown."""


@dataclass(frozen=True, slots=True)
class Newer:
    """What another window saved meanwhile, and what differs in this one."""

    shown: str
    changes: list[text.Change]


def restore(form: WritingForm, action: Action, target_id: int) -> DraftView | None:
    """Let a form that is opened again hold what was saved there."""
    draft = find_draft(member(), action, target_id)
    if draft:
        for name, value in draft.fields.items():
            if name in form and value:
                form[name].data = value
        form.body.data = drafted(member(), draft).shown
        form.token.data, form.draft.data = draft.token, draft.stamp
    return draft


def unveiled(written: str, action: Action, target_id: int) -> str:
    """What was written, with the quotes that tokens of its draft stand for: to be cooked, never to be shown."""
    draft = find_draft(member(), action, target_id) if TOKEN_MARK in written else None
    return drafted(member(), draft).unveil(written) if draft else written


def validate(form: WritingForm, unveil: Callable[[str], str]) -> bool:
    """Validate the body with what its tokens stand for; the form goes on showing the tokens."""
    shown = form.body.data
    form.body.data = unveil(shown or "")
    valid: bool = form.validate()
    form.body.data = shown
    return valid


def save(form: WritingForm, action: Action, target_id: int, unveil: Callable[[str], str], back: str,
         page: Callable[[Newer | None], str]) -> Response:  # fmt: skip
    """Save what is in the form, whether or not it could be posted, and go on writing at `back`.

    `page` makes the form's page anew. A script that saves by itself gets the draft's stamp, or a sentence.
    """
    try:
        stamp = operations.save_draft(
            member(), action, target_id, _cooked(form, unveil), form.typed,
            token=form.token.data, stamp=form.draft.data or None,
        )  # fmt: skip
    except operations.NewerDraft as error:
        return _said(str(error), 409) if _is_script() else make_response(page(_newer(form, action, target_id)), 409)
    except (Conflict, text.Refused) as error:
        form.refuse("body", str(error))
        status = error.status if isinstance(error, ForumError) else 422
        return _said(str(error), status) if _is_script() else make_response(page(None), status)
    if _is_script():
        said = _("Draft saved %(moment)s", moment=as_moment(clocks.now())) if stamp else ""
        return _said(said, 200, stamp=stamp or "")
    say(_("Your draft is saved. It is in this form whenever you come back."))
    return redirect(back, 303)


def _cooked(form: WritingForm, unveil: Callable[[str], str]) -> text.Body:
    if any(len(value) > FIELD_LIMIT for value in form.typed.values() if isinstance(value, str)):
        raise text.Refused(_("Something in this form is too long to be kept."))
    return text.cook(unveil(form.body.data or ""))


def _newer(form: WritingForm, action: Action, target_id: int) -> Newer | None:
    """The other window's draft; who has compared the two may save all the same."""
    draft = find_draft(member(), action, target_id)
    if draft is None:
        return None
    form.draft.data = draft.stamp
    shown = drafted(member(), draft).shown
    return Newer(shown, text.changes(shown, form.body.data or ""))


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _said(said: str, status: int, **more: Any) -> Response:
    return make_response({"said": said, **more}, status)
