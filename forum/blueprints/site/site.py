"""The start page, and one's own."""

from flask import Blueprint, render_template

from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions.queries import (
    News,
    count_unread_by_group,
    list_bookmarks,
    list_drafts,
    list_lately_read,
    list_latest,
    list_posts_of,
    read_first_steps,
    read_news,
)
from forum.groups.queries import list_groups, list_home_groups
from forum.paging import micros
from forum.ports import clocks

blueprint = Blueprint("site", __name__)

HOME_SIZE = 10
OWN_SIZE = 5
FEW_DRAFTS = 3
NOTHING = News([], [], {})


@blueprint.get("/")
def home() -> str:
    """What is new to a member; to a visitor, and where nothing is new, the latest."""
    looking, made_at = viewer(), micros(clocks.now())
    news = read_news(looking) if looking else NOTHING
    rows, _older = ([], None) if news.unread else list_latest(looking, limit=HOME_SIZE)
    steps = read_first_steps(looking) if looking else None
    return render_template(
        "home.html",
        news=news,
        rows=rows,
        groups=list_home_groups(looking),
        drafts=list_drafts(looking, FEW_DRAFTS) if looking and steps and steps.has_drafts else [],
        steps=steps,
        made_at=made_at,
    )


@blueprint.get("/me")
@for_members
def mine() -> str:
    """My page: what one has not posted yet, what one read, kept and wrote lately, and where one belongs."""
    own, _older = list_posts_of(member(), member().id, limit=OWN_SIZE)
    return render_template(
        "mine.html",
        drafts=list_drafts(member(), FEW_DRAFTS),
        lately=list_lately_read(member()),
        groups=list_groups(member(), own=True)[0],
        unread=count_unread_by_group(member()),
        steps=read_first_steps(member()),
        bookmarks=list_bookmarks(member(), limit=OWN_SIZE)[0],
        own=own,
    )
