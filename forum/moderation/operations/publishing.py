"""What admins have the community say of itself."""

from sqlalchemy import select, update

from forum import text
from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.config import settings
from forum.database import after_commit, db, insert_new, operation
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _
from forum.moderation import policy
from forum.ports import clocks
from forum.site.documents import AGREED, find_document
from forum.site.models import Document, Site
from forum.site.queries import forget_name


@operation
def publish(admin: Viewer, name: str, body: text.Body, *, was: int, ask_again: bool = False) -> int:
    """Put the cooked body in the place of document `name`, of which the admin read version `was`; the new version.

    The same words again change nothing. With `ask_again` every member is asked for consent anew. Refuses NotAllowed,
    and Conflict when somebody else changed it meanwhile.
    """
    if not policy.can_publish(admin):
        raise NotAllowed(_("Only admins change these pages."))
    insert_new(Site, id=1, name=settings().site_name)
    db.session.execute(select(Site.id).with_for_update())
    now = find_document(name)
    if now.source == body.source:
        return now.version
    if now.version != was:
        raise Conflict(_("Somebody else changed this page meanwhile. What you wrote is still here."))
    version, html = was + 1, text.fill(body.template, {})
    db.session.add(
        Document(name=name, version=version, source=body.source, html=html, published_at=clocks.now(),
                 published_by_id=admin.id)
    )  # fmt: skip
    db.session.flush()
    if ask_again and name in AGREED:
        db.session.execute(update(Site).values(consent=f"{name[0]}{version}"))
        after_commit(forget_name)
    record(admin.id, "document.published", version, name=name)
    return version
