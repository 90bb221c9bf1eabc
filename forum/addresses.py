"""Every address of the site, as a function of ids and names; what a view answers to is tested against these."""

from functools import lru_cache
from urllib.parse import quote, urlencode

from slugify import slugify

from forum.paging import page_of

SLUG_LENGTH = 60


def absolute(public_url: str, path: str) -> str:
    """The address under which the world reaches `path`; the only way to make one."""
    return public_url + path


def home() -> str:
    return "/"


def forum(sort: str | None = None, group: str | None = None, tag: str | None = None, before: object = None) -> str:
    """A list of discussions: the latest, or those that `sort` says; of one group or tag, or all."""
    return _with_query("/forum", sort=sort, group=group, tag=tag, before=before)


def mark_read() -> str:
    return "/forum/read"


def mark_unread(before: int | None, group: str | None = None) -> str:
    """Where it is taken back that everything was marked as read; `before` is what held until then."""
    return _with_query("/forum/unread", before=before, group=group)


def language(next: str | None = None) -> str:
    return _with_query("/language", next=next)


def my_page() -> str:
    return "/me"


def document(name: str) -> str:
    """What the community says of itself."""
    return "/help/formatting" if name == "formatting" else f"/{name}"


def edit_document(name: str) -> str:
    return f"/site/documents/{name}"


def guidelines() -> str:
    return document("guidelines")


def agreement(next: str | None = None) -> str:
    """Where members agree to guidelines and terms that have changed."""
    return _with_query("/agreement", next=next)


# Accounts


def join(invitation: str | None = None) -> str:
    return _with_query("/join", invitation=invitation)


def check_mail() -> str:
    return "/join/check-mail"


def confirm(token: str) -> str:
    return f"/confirm/{token}"


def set_up(token: str) -> str:
    return f"/set-up/{token}"


def demo_sign_in(token: str) -> str:
    return f"/demo/{token}"


def sign_in(next: str | None = None) -> str:
    return _with_query("/sign-in", next=next)


def sign_in_link(next: str | None = None) -> str:
    """Where one asks for a link to sign in by."""
    return _with_query("/sign-in/link", next=next)


def sign_in_by_link(token: str, next: str = "/") -> str:
    return _with_query(f"/sign-in/link/{token}", next=next if next != home() else None)


def sign_out() -> str:
    return "/sign-out"


def forgotten_password() -> str:
    return "/password"


def reset_password(token: str) -> str:
    return f"/password/{token}"


def sessions() -> str:
    return "/me/sessions"


def revoke_other_sessions() -> str:
    return "/me/sessions/others/revocation"


def own_profile() -> str:
    return "/me/profile"


def own_name() -> str:
    return "/me/name"


def own_photo() -> str:
    return "/me/photo"


def remove_own_photo() -> str:
    return "/me/photo/removal"


def own_reading() -> str:
    return "/me/reading"


def own_password() -> str:
    return "/me/password"


def own_account() -> str:
    return "/me/account"


def close_account() -> str:
    return "/me/account/closing"


def proof(next: str | None = None) -> str:
    """Where a member says once more that it is them."""
    return _with_query("/me/proof", next=next)


def proof_by_mail() -> str:
    return "/me/proof/link"


def own_email() -> str:
    return "/me/email"


def new_address(token: str) -> str:
    return f"/email/new/{token}"


def old_address(token: str) -> str:
    return f"/email/old/{token}"


def directory(words: str | None = None, sector: str | None = None, after: int | None = None) -> str:
    return _with_query("/members", q=words or None, sector=sector or None, after=after)


def member(handle: str, before: object = None) -> str:
    return _with_query(f"/members/{quote(handle)}", before=before)


def suspension(handle: str) -> str:
    return f"{member(handle)}/suspension"


def lift_suspension(handle: str) -> str:
    return f"{suspension(handle)}/lifting"


def photo(handle: str, name: str, size: int) -> str:
    """A member's photo; another photo has another address."""
    return f"/members/{quote(handle)}/photo/{name}-{size}"


