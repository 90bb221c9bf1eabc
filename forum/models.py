"""Every table there is, for whoever needs all of them at once: migrations and checks."""

from forum.accounts.models import BrowserSession, Member, Profile, SignUp, Throttle, Token
from forum.activity.models import Activity
from forum.archive.models import Imported
from forum.database import Base
from forum.discussions.models import Discussion, Post, Quote, Revision
from forum.groups.models import Group, Membership
from forum.outbox.models import Delivery
from forum.site.models import Site

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Activity",
    "BrowserSession",
    "Delivery",
    "Discussion",
    "Group",
    "Imported",
    "Member",
    "Membership",
    "Post",
    "Profile",
    "Quote",
    "Revision",
    "SignUp",
    "Site",
    "Throttle",
    "Token",
]
