"""Invitations to a group: by handle, by email address, by a link that so many may use."""

import re
from datetime import timedelta

import pytest
from builders import PASSWORD, Browser, House, contents, later, link_in, mails
from sqlalchemy import func, select

from forum.accounts.tokens import StaleLink
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.errors import ForumError, NotAllowed
from forum.groups import operations as groups
from forum.groups import queries
from forum.groups.models import Invitation, InvitationUse
from forum.groups.queries import GroupView
from forum.moderation import operations as moderation

WEEK = timedelta(days=7)


def invite(house: House, who: str, slug: str = "cabin", by: Viewer | None = None) -> int:
    return house.browser(by or house.amy).post(f"/groups/{slug}/invitations", who=who).status_code


def link(house: House, most_uses: int = 10, group: int | None = None, by: Viewer | None = None) -> str:
    """The path of a new link into the group."""
    group, by = group or house.private, by or house.amy
    house.do(groups.make_link, by, group, most_uses=most_uses, lasting=WEEK)
    place = house.do(queries.find_group, by, house.slug(group))
    return f"/invitations/{house.do(queries.list_invitations, by, place)[0][0].link}"


def is_in(house: House, member: Viewer, slug: str = "cabin") -> bool:
    return house.browser(member).get(f"/groups/{slug}/members").status_code == 200


def uses(house: House) -> int | None:
    return house.do(lambda: db.session.scalar(select(Invitation.uses).order_by(Invitation.id.desc()).limit(1)))


# By handle


def test_a_member_who_is_invited_hears_of_it_and_comes_in_by_a_button(house: House) -> None:
    assert invite(house, "cat") == 303
    (mail,) = mails(house.app)
    assert mail["To"] == "cat@example.org"
    assert "Cabin" not in mail["Subject"]
    assert "Cabin" in str(mail)
    cat = house.browser(house.cat)
    assert "asks you to come in" in cat.get("/groups/cabin").text
    page = cat.get(link_in(mail)).text
    assert "Cabin for everybody" in page
    assert not is_in(house, house.cat)
    (number,) = set(re.findall(r"/me/invitations/(\d+)/acceptance", page))
    assert house.browser(house.dan).post(f"/me/invitations/{number}/acceptance").status_code == 404
    assert cat.post(f"/me/invitations/{number}/acceptance").headers["Location"] == "/groups/cabin"
    assert is_in(house, house.cat)
    assert "asks you to come in" not in cat.get("/me/invitations").text
    assert house.findings() == []


def test_an_invitation_is_declined(house: House) -> None:
    invite(house, "cat")
    cat = house.browser(house.cat)
    (number,) = set(re.findall(r"/me/invitations/(\d+)/refusal", cat.get("/me/invitations").text))
    for _again in range(2):
        assert cat.post(f"/me/invitations/{number}/refusal").status_code == 303
    assert cat.post(f"/me/invitations/{number}/acceptance").status_code == 410
    assert not is_in(house, house.cat)


def test_inviting_twice_is_as_good_as_once(house: House) -> None:
    for who in ("cat", "@Cat", "una@example.org", "Una@Example.org"):
        assert invite(house, who) == 303
    assert len(mails(house.app)) == 2
    assert house.do(lambda: db.session.scalar(select(func.count(Invitation.id)))) == 2


def test_who_belongs_to_the_group_is_said_to_those_alone_who_may_know(house: House) -> None:
    assert invite(house, "ben") == 422
    secret = house.group(house.amy, "Trams", "open")
    for who in (house.ben, house.dan):
        house.do(groups.join, who, secret)
    house.do(groups.change_settings, house.amy, secret, name="Trams", purpose="All of them", description=None, tint=1,
             starts="members", layout="discussions", roster="organisers", question="")  # fmt: skip
    assert invite(house, "dan", "trams", by=house.ben) == 303
    assert invite(house, "cat", "trams", by=house.ben) == 303
    assert invite(house, "dan", "trams") == 422
    assert [mail["To"] for mail in mails(house.app)] == ["cat@example.org"]


# By email address


def test_somebody_without_an_account_signs_up_and_lands_in_the_group(house: House) -> None:
    invite(house, "una@example.org")
    stranger = Browser(house.app)
    path = link_in(mails(house.app)[-1])
    page = stranger.get(path).text
    assert "Cabin for everybody" in page
    assert "Ben Brown" not in page
    (join,) = set(re.findall(r'href="(/join\?invitation=[^"]+)"', page))
    form = stranger.get(join).text
    assert "You are invited to Cabin" in form
    (invitation,) = re.findall(r'name="invitation"[^>]*value="([^"]+)"', form)
    fields = {
        "name": "Una Unger",
        "handle": "una",
        "email": "una@example.net",
        "password": PASSWORD,
        "agree": "y",
    }
    assert stranger.post("/join", invitation=invitation, **fields).status_code == 303
    answer = stranger.post(link_in(mails(house.app)[-1]))
    assert answer.headers["Location"] == "/groups/cabin"
    assert stranger.get("/groups/cabin/members").status_code == 200
    assert Browser(house.app).get(path).status_code == 410
    assert house.findings() == []


