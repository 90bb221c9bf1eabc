"""The pages that are measured: a line for each. A new page of Roomful gets its line here."""

from dataclasses import dataclass

from bench import corpus
from forum import addresses
from forum.paging import page_count

LONG = addresses.discussion(1)
LAST = addresses.discussion(1, page=page_count(corpus.LONGEST))
THREADED_END = str(corpus.LONGEST - 40)
"""After which path the threaded view is near its end: what answers nobody stands there by its number."""
BLOG, BY_REQUEST = f"group-{corpus.BLOG}", f"group-{corpus.BY_REQUEST}"

VISITOR, MEMBER = "visitor", "member"
ORGANISER, MODERATOR = "organiser", "moderator"
"""Who looks: nobody in particular, an ordinary member, who organises groups 1 and 3, and one of the staff."""

BARE = {
    "response": "/bare",
    "discussion": "/d/1",
    "last page": f"/d/1?after={(page_count(corpus.LONGEST) - 1) * 25}",
    "list": "/forum",
}
"""What a page is compared with: the same facts with neither rights nor looks."""


@dataclass(frozen=True)
class Page:
    """A page as `who` sees it. `queries` are the most for a visitor and for anybody else; `most` is how often a
    visitor's page may cost what the bare page `bare` does, where the design says so."""

    name: str
    path: str
    queries: tuple[int, int] = (12, 18)
    bare: str = "list"
    most: float | None = None
    who: tuple[str, ...] = (VISITOR, MEMBER)


PAGES = (
    Page("discussion", LONG, (7, 11), "discussion", 2),
    Page("last page of 2,000", LAST, (7, 11), "last page", 2),
    Page("threaded", addresses.discussion(1, view="threaded"), (7, 11), "discussion", 2),
    Page(
        "threaded end of 2,000", addresses.discussion(1, view="threaded", after=THREADED_END), (7, 11), "last page", 2
    ),
    Page("home", addresses.home(), (4, 6), most=3),
    Page("latest", addresses.forum(), (4, 6), most=3),
    Page("new", addresses.forum(sort="new"), (4, 6), most=3, who=(MEMBER,)),
    Page("unread", addresses.forum(sort="unread"), (4, 6), most=3, who=(MEMBER,)),
    Page("top", addresses.forum(sort="top"), (4, 6), most=3),
    Page("group", addresses.group("group-1"), (5, 7), most=3),
    Page("blog", addresses.group(BLOG), (5, 7), most=3),
    Page("members of a group", addresses.members("group-1"), most=3),
    Page("requests to join", addresses.join_requests(BY_REQUEST), who=(ORGANISER,)),
    Page("settings of a group", addresses.group_settings("group-1"), who=(ORGANISER,)),
    Page("rulings in a group", addresses.group_rulings("group-1"), who=(ORGANISER,)),
    Page("directory of groups", addresses.groups(), most=3),
    Page("directory of members", addresses.directory(), most=3),
    Page("member", addresses.member("member1"), most=3),
    Page("replies to a post", addresses.discussion(1, replies_to=1), bare="discussion"),
    Page("posts by somebody", addresses.discussion(1, by="member1"), bare="discussion"),
    Page("history of a post", addresses.history(1, 2)),
    Page("posts to split off", addresses.splitting(1), who=(ORGANISER,)),
    Page("where to merge", addresses.merging(1), who=(ORGANISER,)),
    Page("where to move", addresses.moving(1), who=(ORGANISER,)),
    Page("how one reads", addresses.own_reading(), who=(MEMBER,)),
    Page("composer", addresses.reply(1, to=2, quotes=(2,)).partition("#")[0], who=(MEMBER,)),
    Page("profile", addresses.own_profile(), who=(MEMBER,)),
    Page("all rulings", addresses.rulings(), who=(MODERATOR,)),
    Page("closed groups", addresses.closed_groups(), who=(MODERATOR,)),
    Page("guidelines", addresses.guidelines()),
)
