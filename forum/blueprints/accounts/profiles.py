"""A member's own settings: what they say about themselves and what they are called."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import addresses
from forum.accounts import operations
from forum.accounts.operations import Details
from forum.accounts.queries import find_profile
from forum.blueprints import limits
from forum.blueprints.accounts.forms import NameForm, ProfileForm
from forum.blueprints.pages import say
from forum.blueprints.signed_in import for_members, member
from forum.discussions.operations import rename
from forum.errors import Conflict
from forum.language import gettext as _

blueprint = Blueprint("profiles", __name__)


@blueprint.get("/me/profile")
@for_members
def edit() -> str:
    profile = find_profile(member(), member().handle)
    form = ProfileForm(
        formdata=None,
        organisation=profile.organisation,
        sector=profile.sector,
        place=profile.place,
        about=profile.about,
        links="\n".join(profile.links),
        time_zone=profile.time_zone,
    )
    return render_template("accounts/profile.html", form=form)


@blueprint.post("/me/profile")
@for_members
def update() -> Response | tuple[str, int]:
    form = ProfileForm()
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    details = Details(
        organisation=form.organisation.data,
        sector=form.sector.data,
        place=form.place.data,
        links=form.links.links,
        time_zone=form.time_zone.data,
    )
    operations.change_profile(member(), details, form.about.cooked)
    say(_("Your profile is saved."))
    return redirect(addresses.member(member().handle), 303)


@blueprint.get("/me/name")
@for_members
def edit_name() -> str:
    form = NameForm(formdata=None, name=member().name, handle=member().handle)
    return render_template("accounts/name.html", form=form)


@blueprint.post("/me/name")
@limits.RENAMING
@for_members
def update_name() -> Response | tuple[str, int]:
    form = NameForm()
    if not form.validate():
        return render_template("accounts/name.html", form=form), 422
    try:
        rename(member(), name=form.name.data, handle=form.handle.data)
    except Conflict as error:
        form.refuse("handle", str(error))
        return render_template("accounts/name.html", form=form), 422
    say(_("You are %(name)s now, @%(handle)s.", name=form.name.data, handle=form.handle.data))
    return redirect(addresses.member(form.handle.data), 303)
