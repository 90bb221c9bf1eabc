"""Tags: all of them, what has one, choosing a discussion's, and how the site spells them."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import addresses
from forum.blueprints import limits
from forum.blueprints.discussions.forms import SpellingForm, TagsForm
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions import operations, policy, queries
from forum.discussions.queries import DiscussionView, Filters, TagView
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _

blueprint = Blueprint("tags", __name__)


@blueprint.get("/tags")
def index() -> str:
    return render_template("discussions/tags.html", tags=queries.list_tags(viewer()))


@blueprint.get("/tags/<tag_name>")
def show(tag_name: str) -> Response | str:
    """What has the tag; another spelling of it leads here."""
    tag = queries.find_tag(viewer(), tag_name)
    if tag.name != tag_name:
        return redirect(addresses.tag(tag.name), 303)
    rows, older = queries.list_latest(viewer(), request.args.get("before"), Filters(tag=tag))
    return render_template("discussions/tag.html", tag=tag, rows=rows, older=older)


@blueprint.get("/tags/<tag_name>/spelling")
@for_members
def ask_to_respell(tag_name: str) -> str:
    tag = _find_to_respell(tag_name)
    return _spelling(tag, SpellingForm(formdata=None, name=tag.name))


@blueprint.post("/tags/<tag_name>/spelling")
@for_members
def respell(tag_name: str) -> Response | tuple[str, int]:
    tag = _find_to_respell(tag_name)
    form = SpellingForm()
    if not form.validate():
        return _spelling(tag, form), 422
    wanted = form.name.folded
    try:
        after = operations.respell(member(), tag.name, wanted, merge=form.merge.data == wanted)
    except Conflict as error:
        form.refuse("name", str(error))
        return _spelling(tag, form, merge=wanted), 409
    say(_("“%(before)s” is now “%(after)s”.", before=tag.name, after=after))
    return redirect(addresses.tag(after), 303)


@blueprint.get("/d/<int:discussion_id>/tags")
@for_members
def choose(discussion_id: int) -> str:
    discussion = _find_to_tag(discussion_id)
    return _choosing(discussion, TagsForm.showing(discussion.tag_names))


@blueprint.post("/d/<int:discussion_id>/tags")
@limits.TAGGING
@for_members
def update(discussion_id: int) -> Response | tuple[str, int]:
    discussion = _find_to_tag(discussion_id)
    form = TagsForm()
    if not form.validate():
        return _choosing(discussion, form), 422
    operations.retag(member(), discussion_id, form.tags)
    return redirect(addresses.discussion(discussion.id, discussion.title), 303)


def _find_to_respell(tag_name: str) -> TagView:
    tag = queries.find_tag(member(), tag_name)
    if not can("respell", tag):
        raise NotAllowed(policy.why_not_respell())
    return tag


def _find_to_tag(discussion_id: int) -> DiscussionView:
    discussion = queries.find_discussion(member(), discussion_id)
    if not can("tag", discussion):
        raise NotAllowed(policy.why_not_tag())
    return discussion


def _spelling(tag: TagView, form: SpellingForm, merge: str = "") -> str:
    return render_template("discussions/spelling.html", tag=tag, form=form, merge=merge)


def _choosing(discussion: DiscussionView, form: TagsForm) -> str:
    suggested = queries.suggest_tags(member(), discussion.group)
    return render_template("discussions/choose_tags.html", discussion=discussion, form=form, suggested=suggested)
