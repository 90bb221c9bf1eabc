"""What a post was written as: for its edit form, for quoting it, and for cooking it again.

`editable`, `drafted` and `veiled` are the only ways in which a source is shown to anybody: quotes that may not be shown
stand in it as tokens.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from forum import addresses, text
from forum.accounts.models import Member
from forum.accounts.signatures import sign
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions.models import Post, Quote
from forum.discussions.queries import DraftView, PostView
from forum.discussions.quoting import Place, locate, quoted_places, unreadable_slots, withheld_slots
from forum.errors import Conflict
from forum.language import gettext as _

BATCH = 200
TOKEN_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Editable:
    """A post's Markdown as it may be shown, the body that its tokens stand for, and what it quotes."""

    shown: str
    body: text.Body
    places: frozenset[Place]

    def unveil(self, submitted: str) -> str:
        """What was submitted, with the withdrawn quotes that its tokens stand for: to be cooked, never to be shown."""
        return text.unveil(submitted, self.body, _sealed)


def editable(post: PostView) -> Editable:
    """The source of a post that was found for a viewer; imported HTML as Markdown."""
    source, source_format = db.session.execute(select(Post.source, Post.source_format).where(Post.id == post.id)).one()
    try:
        body = _as_markdown(source, source_format, quoted_places(post.id))
    except text.Refused as error:  # imported writing may be longer than anything that is written here
        raise Conflict(_("This post is too long to be edited or quoted.")) from error
    shown = text.veil(body, _withdrawn(post.id), _sealed)
    return Editable(shown, body, frozenset(quoted_places(post.id)))


def drafted(member: Viewer, draft: DraftView) -> Editable:
    """What a member saved and did not post, as it may be shown to them now: a quote of what they may not read any more
    is a token, whatever they had of it."""
    try:
        body = text.cook(draft.body)
    except text.Refused:  # a later pipeline takes less
        body = text.cook("\n".join(line for line in draft.body.splitlines() if ">" not in line))
    return Editable(text.veil(body, unreadable_slots(member, body), _sealed), body, frozenset())


def veiled(post: PostView, source: str, source_format: str, words: str) -> str:
    """One wording of a post that was found for a viewer, its present one or an earlier one, as it may be shown now.

    The relations of an earlier one are gone: what its quotes may show is decided again, from where they point. Of
    one too long to be Markdown the plain `words` are shown, which have no quotes in them.
    """
    group_id, discussion_id = post.discussion.group.id, post.discussion.id
    try:
        body = text.cook(source, source_format)
        withheld = withheld_slots(group_id, discussion_id, body)
        if source_format == "html":
            open_places = {(slot.discussion_id, slot.number) for slot in body.quotes if slot.slot not in withheld}
            body = _as_markdown(source, source_format, open_places)
            withheld = withheld_slots(group_id, discussion_id, body)
    except text.Refused:
        return words
    return text.veil(body, withheld)


def quotation(post: PostView) -> str:
    """Markdown that quotes the post, for somebody who may read it; its own quotes, withdrawn or not, are left out."""
    label = f"@{post.author.handle}" if post.author.handle else post.author.name
    address = addresses.post(post.discussion.id, post.number)
    return text.quotation(editable(post).body.source, name=label, address=address)


def list_posts_to_refill() -> list[tuple[int, str, str, int]]:
    """Posts whose HTML waits to be made again, the oldest request first: id, source, its format, revision."""
    waiting = select(Post.id, Post.source, Post.source_format, Post.revision).where(Post.refill_since.is_not(None))
    rows = db.session.execute(waiting.order_by(Post.refill_since, Post.id).limit(BATCH)).all()
    return [(row.id, row.source, row.source_format, row.revision) for row in rows]


def list_posts_to_recook() -> list[tuple[int, str, str, int]]:
    """Posts that an older pipeline cooked, the oldest first: id, source, its format, revision."""
    waiting = select(Post.id, Post.source, Post.source_format, Post.revision).where(Post.pipeline < text.PIPELINE)
    rows = db.session.execute(waiting.order_by(Post.pipeline, Post.id).limit(BATCH)).all()
    return [(row.id, row.source, row.source_format, row.revision) for row in rows]


def _sealed(_slot: int, lines: str) -> str:
    """The name of a token that comes back: the same quote keeps it when others are put before it, and it tells nobody
    what the quote says."""
    return sign("withdrawn quote", lines)[:TOKEN_LENGTH]


def _as_markdown(source: str, source_format: str, places: Collection[Place]) -> text.Body:
    """Cooked as Markdown; imported HTML is turned into it, the posts at `places` under their authors' handles."""
    return text.cook(text.to_markdown(source, _names_at(places)) if source_format == "html" else source)


def _withdrawn(post_id: int) -> set[int]:
    withdrawn = select(Quote.slot).where(Quote.post_id == post_id, Quote.withdrawn_at.is_not(None))
    return set(db.session.scalars(withdrawn))


def _names_at(places: Collection[Place]) -> dict[Place, str]:
    if not places:
        return {}
    located = locate(places)
    query = select(Post.id, Member.handle).outerjoin(Member, Member.id == Post.author_id)
    rows = db.session.execute(query.where(Post.id.in_(located.values())))
    names = {id: f"@{handle}" if handle else _("Former member") for id, handle in rows}
    return {place: names[post_id] for place, post_id in located.items()}
