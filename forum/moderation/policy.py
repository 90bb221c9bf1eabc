"""Who may rule on members, read the record of rulings and reports, and publish."""

from sqlalchemy import ColumnElement, and_, or_

from forum.accounts.models import STAFF, Role
from forum.accounts.queries import ProfileView
from forum.accounts.viewers import Viewer
from forum.groups import policy as groups
from forum.groups.queries import GroupView
from forum.moderation.models import Flag


def can_read_rulings(viewer: Viewer | None, group: GroupView) -> bool:
    """Those of a group: who moderates there."""
    return groups.can_moderate(viewer, group)


def can_read_all_rulings(viewer: Viewer | None) -> bool:
    """Those of the whole site, as far as one may read what they are about: staff."""
    return viewer is not None and viewer.is_staff


def can_read_reports(viewer: Viewer | None, group: GroupView) -> bool:
    """What people said is wrong in a group: who moderates there."""
    return groups.can_moderate(viewer, group)


def reports_for_organiser(viewer: Viewer, group: GroupView) -> ColumnElement[bool]:
    """The reports that those who moderate in a group deal with: about what others wrote there. What is said of the
    group itself, and of the reader's own posts, is for the site's moderators."""
    by_others = or_(Flag.member_id.is_(None), Flag.member_id != viewer.id)
    return and_(Flag.group_id == group.id, Flag.target_kind == "post", by_others)


def can_read_all_reports(viewer: Viewer | None) -> bool:
    """All reports; of what stands in a group that they may not read, staff learn no more than what is said of it."""
    return viewer is not None and viewer.is_staff


def can_publish(viewer: Viewer | None) -> bool:
    """Change what the community says of itself: admins do."""
    return viewer is not None and viewer.role == Role.ADMIN


def can_rule_on_member(viewer: Viewer | None, member: ProfileView) -> bool:
    """Suspend somebody, or lift it: staff do, admins alone when it is about staff, and nobody to themselves."""
    if viewer is None or not viewer.is_staff or member.joined_at is None or member.id == viewer.id:
        return False
    return member.role not in STAFF or viewer.role == Role.ADMIN


def can_suspend(viewer: Viewer | None, member: ProfileView) -> bool:
    return not member.is_suspended and can_rule_on_member(viewer, member)


def can_lift(viewer: Viewer | None, member: ProfileView) -> bool:
    return member.is_suspended and can_rule_on_member(viewer, member)
