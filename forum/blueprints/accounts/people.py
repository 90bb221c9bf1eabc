"""The directory of members, and each member's page."""

from flask import Blueprint, render_template, request

from forum.accounts import queries
from forum.accounts.models import Sector
from forum.blueprints.accounts.forms import SECTORS
from forum.blueprints.arguments import number
from forum.blueprints.signed_in import viewer
from forum.discussions.queries import list_posts_of
from forum.errors import NotFound
from forum.groups.queries import list_groups_of
from forum.language import gettext as _
from forum.text import clean_line

blueprint = Blueprint("people", __name__)

WORDS_LENGTH = 80
OFFERED = {value: label for value, label in SECTORS.items() if value != Sector.UNSAID}


@blueprint.get("/members")
def index() -> str:
    words = clean_line(request.args.get("q", "")[:WORDS_LENGTH])
    sector = request.args.get("sector", "")
    sector = sector if sector in OFFERED else ""
    rows, more = queries.list_directory(viewer(), words, sector, number("after"))
    return render_template(
        "members/directory.html", rows=rows, more=more, words=words, sector=sector, sectors=OFFERED
    )  # fmt: skip


@blueprint.get("/members/<handle>")
def show(handle: str) -> str:
    """What a member says and where they belong, and what they wrote, as far as the viewer may read it.

    Somebody who has not joined yet is known only to those who may read something of theirs.
    """
    profile = queries.find_profile(viewer(), handle)
    before = request.args.get("before")
    groups = list_groups_of(viewer(), profile.id)
    rows, older = list_posts_of(viewer(), profile.id, before)
    if profile.joined_at is None and not groups and not rows and not list_posts_of(viewer(), profile.id)[0]:
        raise NotFound(_("There is no such member."))
    return render_template(
        "members/member.html", profile=profile, groups=groups, rows=rows, older=older, before=before, sectors=OFFERED
    )  # fmt: skip
