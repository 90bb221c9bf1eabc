"""What a text will look like once it is posted."""

from markupsafe import Markup

from forum import text
from forum.accounts.viewers import Viewer
from forum.discussions.quoting import Place, decide, filled


def preview(author: Viewer, group_id: int, discussion_id: int | None, body: text.Body,
            kept: frozenset[Place] = frozenset()) -> Markup:  # fmt: skip
    """The same HTML as the verb would store now."""
    decision = decide(author, group_id, discussion_id, body, kept)
    return Markup(filled(body, decision))  # noqa: S704  made safe by text