def test_an_invitation_that_is_taken_back_meanwhile_leaves_a_member_without_the_group(house: House) -> None:
    path, stranger = link(house), Browser(house.app)
    fields = {"name": "Una Unger", "handle": "una", "email": "una@example.org", "password": PASSWORD, "agree": "y"}
    stranger.post("/join", invitation=path.rpartition("/")[2], **fields)
    house.do(groups.revoke, house.amy, house.private, 1)
    assert stranger.post(link_in(mails(house.app)[-1])).headers["Location"] == "/groups"
    assert stranger.get("/groups/cabin/members").status_code == 404
    assert house.findings() == []


def test_known_and_unknown_addresses_are_answered_alike_and_mailed_alike(house: House) -> None:
    amy = house.browser(house.amy)
    answers = {
        email: amy.post("/groups/cabin/invitations", follow=True, who=email).text.count(email)
        for email in ("nobody@example.org", "cat@example.org", "ben@example.org")
    }
    assert set(answers.values()) == {2}
    assert [mail["To"] for mail in mails(house.app)] == ["nobody@example.org", "cat@example.org"]
    cat = house.browser(house.cat)
    assert cat.post(link_in(mails(house.app)[-1])).status_code == 303
    assert is_in(house, house.cat)


def test_nobody_is_flooded(house: House) -> None:
    statuses = [invite(house, f"una{number}@example.org") for number in range(11)]
    assert statuses == [303] * 10 + [429]
    for number in range(5):
        organiser = house.member(f"org{number}", f"Org {number}")
        house.group(organiser, f"Group {number}", "private")
        assert invite(house, "nobody@example.org", f"group-{number}", by=organiser) == 303
    assert [mail["To"] for mail in mails(house.app)].count("nobody@example.org") == 3


# By link


def test_a_link_lets_in_whoever_has_it_until_it_is_used_up(house: House) -> None:
    path = link(house, most_uses=1)
    browsers = [house.browser(viewer) for viewer in (None, house.cat, house.ben)]
    before = contents(house.app)
    for browser in browsers:
        assert browser.get(path).status_code == 200
    assert contents(house.app) == before
    assert house.browser(None).post(path).status_code == 401
    assert house.browser(house.ben).post(path).status_code == 303
    assert uses(house) == 0
    assert house.browser(house.cat).post(path).headers["Location"] == "/groups/cabin"
    assert house.browser(house.dan).get(path).status_code == 410
    assert house.browser(house.dan).post(path).status_code == 410
    assert "1 of 1 used" in house.page(house.amy, "/groups/cabin/invitations")
    assert house.findings() == []


def test_whoever_comes_back_by_a_link_is_counted_once(house: House) -> None:
    path, cat = link(house, most_uses=10), house.browser(house.cat)
    for _again in range(2):
        cat.post(path)
        house.do(groups.leave, house.cat, house.private)
    assert uses(house) == 1
    assert house.findings() == []


def test_a_link_ends_with_its_time_and_when_it_is_taken_back(house: House) -> None:
    path = link(house)
    with later(days=6, hours=23):
        assert Browser(house.app).get(path).status_code == 200
    with later(days=7, minutes=1):
        assert house.browser(house.cat).post(path).status_code == 410
    assert house.browser(house.ben).post("/groups/cabin/invitations/1/revocation").status_code == 404
    assert house.browser(house.amy).post("/groups/cabin/invitations/1/revocation").status_code == 303
    assert house.browser(house.cat).post(path).status_code == 410
    assert path not in house.page(house.amy, "/groups/cabin/invitations")


def test_the_copy_of_the_table_holds_no_link_and_a_changed_one_opens_nothing(house: House) -> None:
    path = link(house)
    number, _dot, mac = path.rpartition("/")[2].partition(".")
    assert mac not in repr(contents(house.app))
    invite(house, "cat")
    for forged in (f"{int(number) + 1}.{mac}", f"{number}.{mac[:-1]}", number, f"{number}.", "9" * 30 + f".{mac}"):
        assert house.browser(house.cat).post(f"/invitations/{forged}").status_code == 410