def revoke_session(session_id: int) -> str:
    return f"/me/sessions/{session_id}/revocation"


# Groups


def groups(before: object = None, q: str | None = None, own: bool = False) -> str:
    """The directory: all groups, those whose names hold `q`, or the viewer's own."""
    return _with_query("/groups", q=q or None, own="yes" if own else None, before=before)


def new_group() -> str:
    return "/groups/new"


def group(slug: str, before: object = None) -> str:
    return _with_query(f"/groups/{quote(slug)}", before=before)


def members(slug: str) -> str:
    return f"{group(slug)}/members"


def group_picture(slug: str, name: str, size: int) -> str:
    """A group's picture; another one has another address."""
    return f"{group(slug)}/picture/{name}-{size}"


def change_picture(slug: str) -> str:
    return f"{group_settings(slug)}/picture"


def remove_picture(slug: str) -> str:
    return f"{change_picture(slug)}/removal"


def join_group(slug: str) -> str:
    return f"{group(slug)}/membership"


def leave_group(slug: str) -> str:
    return f"{group(slug)}/leave"


def come_back(slug: str) -> str:
    """Where leaving is taken back."""
    return f"{group(slug)}/return"


def bring_back(slug: str, handle: str) -> str:
    return f"{group(slug)}/members/{quote(handle)}/return"


def remove_member(slug: str, handle: str) -> str:
    return f"{group(slug)}/members/{quote(handle)}/removal"


def appointment(slug: str, handle: str) -> str:
    return f"{group(slug)}/members/{quote(handle)}/appointment"


def invitations(slug: str, before: object = None) -> str:
    """Where a group's people ask others in."""
    return _with_query(f"{group(slug)}/invitations", before=before)


def invitation_links(slug: str) -> str:
    return f"{invitations(slug)}/links"


def revoke_invitation(slug: str, id: int) -> str:
    return f"{invitations(slug)}/{id}/revocation"


def invitation(token: str) -> str:
    """What an invitation by mail or link leads to."""
    return f"/invitations/{token}"


def own_invitations() -> str:
    return "/me/invitations"


def accept_invitation(id: int) -> str:
    return f"{own_invitations()}/{id}/acceptance"


def decline_invitation(id: int) -> str:
    return f"{own_invitations()}/{id}/refusal"


def bans(slug: str, after: object = None) -> str:
    return _with_query(f"{group(slug)}/bans", after=after)


def find_to_ban(slug: str) -> str:
    """Leads from a handle to the page on which its member is banned."""
    return f"{bans(slug)}/new"


def ban(slug: str, handle: str) -> str:
    return f"{group(slug)}/members/{quote(handle)}/ban"


def unban(slug: str, handle: str) -> str:
    return f"{bans(slug)}/{quote(handle)}/lifting"


def hand_over(slug: str, handle: str) -> str:
    return f"{group(slug)}/members/{quote(handle)}/handover"


def keep_group(slug: str) -> str:
    return f"{group(slug)}/handover/withdrawal"


def take_over(slug: str) -> str:
    return f"{group(slug)}/handover/acceptance"


def decline_to_take_over(slug: str) -> str:
    return f"{group(slug)}/handover/refusal"


def step_down(slug: str) -> str:
    return f"{group(slug)}/step-down"


def join_request(slug: str) -> str:
    """The page on which one asks to be let in."""
    return f"{group(slug)}/request"


def withdraw_request(slug: str) -> str:
    return f"{group(slug)}/request/withdrawal"


def join_requests(slug: str) -> str:
    """The page on which organisers decide."""
    return f"{group(slug)}/requests"


def admission(slug: str, handle: str) -> str:
    return f"{join_requests(slug)}/{quote(handle)}/admission"


def denial(slug: str, handle: str) -> str:
    return f"{join_requests(slug)}/{quote(handle)}/denial"


def group_settings(slug: str) -> str:
    return f"{group(slug)}/settings"


def group_kind(slug: str) -> str:
    return f"{group_settings(slug)}/kind"


