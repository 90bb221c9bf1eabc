"""The files that posts have."""

from functools import reduce

from sqlalchemy import String, case, cast, func, select

from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.models import Attachment, Discussion, Post
from forum.discussions.queries.shapes import AttachmentView
from forum.errors import NotFound
from forum.groups.models import Group
from forum.language import gettext as _

_kind = case((Attachment.is_picture, "picture"), else_="file")
_facts = (cast(Attachment.number, String), cast(Attachment.size, String), _kind, Attachment.file, Attachment.name)
_line = reduce(lambda before, fact: before + " " + fact, _facts)
_lines = select(func.aggregate_strings(_line, "\n")).where(Attachment.post_id == Post.id, ~Attachment.in_text)

ATTACHMENTS = case((policy.is_shown(), _lines.correlate(Post).scalar_subquery()))
"""A line for each of the files below a post, for queries that select from Post: so that a page with files takes no
query more than one without."""


def parse_attachments(lines: str | None) -> tuple[AttachmentView, ...]:
    """The files of `ATTACHMENTS`, in their order."""
    if not lines:
        return ()
    numbered = sorted((int(number), rest) for number, rest in (line.split(" ", 1) for line in lines.split("\n")))
    return tuple(_parse(rest) for _number, rest in numbered)


def find_attachment(viewer: Viewer | None, file: str) -> AttachmentView:
    """The file, if it is one of a post that the viewer may read; NotFound."""
    query = (
        select(Attachment.file, Attachment.name, Attachment.size, Attachment.is_picture)
        .join(Post, Post.id == Attachment.post_id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .where(Attachment.file == file, policy.is_shown(), policy.visible_to(viewer))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    return AttachmentView(*row)


def _parse(line: str) -> AttachmentView:
    size, kind, file, name = line.split(" ", 3)
    return AttachmentView(file, name, int(size), kind == "picture")