@pytest.mark.parametrize("what", ["stepped down", "archived", "suspended", "left"])
def test_an_invitation_counts_only_as_long_as_whoever_invited_could_still(house: House, what: str) -> None:
    house.do(groups.appoint, house.amy, house.private, "ben")
    path = link(house, by=house.ben)
    undone = {
        "stepped down": lambda: groups.step_down(house.ben, house.private),
        "archived": lambda: groups.archive(house.amy, house.private),
        "suspended": lambda: moderation.suspend(house.mo, "ben", "He shouts.", lasting=WEEK),
        "left": lambda: groups.leave(house.ben, house.private),
    }
    assert Browser(house.app).get(path).status_code == 200
    house.do(undone[what])
    assert Browser(house.app).get(path).status_code == 410
    assert house.browser(house.cat).post(path).status_code == 410
    assert house.findings() == []


def test_members_of_an_open_group_invite_and_only_organisers_of_any_other(house: House) -> None:
    ferries = house.group(house.amy, "Ferries", "request")
    house.do(groups.add, house.amy, ferries, "ben")
    assert invite(house, "cat", "buses", by=house.ben) == 303
    assert invite(house, "cat", "ferries", by=house.ben) == 403
    assert invite(house, "cat", "cabin", by=house.ben) == 403
    assert invite(house, "cat", "buses", by=house.mo) == 403
    assert "/groups/buses/invitations" in house.page(house.ben, "/groups/buses")
    path = link(house, group=house.open, by=house.ben)
    house.do(groups.set_kind, house.amy, house.open, "private")
    assert Browser(house.app).get(path).status_code == 410
    assert house.page(house.amy, "/groups/buses/invitations").count("/revocation") == 2


def test_who_is_banned_comes_in_by_no_invitation(house: House) -> None:
    path = link(house)
    invite(house, "cat")
    house.do(moderation.ban, house.amy, house.private, "cat", "She shouts.", lasting=None)
    cat = house.browser(house.cat)
    assert "You are banned from this group" in cat.get(path).text
    assert cat.post(path).status_code == 403
    assert cat.post("/me/invitations/2/acceptance").status_code == 410
    assert "asks you to come in" not in cat.get("/me/invitations").text
    assert invite(house, "cat") == 422
    assert house.findings() == []


def test_somebody_who_asked_to_join_and_is_invited_asks_no_more(house: House) -> None:
    ferries = house.group(house.amy, "Ferries", "request")
    house.do(groups.ask, house.cat, ferries)
    assert house.browser(house.cat).post(link(house, group=ferries)).status_code == 303
    assert house.findings() == []
    assert "Nobody is waiting" in house.page(house.amy, "/groups/ferries/requests")


# At once


def outcomes(house: House, *acts: object) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in house.at_once(*acts))  # type: ignore[arg-type]


def test_of_two_who_use_the_last_place_of_a_link_at_once_one_comes_in(house: House) -> None:
    for round in range(3):
        token = link(house, most_uses=1).rpartition("/")[2]
        people = [house.member(f"p{round}{number}", f"Person {number}") for number in range(3)]
        came = outcomes(house, *[lambda who=who, token=token: groups.accept(who, token) for who in people])
        assert came == ["GroupView", "StaleLink", "StaleLink"]
        assert uses(house) == 1
    assert house.do(lambda: db.session.scalar(select(func.count()).select_from(InvitationUse))) == 3
    assert house.findings() == []


def test_coming_in_while_it_is_taken_back_is_one_or_the_other(house: House) -> None:
    for round in range(3):
        token = link(house).rpartition("/")[2]
        number = int(token.partition(".")[0])
        who = house.member(f"p{round}", f"Person {round}")
        came, revoked = house.at_once(
            lambda who=who, token=token: groups.accept(who, token),
            lambda number=number: groups.revoke(house.amy, house.private, number),
        )
        assert revoked is None
        assert isinstance(came, GroupView | StaleLink)
        assert is_in(house, who) == isinstance(came, GroupView)
    assert house.findings() == []


def test_coming_in_while_being_banned_ends_outside(house: House) -> None:
    token = link(house).rpartition("/")[2]
    came, banned = house.at_once(
        lambda: groups.accept(house.cat, token),
        lambda: moderation.ban(house.amy, house.private, "cat", "She shouts.", lasting=None),
    )
    assert isinstance(banned, Viewer)
    assert isinstance(came, GroupView | NotAllowed | StaleLink)
    assert not is_in(house, house.cat)
    assert house.findings() == []
    assert not isinstance(came, ForumError) or came.status in (403, 410)
