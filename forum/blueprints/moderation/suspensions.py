"""Suspending a member: the form that asks why and for how long, and the button that lifts it."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts.queries import ProfileView, find_joined
from forum.blueprints.moderation.forms import SuspensionForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member
from forum.errors import NotAllowed
from forum.language import gettext as _
from forum.moderation import operations

blueprint = Blueprint("suspensions", __name__)


@blueprint.get("/members/<handle>/suspension")
@for_members
def ask(handle: str) -> str:
    profile = find_joined(member(), handle)
    if not can("suspend", profile):
        raise NotAllowed(_("Moderators suspend members, admins also moderators, and nobody themselves."))
    return _page(profile, SuspensionForm(formdata=None))


@blueprint.post("/members/<handle>/suspension")
@for_members
def create(handle: str) -> Response | tuple[str, int]:
    profile = find_joined(member(), handle)
    form = SuspensionForm()
    if can("suspend", profile) and not form.validate():
        return _page(profile, form), 422
    operations.suspend(
        member(),
        handle,
        form.reason.data,
        lasting=timedelta(days=form.days.data or 0),
        submission=form.token.data,
    )
    said = _("%(name)s is suspended.", name=profile.author.name)
    say(said, undo=addresses.lift_suspension(profile.handle))
    return redirect(addresses.member(profile.handle), 303)


@blueprint.post("/members/<handle>/suspension/lifting")
@for_members
def lift(handle: str) -> Response:
    profile = find_joined(member(), handle)
    operations.lift(member(), handle)
    say(_("%(name)s is no longer suspended.", name=profile.author.name))
    return redirect(addresses.member(profile.handle), 303)


def _page(profile: ProfileView, form: SuspensionForm) -> str:
    return render_template("moderation/suspend.html", profile=profile, form=form)
