"""Another email address: proved at the new one, told to the old one, and stopped from there if need be."""

import logging
from datetime import timedelta

from sqlalchemy import func, select, update

from forum.accounts import tokens
from forum.accounts.models import AddressChange, Member, Token
from forum.accounts.operations.passwords import OPENING
from forum.accounts.operations.proving import require_proof
from forum.accounts.operations.sessions import end_all_sessions
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose, stale
from forum.accounts.viewers import Viewer
from forum.database import db, operation, unique_or
from forum.errors import Conflict, TooMany
from forum.language import gettext as _
from forum.outbox.operations import put
from forum.ports import clocks
from forum.submissions import submission_of

log = logging.getLogger(__name__)

ASKED_A_DAY = 5
DAY = timedelta(days=1)


@operation
def ask_for_address(member: Viewer, email: str, *, submission: str | None = None) -> None:
    """Mail a link to the new address, and a notice with a way to stop it to the old one; once for a form.

    The same for an address that somebody else has, who is told by mail. Refuses NotProved, Conflict for the address
    that the member has, and TooMany.
    """
    require_proof(member)
    row = _lock(member.id)
    submission = submission_of(submission, "address", member.id, email)
    if tokens.is_issued(submission):
        return
    if fold_email(email) == row.email_key:
        raise Conflict(_("This is your address already."))
    if _asked_today(member.id) >= ASKED_A_DAY:
        raise TooMany(
            _("You have asked for that several times today. Please try again tomorrow."), int(DAY.total_seconds())
        )

    _stop_open_changes(member.id)
    change = AddressChange(member_id=member.id, before=row.email, email=email, asked_at=clocks.now())
    db.session.add(change)
    db.session.flush()
    _mail_new_address(change, submission)
    _mail_old_address(change)
    log.info("address change asked for", extra={"member": member.id})


@operation
def take_address(written: str) -> None:
    """Let the member have the address that this link proves; raises StaleLink, and Conflict when somebody has it."""
    token = tokens.use(written, Purpose.NEW_ADDRESS)
    change = _find_change(token)
    if change.stopped_at or change.taken_at:
        raise stale()
    _set_address(change.member_id, change.email)
    change.taken_at = clocks.now()
    tokens.use_up(change.member_id, *OPENING)
    if change.before:
        details = {"token_id": _find_way_back(change.id), "member_id": change.member_id}
        put("account.address_changed", f"account.address_changed:{change.id}", change.before, details)
    log.info("address changed", extra={"member": change.member_id})


@operation
def stop_address(written: str) -> str:
    """Put the old address back, or keep it, for whoever reads its mail, and shut out whoever asked for another.

    Nobody stays signed in and the password ends: a link to choose a new one, written, is what comes back. Raises
    StaleLink.
    """
    token = tokens.use(written, Purpose.OLD_ADDRESS)
    change = _find_change(token)
    if change.before is None:
        raise stale()
    _set_address(change.member_id, change.before)
    _stop_open_changes(change.member_id)
    tokens.use_up(change.member_id, *OPENING, Purpose.OLD_ADDRESS)
    end_all_sessions(change.member_id)
    db.session.execute(update(Member).where(Member.id == change.member_id).values(password_hash=None))
    log.info("address change stopped", extra={"member": change.member_id})
    return tokens.write(tokens.issue(Purpose.RESET, member_id=change.member_id))


def _mail_new_address(change: AddressChange, submission: str | None) -> None:
    held = select(Member.id, Member.email).where(Member.email_key == fold_email(change.email))
    holder = db.session.execute(held.where(Member.joined_at.is_not(None))).first()
    token = tokens.issue(
        Purpose.NEW_ADDRESS, member_id=change.member_id, address_change_id=change.id, submission=submission
    )
    if holder:
        put("account.taken", f"account.taken:{token.id}", holder.email, {"member_id": holder.id})
    else:
        put("account.new_address", f"account.new_address:{token.id}", change.email, {"token_id": token.id})


def _mail_old_address(change: AddressChange) -> None:
    token = tokens.issue(Purpose.OLD_ADDRESS, member_id=change.member_id, address_change_id=change.id)
    if change.before:
        details = {"token_id": token.id, "member_id": change.member_id}
        put("account.old_address", f"account.old_address:{token.id}", change.before, details)


def _find_change(token: Token) -> AddressChange:
    """What the link is about, its member locked."""
    if token.member_id is None:
        raise stale()
    _lock(token.member_id)
    change = db.session.get(AddressChange, token.address_change_id, populate_existing=True)
    if change is None:
        raise stale()
    return change


def _find_way_back(change_id: int) -> int | None:
    way_back = select(Token.id).where(Token.address_change_id == change_id, Token.purpose == Purpose.OLD_ADDRESS)
    return db.session.scalar(way_back)


def _set_address(member_id: int, email: str) -> None:
    row = _lock(member_id)
    row.email, row.email_key = email, fold_email(email)
    with unique_or(_("Another account has this address. If it is yours, too, sign in to it instead.")):
        db.session.flush()


def _stop_open_changes(member_id: int) -> None:
    open_changes = update(AddressChange).where(AddressChange.member_id == member_id, AddressChange.stopped_at.is_(None))
    db.session.execute(open_changes.values(stopped_at=clocks.now()))


def _asked_today(member_id: int) -> int:
    asked = select(func.count()).select_from(AddressChange).where(AddressChange.member_id == member_id)
    return db.session.scalar(asked.where(AddressChange.asked_at > clocks.now() - DAY)) or 0


def _lock(member_id: int) -> Member:
    query = select(Member).where(Member.id == member_id).with_for_update()
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()