def archive_group(slug: str) -> str:
    return f"{group(slug)}/archive"


def reopen_group(slug: str) -> str:
    return f"{group(slug)}/reopening"


def enter_group(slug: str) -> str:
    """Where staff say why they want to read a group that they don't belong to."""
    return f"{group(slug)}/entry"


def closed_groups() -> str:
    return "/moderation/groups"


# Discussions


def new_discussion(slug: str) -> str:
    return f"{group(slug)}/discussions/new"


def discussions(slug: str) -> str:
    return f"{group(slug)}/discussions"


def discussion(id: int, title: str = "", page: int = 1, replies_to: int | None = None, by: str | None = None, *,
               view: str | None = None, after: str | None = None) -> str:  # fmt: skip
    """A discussion's page; the words of the title are for people, only the number counts. A `view` other than the
    reader's usual one is in the address."""
    words = _slug(title)
    path = f"/d/{id}-{words}" if words else f"/d/{id}"
    return _with_query(
        path, view=view, page=page if page > 1 else None, after=after or None, replies_to=replies_to, by=by
    )


def post(discussion_id: int, number: int, view: str | None = None) -> str:
    """A post's permanent address."""
    return _with_query(f"/d/{discussion_id}/{number}", view=view)


def post_in_place(discussion_id: int, title: str, number: int, last_number: int, view: str | None = None) -> str:
    """The post within its page of those by number."""
    return discussion(discussion_id, title, page_of(number, last_number), view=view) + f"#post-{number}"


def post_in_thread(discussion_id: int, title: str, number: int, after: str, view: str | None = None) -> str:
    """The post within the threaded page that begins after that one."""
    return discussion(discussion_id, title, view=view, after=after) + f"#post-{number}"


def unread(discussion_id: int, view: str | None = None) -> str:
    """The first post that the reader has not read."""
    return _with_query(f"/d/{discussion_id}/unread", view=view)


def reading(discussion_id: int) -> str:
    """Where a browser reports how far its reader came."""
    return f"/d/{discussion_id}/reading"


def file(name: str) -> str:
    """A file that a post has."""
    return f"/files/{name}"


def save_start(slug: str) -> str:
    """Where the draft of a new discussion is saved."""
    return f"{discussions(slug)}/draft"


def save_reply(discussion_id: int) -> str:
    return f"/d/{discussion_id}/draft"


