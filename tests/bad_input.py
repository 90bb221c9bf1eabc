"""What every form takes and what it refuses: a row for each address that is sent to, and none for "the rest"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

UNSEEN = "\u200b\u3164\u2060"
"""Takes no ink: a zero-width space, a Hangul filler and a word joiner."""
ABSURD = "x" * 32_001
BOMBS = (">" * 21 + " a", "[" * 101, "a [b\n\n" * 201, "*a* " * 7_900, "&" * 31_000, "a\n" * 5_001)
"""Markdown that would cost a machine more than it says."""
TRICK = "A way \u202eto\u202c \u2067be\u2069 \x07\x1b[31mring\x7f \ufeffwi\u00adth\u200bout e" + "\u0301" * 8
"""A line that would show as another, ring a bell and climb over what stands above: taken, without all that."""


@dataclass(frozen=True)
class Field:
    """One field: a value that is taken, values that are refused beside it, and odd ones that are taken, cleaned."""

    good: str
    wrong: tuple[str, ...]
    odd: tuple[str, ...] = ()
    is_kept: bool = True
    """Whether the page shows it again: neither a password nor a choice that was never offered is."""


def line(good: str, low: int, high: int) -> Field:
    return Field(good, ("", " \t ", UNSEEN * low, "x" * (low - 1), "x" * (high + 1), ABSURD), (TRICK,))


def optional(good: str, high: int) -> Field:
    return Field(good, ("x" * (high + 1), ABSURD), ("", UNSEEN, TRICK))


def paragraphs(good: str, low: int, high: int) -> Field:
    short = ("", UNSEEN, " \n ", "x" * (low - 1)) if low else ()
    return Field(good, (*short, "x" * (high + 1), "x\n" * high, ABSURD), (f"{TRICK}\n\n{good}",))


def markdown(good: str, *, needed: bool = True, limit: int = 32_000) -> Field:
    empty = ("", "x", " \n ", UNSEEN, "\u202e\u202c") if needed else ()
    return Field(good, (*empty, "x" * (limit + 1), ABSURD, *BOMBS), (TRICK,))


def choice(good: str) -> Field:
    return Field(good, ("", "nothing", "\u0663", "0x1", f"{good} ", ABSURD), is_kept=False)


def password(good: str) -> Field:
    return Field(good, ("", "x" * 9, "x" * 257, "aaaaaaaaaa", "password12", ABSURD), is_kept=False)


HANDLE = Field(
    "una",
    ("", " ", "x", "x" * 31, "-una", "una-", "u na", "un\u0430", "<b>", "../una", ABSURD),
    ("@Una", "\uff35na", "u\u202ena"),
)
EMAIL = Field(
    "una@example.org",
    ("", "una", "una@", "@example.org", "una@example", "una@example.org\nBcc: ben@example.org", "una@[127.0.0.1]",
     "x" * 250 + "@example.org", ABSURD),
    (" una@example.org ",),
)  # fmt: skip
LINKS = Field(
    "https://example.org",
    ("example.org", "javascript:alert(1)", "http://", "https://x.org/\u202e", "https://a@b.org", "//x.org",
     "https://x.org\n" * 6, "https://x.org/" + ABSURD),
)  # fmt: skip
TAG = Field("night-bus", ("x", "!?", "x" * 31, "night, bus", ABSURD), ("", UNSEEN, "NIGHT  bus", "night\u202e"))
TAGS = {f"tag_{number}": TAG for number in range(1, 6)}
MEMBER = Field("dan", ("", " ", UNSEEN, "nobody-at-all", "zo\u202era", ABSURD))
TICK = Field("y", ("",), is_kept=False)
WORDS = "Something to add."
PASSWORD = "correct horse battery"
OLD = Field(PASSWORD, ("", ABSURD), is_kept=False)
OPTIONAL_EMAIL = Field("una@example.org", EMAIL.wrong[1:], ("", " una@example.org "))
REPORT = {
    "reason": choice("other"), "words": paragraphs("Please look at this.", 3, 2000), "email": OPTIONAL_EMAIL,
}  # fmt: skip
SUBMISSION = {"token": "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"}


@dataclass(frozen=True)
class Form:
    """What `rule` takes.

    `path` may name links of the grounds, such as {reset}; `also` goes with the fields, and `accepted` is the answer
    when all of them are good.
    """

    rule: str
    fields: Mapping[str, Field]
    path: str = ""
    who: str | None = "amy"
    also: Mapping[str, str] = field(default_factory=dict)
    accepted: int = 303
    ticks: tuple[str, ...] = ()
    """Boxes that may be ticked or not: nothing in them is wrong."""

    def __str__(self) -> str:
        return self.rule

    def sent(self, **changed: str) -> dict[str, str]:
        return {**self.also, **{name: field.good for name, field in self.fields.items()}, **changed}


FORMS = (
    Form(
        "/join",
        {"name": line("Una Unger", 2, 80), "handle": HANDLE, "email": EMAIL, "password": password(PASSWORD),
         "agree": TICK},
        who=None,
    ),
    Form("/confirm/<token>", {"handle": HANDLE}, "/confirm/{confirm}", who=None),
    Form(  # there is an admin: nobody sets the community up again
        "/set-up/<token>",
        {"site_name": line("Ours", 2, 80), "name": line("Una Unger", 2, 80), "handle": HANDLE, "email": EMAIL,
         "password": password(PASSWORD)},
        "/set-up/{set_up}", who=None, accepted=410,
    ),
    Form("/sign-in", {"identifier": Field("pat", ("", ABSURD)), "password": OLD}, who=None, also={"next": "/groups"}),
    Form("/sign-in/link", {"email": EMAIL}, who=None, also={"next": "/groups"}),
    Form("/report", REPORT, who=None),
    Form("/d/<int:discussion_id>/<int:number>/report", REPORT, "/d/1/1/report", who=None),
    Form("/members/<handle>/report", REPORT, "/members/ben/report", who=None),
    Form("/groups/<slug>/report", REPORT, "/groups/buses/report", who=None),
    Form("/site/documents/<name>", {"body": markdown(WORDS)}, "/site/documents/terms", "ada", also={"was": "1"},
         ticks=("ask_again",)),
    Form("/language", {"language": choice("cy")}, who=None),
    Form("/password", {"email": EMAIL}, who=None),
    Form("/password/<token>", {"password": password(PASSWORD)}, "/password/{reset}", who=None),
    Form("/me/password", {"old": OLD, "password": password("a rather new one, too")}, who="pat"),
    Form("/me/account/closing", {"posts": choice("keep")}, who="cat"),
    Form("/me/proof", {"password": OLD}, who="pat", also={"next": "/me/email"}),
    Form("/me/email", {"email": EMAIL}, who="pat"),
    Form("/me/name", {"name": line("Una Unger", 2, 80), "handle": HANDLE}),
    Form("/me/reading", {"view": Field("threaded", ("nothing", "flat ", "FLAT", ABSURD), ("",), is_kept=False)}),
    Form(
        "/me/profile",
        {"organisation": optional("Ours", 120), "sector": choice("public"), "place": optional("Bath", 120),
         "about": markdown(WORDS, needed=False, limit=4_000), "links": LINKS, "time_zone": choice("Europe/London")},
    ),
    Form(
        "/groups",
        {"name": line("Trams", 3, 80), "purpose": line("All about trams", 3, 500), "kind": choice("open")},
    ),
    Form("/groups/<slug>/members", {"handle": MEMBER}, "/groups/cabin/members"),
    Form(
        "/groups/<slug>/request", {"answer": paragraphs("I like ferries.", 0, 1000)}, "/groups/ferries/request", "cat"
    ),
    Form(
        "/groups/<slug>/requests/<handle>/denial", {"reason": paragraphs("We are full.", 0, 500)},
        "/groups/ferries/requests/pat/denial",
    ),
    Form(
        "/groups/<slug>/settings",
        {"name": line("Cars", 3, 80), "purpose": line("All about cars", 3, 500),
         "description": markdown(WORDS, needed=False), "tint": choice("3"), "starts": choice("members"),
         "layout": choice("blog"), "roster": choice("members"), "question": optional("Why?", 200)},
        "/groups/buses/settings",
    ),
    Form(
        "/groups/<slug>/entry", {"reason": paragraphs("A report about a post of yesterday.", 10, 500)},
        "/groups/cabin/entry", "mo",
    ),
    Form(
        "/groups/<slug>/discussions", {"title": line("A bus at night", 5, 200), "body": markdown(WORDS), **TAGS},
        "/groups/buses/discussions", also=SUBMISSION,
    ),
    Form("/d/<int:discussion_id>/posts", {"body": markdown(WORDS)}, "/d/1/posts", also=SUBMISSION),
    Form("/d/<int:discussion_id>/<int:number>/edit", {"body": markdown(WORDS)}, "/d/1/1/edit", also={"revision": "1"}),
    Form("/d/<int:discussion_id>/<int:number>/hiding", {"reason": line("It names a person.", 3, 500)}, "/d/1/1/hiding"),
    Form(
        "/groups/<slug>/members/<handle>/ban", {"reason": line("He shouts.", 3, 500), "days": choice("7")},
        "/groups/buses/members/ben/ban",
    ),
    Form(
        "/groups/<slug>/invitations",
        {"who": Field("dan", ("", " ", UNSEEN, "nobody-at-all", "una@", "una@example", "zo\u202era", ABSURD))},
        "/groups/cabin/invitations",
    ),
    Form(
        "/groups/<slug>/invitations/links", {"most_uses": choice("10"), "days": choice("7")},
        "/groups/cabin/invitations/links",
    ),
    Form(
        "/members/<handle>/suspension", {"reason": line("He shouts.", 3, 500), "days": choice("7")},
        "/members/ben/suspension", "mo",
    ),
    Form("/d/<int:discussion_id>/<int:number>/bookmark", {"note": optional("Ask Ben", 500)}, "/d/1/1/bookmark"),
    Form("/d/<int:discussion_id>/tags", TAGS, "/d/1/tags"),
    Form(
        "/tags/<tag_name>/spelling",
        {"name": Field("night", ("", UNSEEN, "x", "!?", "x" * 31, "night, bus", ABSURD), ("NIGHT  bus",))},
        "/tags/timetables/spelling", "mo",
    ),
    Form(
        "/d/<int:discussion_id>/moving", {"reason": line("It fits there.", 3, 500)}, "/d/1/moving?to=ferries",
        also={"was": "1"},
    ),
    Form(
        "/d/<int:discussion_id>/splitting",
        {"title": line("A bus of its own", 5, 200), "reason": line("It is another thing.", 3, 500)},
        "/d/1/splitting?post=2",
    ),
    Form(
        "/d/<int:discussion_id>/merging", {"reason": line("It is the same.", 3, 500)}, "/d/1/merging?into=2",
    ),
    Form("/d/<int:discussion_id>/closing", {"reason": optional("It is settled.", 500)}, "/d/1/closing"),
)  # fmt: skip

BUTTON = "a button: there is nothing to fill in"
DRAFT = "a draft may hold what a post may not: discussions/test_drafting.py says what not"
WITHOUT_FIELDS = {
    "/demo/<token>": BUTTON,
    "/sign-in/link/<token>": BUTTON,
    "/sign-out": BUTTON,
    "/agreement": "a button that says which version was read: test_documents.py sends another",
    "/moderation/reports/<int:flag_id>/settlement": BUTTON,
    "/groups/<slug>/reports/<int:flag_id>/settlement": BUTTON,
    "/email/new/<token>": BUTTON,
    "/email/old/<token>": BUTTON,
    "/me/proof/link": BUTTON,
    "/me/photo": "a file: every kind of it is in accounts/test_photos.py",
    "/me/photo/removal": BUTTON,
    "/me/sessions/<int:session_id>/revocation": BUTTON,
    "/me/sessions/others/revocation": BUTTON,
    "/me/drafts/<int:draft_id>/removal": BUTTON,
    "/me/drafts/<int:draft_id>/restoration": BUTTON,
    "/groups/<slug>/discussions/draft": DRAFT,
    "/d/<int:discussion_id>/draft": DRAFT,
    "/d/<int:discussion_id>/<int:number>/draft": DRAFT,
    "/forum/read": BUTTON,
    "/forum/unread": BUTTON,
    "/d/<int:discussion_id>/reading": "what a script reports: discussions/test_reading.py tries every way else",
    "/groups/<slug>/archive": BUTTON,
    "/groups/<slug>/bans/<handle>/lifting": BUTTON,
    "/groups/<slug>/reopening": BUTTON,
    "/groups/<slug>/leave": BUTTON,
    "/groups/<slug>/return": BUTTON,
    "/groups/<slug>/members/<handle>/return": BUTTON,
    "/groups/<slug>/members/<handle>/handover": BUTTON,
    "/groups/<slug>/handover/withdrawal": BUTTON,
    "/groups/<slug>/handover/acceptance": BUTTON,
    "/groups/<slug>/handover/refusal": BUTTON,
    "/groups/<slug>/invitations/<int:invitation_id>/revocation": BUTTON,
    "/invitations/<token>": BUTTON,
    "/me/invitations/<int:invitation_id>/acceptance": BUTTON,
    "/me/invitations/<int:invitation_id>/refusal": BUTTON,
    "/groups/<slug>/membership": "a button, and where to go then: test_protection.py tries every way elsewhere",
    "/groups/<slug>/members/<handle>/appointment": BUTTON,
    "/groups/<slug>/members/<handle>/removal": BUTTON,
    "/groups/<slug>/request/withdrawal": BUTTON,
    "/groups/<slug>/requests/<handle>/admission": BUTTON,
    "/groups/<slug>/settings/picture": "a file: every kind of it is in accounts/test_photos.py",
    "/groups/<slug>/settings/picture/removal": BUTTON,
    "/groups/<slug>/settings/kind": "a button that says what the page said: anything else leads back to the settings",
    "/groups/<slug>/step-down": BUTTON,
    "/members/<handle>/suspension/lifting": BUTTON,
    "/d/<int:discussion_id>/reopening": BUTTON,
    "/d/<int:discussion_id>/pinning": BUTTON,
    "/d/<int:discussion_id>/moving-back": BUTTON,
    "/d/<int:discussion_id>/rejoining": BUTTON,
    "/d/<int:discussion_id>/parting": BUTTON,
    "/d/<int:discussion_id>/unpinning": BUTTON,
    "/d/<int:discussion_id>/<int:number>/deletion": BUTTON,
    "/d/<int:discussion_id>/<int:number>/restoration": BUTTON,
    "/d/<int:discussion_id>/<int:number>/unhiding": BUTTON,
    "/d/<int:discussion_id>/<int:number>/thanks": BUTTON,
    "/d/<int:discussion_id>/<int:number>/thanks/withdrawal": BUTTON,
    "/d/<int:discussion_id>/<int:number>/answer": BUTTON,
    "/d/<int:discussion_id>/answer/withdrawal": BUTTON,
    "/d/<int:discussion_id>/following": "three buttons: discussions/test_following.py presses those that are not there",
    "/groups/<slug>/following": "three buttons, too",
    "/me/following": "three buttons, too",
    "/me/bookmarks/<int:bookmark_id>/removal": BUTTON,
}
"""Addresses without a row in FORMS, and why."""
