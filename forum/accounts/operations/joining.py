"""Joining: a wish first, a member once the address is proved."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from forum.accounts import queries, tokens
from forum.accounts.handles import fold_handle, refuse_taken
from forum.accounts.models import Member, Role, SignUp, search_key
from forum.accounts.operations.sessions import start_session
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, StaleLink
from forum.database import db, operation, unique_or
from forum.language import gettext as _
from forum.outbox.operations import put
from forum.ports import clocks
from forum.site.models import Site
from forum.site.queries import forget_name
from forum.submissions import submission_of

WISHES_A_DAY = 3
"""Confirmations that one address is mailed in 24 hours, however often somebody types it in."""


@operation
def sign_up(*, name: str, handle: str, email: str, password_hash: str, guidelines_version: str,
            submission: str | None = None) -> int | None:  # fmt: skip
    """Remember the wish to join and mail the address for confirmation, once for a form: its id; raises HandleTaken.

    Does and answers the same for an address that already has an account: its owner is told by mail.
    """
    now, submission = clocks.now(), submission_of(submission, "join", name, handle, email)
    refuse_taken(handle, Member.joined_at.is_not(None))  # not by whom: that would tie an address to a handle
    member = _find_by_email(email)
    if tokens.is_issued(submission) or _wishes_today(email, now) >= WISHES_A_DAY:
        return None
    wish = SignUp(
        handle=handle,
        name=name,
        email=email,
        password_hash=password_hash,
        guidelines_version=guidelines_version,
        created_at=now,
    )
    db.session.add(wish)
    db.session.flush()
    token = tokens.issue(Purpose.CONFIRM, sign_up_id=wish.id, submission=submission)
    if member and member.email and member.joined_at:
        put("account.exists", f"account.exists:{member.id}:{now:%Y-%m-%d}", member.email, {"member_id": member.id})
    else:
        put("account.confirm", f"account.confirm:{token.id}", email, {"token_id": token.id})
    return wish.id


@operation
def confirm(written: str, *, agent: str, handle: str | None = None) -> str:
    """Make the member who proved their address, or give them the imported account that waited for it; sign them in.

    Raises StaleLink, and HandleTaken when somebody took the handle meanwhile (another may then be given).
    """
    token = tokens.use(written, Purpose.CONFIRM)
    wish = db.session.get(SignUp, token.sign_up_id) if token.sign_up_id else None
    member = _find_by_email(wish.email) if wish else None
    if wish is None or (member and member.joined_at):
        raise StaleLink(_("This address has been confirmed already. You can sign in."))
    wish.handle = handle or wish.handle
    refuse_taken(wish.handle, *_others_than(member))
    member = _welcome(member, wish)
    db.session.delete(wish)
    return start_session(member.id, agent)


@operation
def set_up(written: str, *, site_name: str, name: str, handle: str, email: str, password_hash: str,
           guidelines_version: str, agent: str) -> str:  # fmt: skip
    """Name the community and make its first admin, who is then signed in; raises StaleLink once there is one."""
    tokens.use(written, Purpose.SET_UP)
    if queries.has_admin():
        raise StaleLink(_("The community has been set up already. You can sign in."))
    member = _find_by_email(email)
    refuse_taken(handle, *_others_than(member))
    wish = SignUp(handle=handle, name=name, email=email, password_hash=password_hash,
                  guidelines_version=guidelines_version, created_at=clocks.now())  # fmt: skip
    admin = _welcome(member, wish)
    admin.role = Role.ADMIN
    db.session.merge(Site(id=1, name=site_name))
    forget_name()
    return start_session(admin.id, agent)


def _welcome(member: Member | None, wish: SignUp) -> Member:
    now = clocks.now()
    if member is None:
        member = Member(handle=wish.handle, handle_key=fold_handle(wish.handle), name=wish.name, created_at=now)
        db.session.add(member)
    member.handle, member.handle_key, member.name = wish.handle, fold_handle(wish.handle), wish.name
    member.search_key = search_key(wish.name, wish.handle)
    member.email, member.email_key = wish.email, fold_email(wish.email)
    member.password_hash, member.joined_at = wish.password_hash, now
    member.guidelines_version, member.guidelines_agreed_at = wish.guidelines_version, wish.created_at
    with unique_or(_("Somebody joined with this handle or address just now. Please try again.")):
        db.session.flush()
    return member


def _others_than(member: Member | None) -> list[ColumnElement[bool]]:
    return [Member.id != member.id] if member else []


def _find_by_email(email: str) -> Member | None:
    return db.session.scalar(select(Member).where(Member.email_key == fold_email(email)))


def _wishes_today(email: str, now: datetime) -> int:
    recent = SignUp.created_at > now - timedelta(days=1)
    same = func.lower(SignUp.email) == func.lower(email)
    return db.session.scalar(select(func.count()).select_from(SignUp).where(same, recent)) or 0
