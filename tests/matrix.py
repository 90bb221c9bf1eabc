"""Who gets which answer from which route: a line for each kind of thing asked for, and no line for "the rest"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

VIEWERS = ("visitor", "cat", "ben", "dan", "amy", "mo", "ada")
"""A visitor, an outsider, a member, a removed member, the organiser, a site moderator and an admin: the columns.

Of the open group and the one by request Ben, Dan and Amy are members; of the private and the hidden one Ben and Amy,
and Zora, who is nowhere else.
"""

CANARIES = {
    "place": "jackdaw",  # the name of the hidden group
    "title": "zanzibar",  # a discussion in the private group, and one in the hidden
    "words": "zebrawood",  # in their opening posts
    "quoted": "quagga",  # in the same, and quoted in Ben's replies to them
    "former": "walrus",  # in a post that Dan wrote there before he was removed
    "name": "zora",  # who belongs to these groups only
    "answer": "toucan",  # in what Pat wrote when asking to join the group by request
    "emptied": "yeti",  # the title of a discussion in the open group, whose only post Ben deleted
    "tag": "okapi",  # of the discussions in the private and the hidden group
    "draft": "numbat",  # in drafts of Ben's and Dan's in the private group, which quote there
    "deleted": "xylophone",  # words of deleted posts, which nobody sees, not even in quotes
}

Seen = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Line:
    """What `method rule` answers. `path` and `data` may name what the kind stands for, such as {slug} or {post}.

    `answers` has seven statuses for each kind, in the order of VIEWERS; kinds that answer alike share them. `seen` has,
    for kinds and viewers, the canaries that are in the answer; every other answer has none. Whether the hidden group's
    members find its name is not looked at.
    """

    method: str
    rule: str
    answers: Mapping[str, str]
    path: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    seen: Seen = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join((self.method, self.path or self.rule, *self.data.values()))

    def cells(self) -> list[tuple[tuple[str, str], int]]:
        """Each kind and viewer, and the status that it is answered with."""
        return [
            ((kind, viewer), int(status))
            for kinds, statuses in self.answers.items()
            for kind in kinds.split()
            for viewer, status in zip(VIEWERS, statuses.split(), strict=True)
        ]

    def kinds(self) -> set[str]:
        return {kind for (kind, _viewer), _status in self.cells()}

    def sees(self, kind: str, viewer: str) -> set[str]:
        """The canaries that are to be in the answer."""
        return {
            canary
            for kinds, viewers in self.seen.items()
            for canary in viewers.get(viewer, "").split()
            if kind in kinds.split()
        }

    def may_change(self, status: int) -> bool:
        """Whether such an answer comes with a change; a wrong password is counted."""
        counted = self.rule in ("/sign-in", "/me/password", "/me/proof") and status != 401
        return self.method == "POST" and (status == 204 or 300 <= status < 400 or counted)


def inside(canaries: str) -> dict[str, str]:
    """Seen by those who belong to the private and the hidden group."""
    return {"ben": canaries, "amy": canaries}


LATEST = {"site": {"ben": "title name tag emptied", "amy": "title name tag"}}
NAMES = {"site": dict.fromkeys(VIEWERS, "name")}
CONVERSATION = "title words quoted former name"
BODY = "Something to add."
REPORT = {"reason": "other", "words": "Please look at this."}
TOKEN = "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"
PASSWORD = "correct horse battery"

SITE = [
    Line(
        "GET", "/", {"site": "200 200 200 200 200 200 200"},
        seen={"site": {"ben": "title name tag draft", "amy": "title name tag", "dan": "draft"}},
    ),
    Line("GET", "/forum", {"site": "200 200 200 200 200 200 200"}, seen=LATEST),
    *(
        Line("GET", "/forum", {"site": "200 200 200 200 200 200 200"}, path=f"/forum?sort={sort}",
             seen={"site": inside("title name tag")})
        for sort in ("new", "unread", "top")
    ),
    Line(
        "GET", "/forum",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/forum?group={slug}",
        seen={"open": {"ben": "emptied"}, "private hidden": inside("title name tag")},
    ),
    Line(
        "GET", "/forum",
        {"open": "200 200 200 200 200 200 200", "private": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/forum?tag={tag}",
        seen={"private": inside("title name tag")},
    ),
    Line("POST", "/forum/read", {"site": "401 303 303 303 303 303 303"}, data={"until": "1893456000000000"}),
    Line("POST", "/forum/read", {"site": "401 400 400 400 400 400 400"}, data={"until": "now"}),
    Line(
        "POST", "/forum/read",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        data={"until": "1893456000000000", "group": "{slug}"},
    ),
    Line("POST", "/forum/unread", {"site": "401 303 303 303 303 303 303"}, path="/forum/unread?before=1600000000"),
    Line(
        "POST", "/forum/unread",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/forum/unread?group={slug}",
    ),
    Line("GET", "/language", {"site": "200 200 200 200 200 200 200"}),
    Line("POST", "/language", {"site": "303 303 303 303 303 303 303"}, data={"language": "cy", "next": "/guidelines"}),
    Line(
        "GET", "/me", {"site": "303 200 200 200 200 200 200"},
        seen={"site": {"ben": "title draft", "amy": "title", "dan": "draft"}},
    ),
    *(
        Line("GET", path, {"site": "200 200 200 200 200 200 200"})
        for path in ("/about", "/guidelines", "/terms", "/privacy", "/accessibility", "/help/formatting")
    ),
    Line(
        "GET", "/site/documents/<name>",
        {"there": "303 403 403 403 403 403 200", "absent": "303 404 404 404 404 404 404"},
        path="/site/documents/{document}",
    ),
    Line(
        "POST", "/site/documents/<name>",
        {"there": "401 403 403 403 403 403 303", "absent": "401 404 404 404 404 404 404"},
        path="/site/documents/{document}", data={"body": BODY, "was": "1"},
    ),
    Line("GET", "/agreement", {"site": "303 200 200 200 200 200 200"}),
    Line("POST", "/agreement", {"site": "401 303 303 303 303 303 303"}, data={"version": "2026-11-22"}),
    Line("GET", "/report", {"site": "200 200 200 200 200 200 200"}),
    Line("POST", "/report", {"site": "303 303 303 303 303 303 303"}, data=REPORT),
    Line("GET", "/styleguide", {"site": "200 200 200 200 200 200 200"}),
    Line("GET", "/healthz", {"site": "200 200 200 200 200 200 200"}),
    Line("GET", "/readyz", {"site": "200 200 200 200 200 200 200"}),
    Line(
        "GET", "/s/<digest>/<path:path>",
        {"there": "200 200 200 200 200 200 200", "absent": "404 404 404 404 404 404 404"},
        path="/s/000000000000/{file}",
    ),
]  # fmt: skip

ACCOUNTS = [
    Line("GET", "/join", {"site": "200 303 303 303 303 303 303"}),
    Line(
        "POST", "/join",
        {"known": "303 303 303 303 303 303 303", "unknown": "303 303 303 303 303 303 303"},
        data={"name": "Una Unger", "handle": "una", "email": "{email}", "password": PASSWORD, "agree": "y"},
    ),
    Line("GET", "/join/check-mail", {"site": "200 200 200 200 200 200 200"}),
    Line(
        "GET", "/confirm/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/confirm/{confirm}",
    ),
    Line(
        "POST", "/confirm/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/confirm/{confirm}",
    ),
    Line("GET", "/sign-in", {"site": "200 303 303 303 303 303 303"}),
    Line(
        "POST", "/sign-in",
        {"known": "422 422 422 422 422 422 422", "unknown": "422 422 422 422 422 422 422"},
        data={"identifier": "{email}", "password": "something else entirely"},
    ),
    Line(
        "POST", "/sign-in",
        {"known": "303 303 303 303 303 303 303", "unknown": "422 422 422 422 422 422 422"},
        data={"identifier": "{email}", "password": PASSWORD},
    ),
    Line("POST", "/sign-out", {"site": "303 303 303 303 303 303 303"}),
    Line("GET", "/me/sessions", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/sessions/<int:session_id>/revocation",
        {"bens": "401 303 303 303 303 303 303", "absent": "401 303 303 303 303 303 303"},
        path="/me/sessions/{session}/revocation",
    ),
    Line("POST", "/me/sessions/others/revocation", {"site": "401 303 303 303 303 303 303"}),
    Line("GET", "/me/profile", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/profile", {"site": "401 303 303 303 303 303 303"},
        data={"organisation": "Ours", "sector": "public", "time_zone": "UTC"},
    ),
    Line(
        "POST", "/me/profile", {"site": "401 422 422 422 422 422 422"},
        data={"sector": "public", "time_zone": "Nowhere", "links": "javascript:alert(1)"},
    ),
    Line("GET", "/me/name", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/name", {"site": "401 303 303 303 303 303 303"},
        data={"name": "Una Unger", "handle": "una"},
    ),
    Line("POST", "/me/name", {"site": "401 422 422 422 422 422 422"}, data={"name": "Pat", "handle": "pat"}),
    Line("GET", "/me/photo", {"site": "303 200 200 200 200 200 200"}),
    Line("POST", "/me/photo", {"site": "401 422 422 422 422 422 422"}, data={"picture": "no file"}),
    Line("POST", "/me/photo/removal", {"site": "401 303 303 303 303 303 303"}),
    Line("GET", "/me/reading", {"site": "303 200 200 200 200 200 200"}),
    Line("POST", "/me/reading", {"site": "401 303 303 303 303 303 303"}, data={"view": "threaded"}),
    Line("POST", "/me/reading", {"site": "401 422 422 422 422 422 422"}, data={"view": "sideways"}),
    Line("GET", "/me/password", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/password", {"site": "401 422 422 422 422 422 422"},
        data={"old": "something else entirely", "password": "a rather new password"},
    ),
    Line("GET", "/me/account", {"site": "303 200 200 200 200 200 200"}),
    Line("GET", "/me/account/closing", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/account/closing", {"site": "401 422 422 422 422 422 422"}, data={"posts": "nothing"}
    ),
    Line("GET", "/me/proof", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/proof", {"site": "401 422 422 422 422 422 422"}, data={"password": "something else entirely"}
    ),
    Line("POST", "/me/proof/link", {"site": "401 303 303 303 303 303 303"}),
    Line("GET", "/me/email", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/me/email",
        {"known": "401 303 303 303 303 303 303", "unknown": "401 303 303 303 303 303 303"},
        data={"email": "{email}"},
    ),
    Line(
        "GET", "/email/new/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/email/new/{new_address}",
    ),
    Line(
        "POST", "/email/new/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/email/new/{new_address}",
    ),
    Line(
        "GET", "/email/old/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/email/old/{old_address}",
    ),
    Line(
        "POST", "/email/old/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/email/old/{old_address}",
    ),
    Line("GET", "/sign-in/link", {"site": "200 200 200 200 200 200 200"}),
    Line(
        "POST", "/sign-in/link",
        {"known": "303 303 303 303 303 303 303", "unknown": "303 303 303 303 303 303 303"},
        data={"email": "{email}", "next": "/groups"},
    ),
    Line(
        "GET", "/sign-in/link/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/sign-in/link/{sign_in}?next=/groups",
    ),
    Line(
        "POST", "/sign-in/link/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/sign-in/link/{sign_in}?next=/groups",
    ),
    Line("GET", "/members", {"site": "200 200 200 200 200 200 200"}, seen=NAMES),
    Line(  # members are public in name; what they wrote is not, and an author who has not joined is not either
        "GET", "/members/<handle>",
        {"open": "200 200 200 200 200 200 200", "private": "200 200 200 200 200 200 200",
         "former": "200 200 200 200 200 200 200", "unclaimed": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/members/{person}",
        seen={"open": inside("title"), "private": {**NAMES["site"], **inside("title words quoted name")},
              "former": inside("title former"), "unclaimed": inside("title")},
    ),
    Line(
        "GET", "/members/<handle>/photo/<digest>-<int:size>",
        {"open": "200 200 200 200 200 200 200", "absent": "404 404 404 404 404 404 404"},
        path="/members/pat/photo/{photo}-96",
    ),
    Line("GET", "/password", {"site": "200 200 200 200 200 200 200"}),
    Line(
        "POST", "/password",
        {"known": "303 303 303 303 303 303 303", "unknown": "303 303 303 303 303 303 303"},
        data={"email": "{email}"},
    ),
    Line(
        "GET", "/password/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/password/{reset}",
    ),
    Line(
        "POST", "/password/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/password/{reset}", data={"password": PASSWORD},
    ),
    Line(
        "GET", "/set-up/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/set-up/{set_up}",
    ),
    Line(  # there is an admin: nobody sets the community up again
        "POST", "/set-up/<token>",
        {"living": "410 410 410 410 410 410 410", "absent": "410 410 410 410 410 410 410"},
        path="/set-up/{set_up}",
        data={"site_name": "Ours", "name": "Una Unger", "handle": "una", "email": "una@example.org",
              "password": PASSWORD},
    ),
    Line(
        "GET", "/demo/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/demo/{demo}",
    ),
    Line(
        "POST", "/demo/<token>",
        {"living": "303 303 303 303 303 303 303", "absent": "410 410 410 410 410 410 410"},
        path="/demo/{demo}",
    ),
]  # fmt: skip

GROUPS = [
    Line("GET", "/groups", {"site": "200 200 200 200 200 200 200"}),
    Line("GET", "/groups", {"site": "200 200 200 200 200 200 200"}, path="/groups?q=jack&own=yes"),
    Line("GET", "/groups", {"site": "200 200 200 200 200 200 200"}, path="/groups?q=%25"),
    Line("GET", "/groups/new", {"site": "303 200 200 200 200 200 200"}),
    Line(
        "POST", "/groups", {"site": "401 303 303 303 303 303 303"},
        data={"name": "Trams", "purpose": "All about trams", "kind": "private"},
    ),
    Line(
        "GET", "/groups/<slug>",
        {"open request": "200 200 200 200 200 200 200", "private": "200 200 200 200 200 200 200",
         "hidden": "404 404 200 404 200 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/groups/{slug}",
        seen={"open": {"ben": "emptied"}, "private hidden": inside("title name tag")},
    ),
    Line(
        "GET", "/groups/<slug>/members",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/groups/{slug}/members",
        seen={"private hidden": inside("name")},
    ),
    Line(
        "POST", "/groups/<slug>/members",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members", data={"handle": "mo"},
    ),
    Line(
        "POST", "/groups/<slug>/members",
        {"open request": "401 403 403 403 422 403 403", "private hidden": "401 404 403 404 422 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members", data={"handle": "nobody-at-all"},
        seen={"private hidden": {"amy": "name"}},
    ),
    Line(
        "POST", "/groups/<slug>/members/<handle>/removal",
        {"open request": "401 403 403 403 303 403 303", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/{member}/removal",
    ),
    Line(  # organisers do not remove one another, and none removes the last one
        "POST", "/groups/<slug>/members/<handle>/removal",
        {"open request": "401 403 403 403 403 403 409", "private hidden": "401 404 403 404 403 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/amy/removal",
    ),
    Line(
        "POST", "/groups/<slug>/members/<handle>/appointment",
        {"open request": "401 403 403 403 303 403 303", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/{member}/appointment",
    ),
    Line(
        "POST", "/groups/<slug>/step-down",
        {"open request": "401 403 403 403 409 403 403", "private hidden": "401 404 403 404 409 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/step-down",
    ),
    Line(
        "POST", "/groups/<slug>/membership",
        {"open": "401 303 303 303 303 303 303", "request": "401 403 303 303 303 403 403",
         "private": "401 403 303 403 303 403 403", "hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/membership",
    ),
    Line(
        "GET", "/groups/<slug>/leave",
        {"open request": "303 303 200 200 200 303 303", "private hidden": "303 404 200 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/leave",
    ),
    Line(
        "POST", "/groups/<slug>/leave",
        {"open request": "401 303 303 303 409 303 303", "private hidden": "401 404 303 404 409 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/leave",
    ),
    Line(  # of Amy's groups nobody left the open one or the one by request on their own
        "POST", "/groups/<slug>/return",
        {"open request": "401 409 303 303 303 409 409", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/return",
    ),
    Line(
        "POST", "/groups/<slug>/members/<handle>/return",
        {"open request": "401 403 403 403 303 403 303", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/{member}/return",
    ),
    Line(
        "GET", "/groups/<slug>/request",
        {"open": "303 303 303 303 303 303 303", "request": "303 200 303 303 303 200 200",
         "private": "303 303 303 303 303 303 303", "hidden": "303 404 303 404 303 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/request",
    ),
    Line(
        "POST", "/groups/<slug>/request",
        {"open": "401 403 303 303 303 403 403", "request": "401 303 303 303 303 303 303",
         "private": "401 403 303 403 303 403 403", "hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/request", data={"answer": "I like buses."},
    ),
    Line(
        "POST", "/groups/<slug>/request/withdrawal",
        {"open request private": "401 303 303 303 303 303 303", "hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/request/withdrawal",
    ),
    Line(  # Pat asks to join the group by request
        "GET", "/groups/<slug>/requests",
        {"open request": "303 403 403 403 200 403 403", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/requests",
        seen={"request": {"amy": "answer"}},
    ),
    Line(
        "POST", "/groups/<slug>/requests/<handle>/admission",
        {"open": "401 403 403 403 409 403 403", "request": "401 403 403 403 303 403 403",
         "private hidden": "401 404 403 404 409 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/requests/pat/admission",
    ),
    Line(
        "POST", "/groups/<slug>/requests/<handle>/denial",
        {"open": "401 403 403 403 409 403 403", "request": "401 403 403 403 303 403 403",
         "private hidden": "401 404 403 404 409 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/requests/pat/denial", data={"reason": "We are full."},
    ),
    Line(
        "GET", "/groups/<slug>/settings",
        {"open request": "303 403 403 403 200 403 403", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/settings",
    ),
    Line(
        "POST", "/groups/<slug>/settings",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/settings",
        data={"name": "Another name", "purpose": "Another purpose", "description": "At *length*", "tint": "3",
              "starts": "organisers", "layout": "blog", "roster": "organisers", "question": "Why?"},
    ),
    Line(
        "GET", "/groups/<slug>/picture/<digest>-<int:size>",
        {"open request private": "200 200 200 200 200 200 200", "hidden": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/groups/{slug}/picture/{picture}-96",
    ),
    Line(
        "GET", "/groups/<slug>/settings/picture",
        {"open request": "303 403 403 403 200 403 403", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/settings/picture",
    ),
    Line(
        "POST", "/groups/<slug>/settings/picture",
        {"open request": "401 403 403 403 422 403 403", "private hidden": "401 404 403 404 422 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/settings/picture", data={"picture": "no file"},
    ),
    Line(
        "POST", "/groups/<slug>/settings/picture/removal",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/settings/picture/removal",
    ),
    Line(
        "GET", "/groups/<slug>/settings/kind",
        {"open request": "303 403 403 403 200 403 403", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/settings/kind?kind={other}",
    ),
    Line(
        "POST", "/groups/<slug>/settings/kind",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/settings/kind", data={"kind": "{shut}", "was": "{kind}"},
    ),
    Line(
        "POST", "/groups/<slug>/archive",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/archive",
    ),
    Line(
        "POST", "/groups/<slug>/reopening",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/reopening",
    ),
    Line(
        "GET", "/groups/<slug>/entry",
        {"open request": "303 404 404 404 404 303 303", "private hidden": "303 404 404 404 404 200 200",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/entry",
        seen={"hidden": {"mo": "place", "ada": "place"}},
    ),
    Line(
        "POST", "/groups/<slug>/entry",
        {"open request": "401 404 404 404 404 422 422", "private hidden": "401 404 404 404 404 422 422",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/entry", data={"reason": "Why?"},
        seen={"hidden": {"mo": "place", "ada": "place"}},
    ),
    Line(
        "POST", "/groups/<slug>/entry",
        {"open request": "401 404 404 404 404 303 303", "private hidden": "401 404 404 404 404 303 303",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/entry", data={"reason": "A report about a post of yesterday."},
    ),
    Line(
        "GET", "/moderation/groups", {"site": "303 404 404 404 404 200 200"},
        seen={"site": {"mo": "place", "ada": "place"}},
    ),
]  # fmt: skip

DISCUSSIONS = [
    Line(
        "GET", "/groups/<slug>/discussions/new",
        {"open request": "303 403 200 200 200 403 403", "private hidden": "303 404 200 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/discussions/new",
        seen={"private hidden": inside("tag")},
    ),
    Line(
        "POST", "/groups/<slug>/discussions",
        {"open request": "401 403 303 303 303 403 403", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/discussions", data={"title": "A new one", "body": BODY, "token": TOKEN},
    ),
    Line(
        "POST", "/groups/<slug>/discussions",
        {"open request": "401 403 422 422 422 403 403", "private hidden": "401 404 422 404 422 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/discussions", data={"title": "No", "body": "", "token": TOKEN},
        seen={"private hidden": inside("tag")},
    ),
    Line(
        "GET", "/d/<discussion:place>",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}",
        seen={"private hidden": inside(f"{CONVERSATION} tag"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<discussion:place>",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}?view=threaded",
        seen={"private hidden": inside(f"{CONVERSATION} tag"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<discussion:place>",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}?replies_to=1",
        seen={"private hidden": inside("title quoted name"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<discussion:place>",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}?by=dan",
        seen={"private hidden": inside("title former"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:post_number>",
        {"open request": "303 303 303 303 303 303 303", "private hidden": "404 404 303 404 303 404 404",
         "former": "404 404 303 404 303 404 404", "emptied": "404 404 303 404 404 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}",
        seen={"private hidden": inside("title"), "former": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:post_number>",
        {"open request": "303 303 303 303 303 303 303", "private hidden": "404 404 303 404 303 404 404",
         "former": "404 404 303 404 303 404 404", "emptied": "404 404 303 404 404 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}?view=threaded",
        seen={"private hidden": inside("title"), "former": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/unread",
        {"open request": "303 303 303 303 303 303 303", "private hidden": "404 404 303 404 303 404 404",
         "emptied": "404 404 303 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/unread",
        seen={"private hidden": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/reading",
        {"open request": "401 204 204 204 204 204 204", "private hidden": "401 404 204 404 204 404 404",
         "emptied": "401 404 204 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/reading", data={"number": "2"},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/reading",
        {"open request": "401 400 400 400 400 400 400", "private hidden": "401 400 400 400 400 400 400",
         "emptied": "401 400 400 400 400 400 400", "absent": "401 400 400 400 400 400 400"},
        path="/d/{discussion}/reading", data={"number": "none"},
    ),
    Line(
        "GET", "/files/<file>",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 404 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/files/{upload}",
        seen={"private hidden": inside("words")},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/reply",
        {"open request": "303 403 200 200 200 403 403", "private hidden": "303 404 200 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/reply?to={post}&quote={post}&quote={gone}",
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 303 303 303 403 403", "private hidden": "401 404 303 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": BODY, "token": TOKEN},
        seen={"private hidden": inside("title")},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 409 409 409 403 403", "private hidden": "401 404 409 404 409 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": BODY, "answering": "{gone}", "token": TOKEN},
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(  # others posted meanwhile
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 409 409 409 403 403", "private hidden": "401 404 409 404 409 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": BODY, "seen": "0", "token": TOKEN},
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 422 422 422 403 403", "private hidden": "401 404 422 404 422 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": "", "token": TOKEN},
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 200 200 200 403 403", "private hidden": "401 404 200 404 200 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": BODY, "act": "preview"},
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/posts",
        {"open request": "401 403 200 200 200 403 403", "private hidden": "401 404 200 404 200 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/posts", data={"body": BODY, "act": "quote-{gone}"},
        seen={"private hidden": inside(CONVERSATION)},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/history",
        {"open": "200 200 200 200 200 200 200", "private": "404 404 200 404 200 404 404",
         "former": "404 404 200 404 200 404 404", "emptied": "404 404 404 404 404 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/history",
        seen={"private": inside("title quoted name"), "former": inside("title former")},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/edit",
        {"open request": "303 403 200 403 403 403 403", "private hidden": "303 404 200 404 403 404 404",
         "former": "303 404 403 404 403 404 404", "emptied": "303 404 403 404 404 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/edit",
        seen={"private": {"ben": "title quoted name draft"}, "hidden": {"ben": "title quoted name"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/edit",
        {"open request": "401 403 303 403 403 403 403", "private hidden": "401 404 303 404 403 404 404",
         "former": "401 404 403 404 403 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/edit", data={"body": BODY, "revision": "1"},
        seen={"private hidden": {"ben": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/edit",
        {"open request": "401 403 409 403 403 403 403", "private hidden": "401 404 409 404 403 404 404",
         "former": "401 404 403 404 403 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/edit", data={"body": BODY, "revision": "7"},
        seen={"private hidden": {"ben": "title quoted name"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/deletion",
        {"open request": "401 403 303 403 403 403 403", "private hidden": "401 404 303 404 403 404 404",
         "former": "401 404 403 404 403 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/deletion",
        seen={"private hidden": {"ben": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/restoration",
        {"open request": "401 403 303 403 403 403 403", "private hidden": "401 404 303 404 403 404 404",
         "former": "401 404 403 404 403 404 404", "emptied": "401 404 303 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{gone}/restoration",
        seen={"private hidden": {"ben": "title"}, "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/me/drafts", {"site": "303 200 200 200 200 200 200"},
        seen={"site": {"ben": "title draft", "dan": "draft"}},
    ),
    Line(  # Dan's is about what he may not read any more: his own words are left
        "GET", "/me/drafts/<int:draft_id>",
        {"bens": "303 404 200 404 404 404 404", "dans": "303 404 404 200 404 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/me/drafts/{draft}",
        seen={"bens": {"ben": "title quoted name draft"}, "dans": {"dan": "draft"}},
    ),
    Line(
        "POST", "/me/drafts/<int:draft_id>/removal",
        {"bens dans": "401 303 303 303 303 303 303", "absent": "401 303 303 303 303 303 303"},
        path="/me/drafts/{draft}/removal",
    ),
    Line(
        "POST", "/me/drafts/<int:draft_id>/restoration",
        {"bens": "401 404 303 404 404 404 404", "dans": "401 404 404 303 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/me/drafts/{draft}/restoration",
    ),
    Line(
        "POST", "/groups/<slug>/discussions/draft",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/discussions/draft", data={"title": "A", "body": BODY, "token": TOKEN},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/draft",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/draft", data={"body": BODY, "token": TOKEN},
    ),
    Line(  # of the private group's post there is a draft from another window
        "POST", "/d/<int:discussion_id>/<int:number>/draft",
        {"open request": "401 403 303 403 403 403 403", "hidden": "401 404 303 404 403 404 404",
         "private": "401 404 409 404 403 404 404", "former": "401 404 403 404 403 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/draft", data={"body": BODY, "revision": "1", "token": TOKEN},
        seen={"private": {"ben": "title quoted name draft"}},
    ),
]  # fmt: skip

INVITED = {"living": dict.fromkeys(("visitor", "cat", "dan", "mo", "ada"), "place")}
"""Whoever has the link to the hidden group learns its name."""

INVITATIONS = [
    Line(
        "GET", "/groups/<slug>/invitations",
        {"open": "303 403 200 200 200 403 403", "request": "303 403 403 403 200 403 403",
         "private hidden": "303 404 403 404 200 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations",
    ),
    Line(
        "POST", "/groups/<slug>/invitations",
        {"open": "401 403 303 303 303 403 403", "request": "401 403 403 403 303 403 403",
         "private hidden": "401 404 403 404 303 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations", data={"who": "mo"},
    ),
    Line(
        "POST", "/groups/<slug>/invitations",
        {"open": "401 403 303 303 303 403 403", "request": "401 403 403 403 303 403 403",
         "private hidden": "401 404 403 404 303 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations", data={"who": "una@example.org"},
    ),
    Line(
        "POST", "/groups/<slug>/invitations",
        {"open": "401 403 422 422 422 403 403", "request": "401 403 403 403 422 403 403",
         "private hidden": "401 404 403 404 422 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations", data={"who": "nobody-at-all"},
    ),
    Line(
        "POST", "/groups/<slug>/invitations/links",
        {"open": "401 403 303 303 303 403 403", "request": "401 403 403 403 303 403 403",
         "private hidden": "401 404 403 404 303 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations/links", data={"most_uses": "10", "days": "7", "token": TOKEN},
    ),
    Line(
        "POST", "/groups/<slug>/invitations/<int:invitation_id>/revocation",
        {"open": "401 404 404 404 404 404 404", "request": "401 404 404 404 404 404 404",
         "private": "401 404 404 404 404 404 404", "hidden": "401 404 404 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/invitations/{invitation}/revocation",
    ),
    Line(
        "GET", "/invitations/<token>",
        {"living": "200 200 200 200 200 200 200", "absent": "410 410 410 410 410 410 410"},
        path="/invitations/{link}", seen=INVITED,
    ),
    Line(
        "POST", "/invitations/<token>",
        {"living": "401 303 303 303 303 303 303", "absent": "401 410 410 410 410 410 410"},
        path="/invitations/{link}",
    ),
    Line("GET", "/me/invitations", {"site": "303 200 200 200 200 200 200"}, seen={"site": {"cat": "place"}}),
    Line(
        "POST", "/me/invitations/<int:invitation_id>/acceptance",
        {"cats": "401 303 404 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/me/invitations/{invitation}/acceptance",
    ),
    Line(
        "POST", "/me/invitations/<int:invitation_id>/refusal",
        {"cats": "401 303 404 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/me/invitations/{invitation}/refusal",
    ),
]  # fmt: skip

HANDOVERS = [
    Line(
        "POST", "/groups/<slug>/members/<handle>/handover",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/ben/handover",
    ),
    Line(
        "POST", "/groups/<slug>/handover/withdrawal",
        {"open request": "401 403 403 403 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/handover/withdrawal",
    ),
    Line(  # nobody is asked to
        "POST", "/groups/<slug>/handover/acceptance",
        {"open request": "401 409 409 409 409 409 409", "private hidden": "401 404 409 404 409 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/handover/acceptance",
    ),
    Line(
        "POST", "/groups/<slug>/handover/refusal",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/handover/refusal",
    ),
]  # fmt: skip

BANS = [
    Line(
        "GET", "/groups/<slug>/bans",
        {"open request": "303 403 403 403 200 200 200", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/bans",
    ),
    Line(
        "GET", "/groups/<slug>/bans/new",
        {"open request": "303 403 403 403 303 303 303", "private hidden": "303 404 403 404 303 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/bans/new?handle=pat",
    ),
    Line(
        "GET", "/groups/<slug>/members/<handle>/ban",
        {"open request": "303 403 403 403 200 200 200", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/members/pat/ban",
    ),
    Line(
        "POST", "/groups/<slug>/members/<handle>/ban",
        {"open request": "401 403 403 403 303 303 303", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/ben/ban", data={"reason": "They shout.", "days": "7"},
    ),
    Line(  # organisers do not ban one another, and none bans the last one
        "POST", "/groups/<slug>/members/<handle>/ban",
        {"open request": "401 403 403 403 403 403 409", "private hidden": "401 404 403 404 403 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/members/amy/ban", data={"reason": "They shout.", "days": "0"},
    ),
    Line(
        "POST", "/groups/<slug>/bans/<handle>/lifting",
        {"open request": "401 403 403 403 303 303 303", "private hidden": "401 404 403 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/bans/ben/lifting",
    ),
]  # fmt: skip

SUSPENSIONS = [
    Line(
        "GET", "/members/<handle>/suspension",
        {"open": "303 403 403 403 403 200 200", "unclaimed absent": "303 404 404 404 404 404 404"},
        path="/members/{person}/suspension",
    ),
    Line(
        "POST", "/members/<handle>/suspension",
        {"open": "401 403 403 403 403 303 303", "unclaimed absent": "401 404 404 404 404 404 404"},
        path="/members/{person}/suspension", data={"reason": "He shouts.", "days": "7"},
    ),
    Line(
        "POST", "/members/<handle>/suspension",
        {"open": "401 403 403 403 403 422 422", "unclaimed absent": "401 404 404 404 404 404 404"},
        path="/members/{person}/suspension", data={"reason": "", "days": "0"},
    ),
    Line(
        "POST", "/members/<handle>/suspension/lifting",
        {"open": "401 403 403 403 403 303 303", "unclaimed absent": "401 404 404 404 404 404 404"},
        path="/members/{person}/suspension/lifting",
    ),
]  # fmt: skip

TAGS = [
    Line("GET", "/tags", {"site": "200 200 200 200 200 200 200"}, seen={"site": inside("tag")}),
    Line(
        "GET", "/tags/<tag_name>",
        {"open": "200 200 200 200 200 200 200", "private": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/tags/{tag}",
        seen={"private": inside("title name tag")},
    ),
    Line(
        "GET", "/tags/<tag_name>/spelling",
        {"open": "303 403 403 403 403 200 200", "private": "303 404 403 404 403 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/tags/{tag}/spelling",
    ),
    Line(
        "POST", "/tags/<tag_name>/spelling",
        {"open": "401 403 403 403 403 303 303", "private": "401 404 403 404 403 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/tags/{tag}/spelling", data={"name": "quays"},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/tags",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 200 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/tags",
        seen={"private": {"amy": "title tag"}, "emptied": {"ben": "emptied"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/tags",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/tags", data={"tag_1": "timetables", "tag_3": "quays"},
        seen={"private": {"amy": "title"}, "emptied": {"ben": "emptied"}},
    ),
]  # fmt: skip

MARKS = [
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/thanks",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "former": "404 404 200 404 200 404 404", "emptied": "404 404 404 404 404 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/thanks",
        seen={"private hidden": inside("title"), "former": inside("title")},
    ),
    Line(  # Ben wrote post 2 himself, and Dan post 3 of the former
        "POST", "/d/<int:discussion_id>/<int:number>/thanks",
        {"open request": "401 403 403 303 303 403 403", "private hidden": "401 404 403 404 303 404 404",
         "former": "401 404 303 404 303 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/thanks",
        seen={"private hidden": {"amy": "title"}, "former": inside("title")},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/thanks/withdrawal",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "former": "401 404 303 404 303 404 404", "emptied": "401 404 303 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/thanks/withdrawal",
        seen={"private hidden former": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/answer",
        {"open request": "401 403 403 403 303 303 303", "private hidden": "401 404 403 404 303 404 404",
         "former": "401 404 403 404 303 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/answer",
        seen={"private hidden former": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/answer/withdrawal",
        {"open request": "401 403 403 403 303 303 303", "private hidden": "401 404 403 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/answer/withdrawal",
        seen={"private hidden": {"amy": "title"}, "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/bookmark",
        {"open request": "303 200 200 200 200 200 200", "private hidden": "303 404 200 404 200 404 404",
         "former": "303 404 200 404 200 404 404", "emptied": "303 404 403 404 404 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/bookmark",
        seen={"private hidden": inside("title quoted name"), "former": inside("title former")},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/bookmark",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "former": "401 404 303 404 303 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/bookmark", data={"note": "Ask Ben"},
        seen={"private hidden former": inside("title")},
    ),
    Line(  # Amy and Dan keep a post of each closed group, and Dan may not read them any more
        "GET", "/me/bookmarks", {"site": "303 200 200 200 200 200 200"}, seen={"site": {"amy": "title"}},
    ),
    Line(
        "POST", "/me/bookmarks/<int:bookmark_id>/removal",
        {"dans": "401 303 303 303 303 303 303", "absent": "401 303 303 303 303 303 303"},
        path="/me/bookmarks/{bookmark}/removal",
    ),
    Line("GET", "/me/following", {"site": "303 200 200 200 200 200 200"},
         seen={"site": {"ben": "title emptied", "amy": "title"}}),
    Line("POST", "/me/following", {"site": "401 303 303 303 303 303 303"}, data={"word": "everything"}),
    Line("POST", "/me/following", {"site": "401 404 404 404 404 404 404"}, data={"word": "all"}),
    Line(
        "POST", "/d/<int:discussion_id>/following",
        {"open request": "401 303 303 303 303 303 303", "private hidden": "401 404 303 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/following", data={"word": "nothing"},
        seen={"private hidden": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "POST", "/groups/<slug>/following",
        {"open request": "401 403 303 303 303 403 403", "private hidden": "401 404 303 404 303 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/following", data={"word": "nothing"},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/share",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/share",
        seen={"private hidden": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/share",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "former": "404 404 200 404 200 404 404", "emptied": "404 404 200 404 404 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/share",
        seen={"private hidden former": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/print",
        {"open request": "200 200 200 200 200 200 200", "private hidden": "404 404 200 404 200 404 404",
         "emptied": "404 404 200 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/print",
        seen={"private hidden": inside(CONVERSATION), "emptied": {"ben": "emptied"}},
    ),
]  # fmt: skip

RULINGS = [
    Line("GET", "/me/rulings", {"site": "303 200 200 200 200 200 200"}),
    Line("GET", "/moderation/rulings", {"site": "303 403 403 403 403 200 200"}),
    Line(
        "GET", "/groups/<slug>/rulings",
        {"open request": "303 403 403 403 200 200 200", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/rulings",
    ),
    Line(
        "GET", "/d/<int:discussion_id>/closing",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/closing",
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/closing",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/closing", data={"reason": "It is settled."},
        seen={"private": {"amy": "title"}},
    ),
    Line(  # it is open already: nothing is ruled
        "POST", "/d/<int:discussion_id>/reopening",
        {"open": "401 303 303 303 303 303 303", "private": "401 404 303 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/reopening",
        seen={"private": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/pinning",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/pinning",
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/unpinning",
        {"open": "401 303 303 303 303 303 303", "private": "401 404 303 404 303 404 404",
         "emptied": "401 404 303 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/unpinning",
        seen={"private": inside("title"), "emptied": {"ben": "emptied"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/moving",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/moving",
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "GET", "/d/<int:discussion_id>/moving",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/moving?to=ferries",
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/moving",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/moving?to=ferries", data={"reason": "It fits there.", "was": "{group}"},
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/moving",
        {"open": "401 403 403 403 409 409 409", "private": "401 404 403 404 409 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/moving?to=ferries", data={"reason": "It fits there.", "was": "987654"},
        seen={"private": {"amy": "title"}},
    ),
    Line(  # it was never moved
        "POST", "/d/<int:discussion_id>/moving-back",
        {"open": "401 409 409 409 409 409 409", "private": "401 404 409 404 409 404 404",
         "emptied": "401 404 409 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/moving-back",
    ),
    Line(
        "GET", "/d/<int:discussion_id>/splitting",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/splitting",
        seen={"private": {"amy": "title former"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/splitting",
        {"open": "401 403 403 403 200 200 200", "private": "401 404 403 404 200 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/splitting", data={"post": "{post}", "act": "check"},
        seen={"private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/splitting",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/splitting",
        data={"post": "{post}", "title": "On its own", "reason": "It is another thing."},
    ),
    Line(  # it was never split off
        "POST", "/d/<int:discussion_id>/rejoining",
        {"open": "401 409 409 409 409 409 409", "private": "401 404 409 404 409 404 404",
         "emptied": "401 404 409 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/rejoining",
    ),
    Line(
        "GET", "/d/<int:discussion_id>/merging",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/merging",
        seen={"private": {"amy": "title"}},
    ),
    Line(  # another discussion that is not there, or that the viewer does not look after, cannot be told apart
        "GET", "/d/<int:discussion_id>/merging",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "emptied": "303 404 403 404 404 404 404", "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/merging?into={cabin}",
        seen={"open": {"amy": "title"}, "private": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/merging",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "emptied": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/merging?into={ferries}", data={"reason": "It is the same."},
    ),
    Line(  # it was never merged
        "POST", "/d/<int:discussion_id>/parting",
        {"open private emptied": "401 404 404 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/parting",
    ),
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/hiding",
        {"open": "303 403 403 403 200 200 200", "private": "303 404 403 404 200 404 404",
         "former": "303 404 403 404 200 404 404", "emptied": "303 404 403 404 404 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/hiding",
        seen={"private": {"amy": "title quoted name"}, "former": {"amy": "title former"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/hiding",
        {"open": "401 403 403 403 303 303 303", "private": "401 404 403 404 303 404 404",
         "former": "401 404 403 404 303 404 404", "emptied": "401 404 403 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/hiding", data={"reason": "It names a person."},
        seen={"private": {"amy": "title"}, "former": {"amy": "title"}},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/unhiding",
        {"open": "401 303 303 303 303 303 303", "private": "401 404 303 404 303 404 404",
         "former": "401 404 303 404 303 404 404", "emptied": "401 404 303 404 404 404 404",
         "absent": "401 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/unhiding",
        seen={"private": inside("title"), "former": inside("title"), "emptied": {"ben": "emptied"}},
    ),
]  # fmt: skip

REPORTS = [
    Line(
        "GET", "/d/<int:discussion_id>/<int:number>/report",
        {"open request": "200 200 200 200 200 200 200", "private hidden former": "404 404 200 404 200 404 404",
         "emptied": "404 404 403 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/report",
        seen={"private hidden": inside("quoted name"), "former": inside("former")},
    ),
    Line(
        "POST", "/d/<int:discussion_id>/<int:number>/report",
        {"open request": "303 303 303 303 303 303 303", "private hidden former": "404 404 303 404 303 404 404",
         "emptied": "404 404 403 404 404 404 404", "absent": "404 404 404 404 404 404 404"},
        path="/d/{discussion}/{post}/report", data=REPORT,
    ),
    Line(
        "GET", "/members/<handle>/report",
        {"open private": "200 200 200 200 200 200 200", "unclaimed absent": "404 404 404 404 404 404 404"},
        path="/members/{person}/report", seen={"private": NAMES["site"]},
    ),
    Line(
        "POST", "/members/<handle>/report",
        {"open": "303 303 303 303 303 303 303", "unclaimed absent": "404 404 404 404 404 404 404"},
        path="/members/{person}/report", data=REPORT,
    ),
    Line(
        "GET", "/groups/<slug>/report",
        {"open request private": "200 200 200 200 200 200 200", "hidden": "404 404 200 404 200 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/groups/{slug}/report",
    ),
    Line(
        "POST", "/groups/<slug>/report",
        {"open request private": "303 303 303 303 303 303 303", "hidden": "404 404 303 404 303 404 404",
         "absent": "404 404 404 404 404 404 404"},
        path="/groups/{slug}/report", data=REPORT,
    ),
    Line("GET", "/moderation/reports", {"site": "303 403 403 403 403 200 200"}),
    Line(
        "GET", "/groups/<slug>/reports",
        {"open request": "303 403 403 403 200 200 200", "private hidden": "303 404 403 404 200 404 404",
         "absent": "303 404 404 404 404 404 404"},
        path="/groups/{slug}/reports",
    ),
    Line(
        "POST", "/moderation/reports/<int:flag_id>/settlement",
        {"there": "401 403 403 403 403 303 303", "absent": "401 403 403 403 403 404 404"},
        path="/moderation/reports/{report}/settlement",
    ),
    Line(
        "POST", "/groups/<slug>/reports/<int:flag_id>/settlement",
        {"open": "401 403 403 403 303 303 303", "request": "401 403 403 403 404 404 404",
         "private hidden": "401 404 403 404 404 404 404", "absent": "401 404 404 404 404 404 404"},
        path="/groups/{slug}/reports/{report}/settlement",
    ),
]  # fmt: skip

LINES = [
    *SITE,
    *ACCOUNTS,
    *GROUPS,
    *DISCUSSIONS,
    *TAGS,
    *MARKS,
    *RULINGS,
    *INVITATIONS,
    *BANS,
    *SUSPENSIONS,
    *REPORTS,
    *HANDOVERS,
]
