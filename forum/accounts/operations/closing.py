"""What is left of a member who closes their account: a row without a name, so that what they wrote stays together."""

from secrets import token_hex

from sqlalchemy import delete, func, select

from forum import pictures
from forum.accounts.handles import retire
from forum.accounts.models import AddressChange, Member, Role, SignUp
from forum.accounts.queries import fold_email
from forum.database import Base, db
from forum.errors import Conflict
from forum.language import gettext as _
from forum.outbox.operations import forget_address, put
from forum.ports import clocks

KEPT = {"invitation_use"}
"""Tables that tell how often something was used: a place does not become free again."""


def require_another_admin(member_id: int) -> None:
    """Refuse Conflict when nobody else could look after the site, within the running verb."""
    admins = select(Member.id).where(Member.role == Role.ADMIN, Member.joined_at.is_not(None)).order_by(Member.id)
    ids = db.session.scalars(admins.with_for_update()).all()
    if list(ids) == [member_id]:
        raise Conflict(_("You are the only admin of this site, and it needs one. Make somebody else an admin first."))


def erase(member_id: int) -> None:
    """Leave nothing of the member that tells who they were, within the running verb, and say goodbye by mail.

    Rows that hang on a member by ON DELETE CASCADE are theirs alone and go; what hangs by SET NULL stays.
    """
    query = select(Member).where(Member.id == member_id).with_for_update()
    row = db.session.scalars(query, execution_options={"populate_existing": True}).one()
    address, known, asked_for = row.email, _proved_by(row), _asked_for_by(row)
    retire(row.handle)
    pictures.take_down(row.photo)
    for table in reversed(Base.metadata.sorted_tables):
        for key in (key for key in table.foreign_keys if key.column.table.name == "member"):
            if key.ondelete == "CASCADE" and table.name not in KEPT:
                db.session.execute(delete(table).where(key.parent == member_id))
    row.handle = row.name = row.search_key = row.language = ""
    row.handle_key = f"~{token_hex(8)}"
    row.email = row.email_key = row.password_hash = row.photo = row.joined_at = None
    row.guidelines_version = row.guidelines_agreed_at = row.suspended_until = row.suspended_reason = None
    row.discussion_view = None
    row.read_until, row.role, row.closed_at = None, Role.MEMBER, clocks.now()
    db.session.flush()
    for told in known:
        db.session.execute(delete(SignUp).where(func.lower(SignUp.email).in_({told.lower(), fold_email(told)})))
        forget_address(told)
    for told in asked_for:
        forget_address(told, kind="account.new_address")
    if address:
        put("account.closed", f"account.closed:{token_hex(16)}", address, {})


def _proved_by(row: Member) -> set[str]:
    """The address that the member has and those that they lately had, unless somebody else has one of them now."""
    proved = {row.email, *db.session.scalars(select(AddressChange.before).where(AddressChange.member_id == row.id))}
    keys = {fold_email(address): address for address in proved if address}
    others = select(Member.email_key).where(Member.email_key.in_(keys), Member.id != row.id)
    held = set(db.session.scalars(others))
    return {address for key, address in keys.items() if key not in held}


def _asked_for_by(row: Member) -> set[str]:
    """Addresses that may be a stranger's: nothing of theirs is to be forgotten but what this member caused."""
    return set(db.session.scalars(select(AddressChange.email).where(AddressChange.member_id == row.id)))
