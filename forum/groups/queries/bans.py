"""Who is kept out of a group."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.viewers import PERSON_SIZE, Viewer, author, person
from forum.database import db
from forum.groups import policy
from forum.groups.models import Ban
from forum.groups.queries.shapes import BanRow, GroupView

BANS_SIZE = 48

By = aliased(Member)


def list_bans(viewer: Viewer, group: GroupView, after: int = 0) -> tuple[list[BanRow], int | None]:
    """The bans in force, for whoever moderates in the group, and where to go on."""
    if not policy.can_moderate(viewer, group):
        return [], None
    query = (
        select(*person(Member), *person(By), Ban.reason, Ban.at, Ban.until)
        .select_from(Ban)
        .join(Member, Member.id == Ban.member_id)
        .outerjoin(By, By.id == Ban.by_id)
        .where(Ban.group_id == group.id, policy.is_in_force(), Member.id > after)
        .order_by(Member.id)
    )
    rows = [tuple(row) for row in db.session.execute(query.limit(BANS_SIZE + 1))]
    shown = [_ban(row) for row in rows[:BANS_SIZE]]
    return shown, shown[-1].author.id if len(rows) > BANS_SIZE else None


def is_banned(group_id: int, member_id: int) -> bool:
    ban = select(Ban.member_id).where(Ban.group_id == group_id, Ban.member_id == member_id, policy.is_in_force())
    return db.session.scalar(ban) is not None


def _ban(values: tuple[object, ...]) -> BanRow:
    member, by, facts = values[:PERSON_SIZE], values[PERSON_SIZE : 2 * PERSON_SIZE], values[2 * PERSON_SIZE :]
    return BanRow(*[author(*member), author(*by), *facts])  # type: ignore[arg-type]