def save_edit(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/draft"


def drafts() -> str:
    return "/me/drafts"


def draft(draft_id: int) -> str:
    return f"{drafts()}/{draft_id}"


def discard_draft(draft_id: int) -> str:
    return f"{draft(draft_id)}/removal"


def restore_draft(draft_id: int) -> str:
    return f"{draft(draft_id)}/restoration"


def posts(discussion_id: int, view: str | None = None) -> str:
    return _with_query(f"/d/{discussion_id}/posts", view=view)


def reply(discussion_id: int, to: int | None = None, quotes: tuple[int, ...] = ()) -> str:
    """The composer, answering post `to` and quoting the posts `quotes`."""
    pairs = ([f"to={to}"] if to else []) + [f"quote={number}" for number in quotes]
    return f"/d/{discussion_id}/reply" + ("?" + "&".join(pairs) if pairs else "") + "#composer"


def edit(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/edit"


def history(discussion_id: int, number: int, version: int | None = None, since: int | None = None) -> str:
    """What a post said before: what changed in revision `version`, or from revision `since` to it."""
    return _with_query(f"{post(discussion_id, number)}/history", version=version, since=since)


def deletion(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/deletion"


def restoration(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/restoration"


def thanks(discussion_id: int, number: int, before: object = None) -> str:
    """Who said thanks for a post, and where it is said."""
    return _with_query(f"{post(discussion_id, number)}/thanks", before=before)


def withdraw_thanks(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/thanks/withdrawal"


def mark_answer(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/answer"


def unmark_answer(discussion_id: int) -> str:
    return f"/d/{discussion_id}/answer/withdrawal"


def bookmark(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/bookmark"


def bookmarks(before: object = None) -> str:
    return _with_query("/me/bookmarks", before=before)


def remove_bookmark(bookmark_id: int) -> str:
    return f"/me/bookmarks/{bookmark_id}/removal"


def follow(discussion_id: int) -> str:
    return f"/d/{discussion_id}/following"


def follow_group(slug: str) -> str:
    return f"{group(slug)}/following"


def own_following(before: object = None) -> str:
    return _with_query("/me/following", before=before)


def share(discussion_id: int, number: int | None = None) -> str:
    """How to send people to a discussion, or to a post of it."""
    return f"{post(discussion_id, number)}/share" if number else f"/d/{discussion_id}/share"


def printed(discussion_id: int, start: int | None = None) -> str:
    """A discussion on paper, from post `start` on."""
    return _with_query(f"/d/{discussion_id}/print", start=start)


def tags() -> str:
    return "/tags"


def tag(name: str, before: object = None) -> str:
    return _with_query(f"/tags/{quote(name)}", before=before)


def tag_spelling(name: str) -> str:
    return f"{tag(name)}/spelling"


def tags_of(discussion_id: int) -> str:
    """Where a discussion's tags are chosen."""
    return f"/d/{discussion_id}/tags"


# Moderation


def report() -> str:
    """Where anybody says what is wrong with the site."""
    return "/report"


def report_post(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/report"


def report_member(handle: str) -> str:
    return f"{member(handle)}/report"


def report_group(slug: str) -> str:
    return f"{group(slug)}/report"


def reports(before: object = None) -> str:
    return _with_query("/moderation/reports", before=before)


def group_reports(slug: str, before: object = None) -> str:
    return _with_query(f"{group(slug)}/reports", before=before)


def settle_report(flag_id: int) -> str:
    return f"{reports()}/{flag_id}/settlement"


def settle_group_report(slug: str, flag_id: int) -> str:
    return f"{group_reports(slug)}/{flag_id}/settlement"


def closing(discussion_id: int) -> str:
    return f"/d/{discussion_id}/closing"


def reopening(discussion_id: int) -> str:
    return f"/d/{discussion_id}/reopening"


def pinning(discussion_id: int) -> str:
    return f"/d/{discussion_id}/pinning"


def unpinning(discussion_id: int) -> str:
    return f"/d/{discussion_id}/unpinning"


def moving(discussion_id: int, to: str | None = None, q: str | None = None) -> str:
    """Where one chooses the group that a discussion goes to, or says why it goes to the group `to`."""
    return _with_query(f"/d/{discussion_id}/moving", to=to, q=q or None)


def moving_back(discussion_id: int) -> str:
    return f"/d/{discussion_id}/moving-back"


def splitting(discussion_id: int, page: int = 1) -> str:
    return _with_query(f"/d/{discussion_id}/splitting", page=page if page > 1 else None)


def rejoining(discussion_id: int) -> str:
    return f"/d/{discussion_id}/rejoining"


def merging(discussion_id: int, into: int | None = None) -> str:
    return _with_query(f"/d/{discussion_id}/merging", into=into)


def parting(discussion_id: int) -> str:
    return f"/d/{discussion_id}/parting"


def hiding(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/hiding"


def unhiding(discussion_id: int, number: int) -> str:
    return f"{post(discussion_id, number)}/unhiding"


def group_rulings(slug: str, before: object = None) -> str:
    return _with_query(f"{group(slug)}/rulings", before=before)


def rulings(before: object = None) -> str:
    return _with_query("/moderation/rulings", before=before)


def own_rulings(before: object = None) -> str:
    return _with_query("/me/rulings", before=before)


@lru_cache(maxsize=4096)
def _slug(title: str) -> str:
    return str(slugify(title, max_length=SLUG_LENGTH, word_boundary=True))


def _with_query(path: str, **values: object) -> str:
    kept = {name: value for name, value in values.items() if value is not None}
    return path + ("?" + urlencode(kept) if kept else "")
