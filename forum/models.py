"""Every table there is, for whoever needs all of them at once: migrations and checks."""

from forum.accounts.models import AddressChange, BrowserSession, Member, Profile, RetiredHandle, SignUp, Throttle, Token
from forum.activity.models import Activity
from forum.archive.models import Imported
from forum.database import Base
from forum.discussions.models import (
    Answer,
    Attachment,
    Bookmark,
    Discussion,
    Draft,
    FormerPlace,
    GroupWatch,
    Mention,
    Post,
    Quote,
    Reading,
    Revision,
    Tag,
    Tagging,
    Thanks,
    Viewing,
    Watch,
)
from forum.groups.models import (
    Ban,
    Departure,
    Group,
    Invitation,
    InvitationUse,
    InvitedSignUp,
    JoinRequest,
    Membership,
    StaffEntry,
)
from forum.moderation.models import Flag, Ruling
from forum.outbox.models import Delivery
from forum.site.models import Document, Site

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Activity",
    "AddressChange",
    "Answer",
    "Attachment",
    "Ban",
    "Bookmark",
    "BrowserSession",
    "Delivery",
    "Departure",
    "Discussion",
    "Document",
    "Draft",
    "Flag",
    "FormerPlace",
    "Group",
    "GroupWatch",
    "Imported",
    "Invitation",
    "InvitationUse",
    "InvitedSignUp",
    "JoinRequest",
    "Member",
    "Membership",
    "Mention",
    "Post",
    "Profile",
    "Quote",
    "Reading",
    "RetiredHandle",
    "Revision",
    "Ruling",
    "SignUp",
    "Site",
    "StaffEntry",
    "Tag",
    "Tagging",
    "Thanks",
    "Throttle",
    "Token",
    "Viewing",
    "Watch",
]
