"""Proving once more that it is the member who sits there, before what could take the account away from them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations, queries
from forum.blueprints import limits
from forum.blueprints.accounts.forms import ProofForm
from forum.blueprints.returning import safe_path
from forum.blueprints.signed_in import for_members, member
from forum.errors import NotAllowed, TooMany

blueprint = Blueprint("proofs", __name__)

P = ParamSpec("P")


def when_proved(view: Callable[P, Any]) -> Callable[P, Any]:
    """A page for members who proved lately who they are; others do so first, and come back to its form."""

    @wraps(view)
    def proved_view(*args: P.args, **kwargs: P.kwargs) -> Any:
        if queries.is_proved(member()):
            return view(*args, **kwargs)
        return redirect(addresses.proof(next=request.path), 303)

    return for_members(proved_view)


@blueprint.get("/me/proof")
@for_members
def new() -> str:
    return _page(ProofForm(formdata=None, next=safe_path(request.args.get("next"))))


@blueprint.post("/me/proof")
@for_members
def create() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    form = ProofForm()
    if not form.validate():
        return _page(form), 422
    try:
        operations.prove(member(), form.password.data, network_address=request.remote_addr or "")
    except NotAllowed as error:
        form.refuse("password", str(error))
        return _page(form), 422
    except TooMany as error:
        form.refuse("password", str(error))
        return _page(form), 429, {"Retry-After": str(error.retry_after)}
    return redirect(safe_path(form.next.data), 303)


@blueprint.post("/me/proof/link")
@limits.ACCOUNT_MAIL
@for_members
def mail() -> Response:
    """For whoever does not know their password: the link that is mailed leads on to where they were going."""
    form, email = ProofForm(), queries.find_email(member())
    if email:
        operations.ask_for_link(email, next=safe_path(form.next.data), submission=form.token.data)
    return redirect(addresses.check_mail(), 303)


def _page(form: ProofForm) -> str:
    return render_template("accounts/proof.html", form=form)
