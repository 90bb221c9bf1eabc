"""A group's own page, and founding one."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.groups.forms import GroupForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions.queries import follow_of_group, list_of_group, list_openings, list_pinned
from forum.errors import Conflict
from forum.groups import operations, policy, queries
from forum.groups.models import Layout
from forum.language import gettext as _

blueprint = Blueprint("groups", __name__)


@blueprint.get("/groups/new")
@for_members
def new() -> str:
    return render_template("groups/new.html", form=GroupForm(formdata=None))


@blueprint.post("/groups")
@limits.FOUNDING
@for_members
def create() -> Response | tuple[str, int]:
    form = GroupForm()
    if not form.validate():
        return render_template("groups/new.html", form=form), 422
    try:
        group = operations.found(
            member(),
            name=form.name.data,
            purpose=form.purpose.data,
            kind=form.kind.data,
            submission=form.token.data,
        )
    except Conflict as error:
        form.refuse("name", str(error))
        return render_template("groups/new.html", form=form), 422
    say(_("The group is founded. Start its first discussion."))
    return redirect(addresses.group(group.slug), 303)


@blueprint.get("/groups/<slug>")
def show(slug: str) -> str:
    """The group's discussions, as a list or a blog; its door for whoever may not read them."""
    group = queries.find_door(viewer(), slug)
    invited = queries.list_own_invitations(member(), group_id=group.id) if can("accept", group) else []
    if not policy.is_readable(group):
        return render_template("groups/door.html", group=group, invited=invited)
    is_blog = group.layout == Layout.BLOG
    before = request.args.get("before")
    list_rows = list_openings if is_blog else list_of_group
    rows, older = list_rows(viewer(), before, group=group)
    pinned = list_pinned(viewer(), group) if before is None and not is_blog else []
    _source, description = queries.find_description(viewer(), group)
    asked = queries.find_own_request(viewer(), group) if can("request", group) else None
    following = follow_of_group(member(), group) if can("follow_group", group) else None
    template = "groups/blog.html" if is_blog else "groups/group.html"
    return render_template(
        template, group=group, rows=[*pinned, *rows], older=older, description=description, asked=asked,
        invited=invited, following=following,
    )  # fmt: skip
