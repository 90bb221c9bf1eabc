"""Deciding what becomes of the quotes in a post: shown with their source, shown as plain words, or withdrawn.

Who may read a quote follows from where source and quotation stand, and is decided when either changes; reading never
asks. Every function here runs as well before a verb, for a preview, as within one, under its locks.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, or_, select

from forum import addresses, text
from forum.accounts.models import Member
from forum.accounts.viewers import Viewer
from forum.database import db
from forum.discussions import policy
from forum.discussions.mentioning import Mentioned, find_mentioned, find_recorded, names_of
from forum.discussions.models import Discussion, FormerPlace, Post, Quote, Revision
from forum.groups import policy as groups
from forum.groups.models import Group
from forum.language import gettext as _
from forum.ports import clocks

Place = tuple[int, int]
"""A discussion's id and a post's number in it: what an attribution points at, though the post may have moved."""


@dataclass(frozen=True, slots=True)
class Source:
    """A post that is quoted, and what decides about its quotes."""

    id: int
    place: Place
    revision: int
    words: str
    name: str | None
    is_shown: bool
    is_quotable: bool
    is_readable: bool


@dataclass(slots=True)
class Decision:
    """What becomes of each quote: its fate in the HTML, its row, and what the author should be told; and whom the
    text mentions."""

    fates: dict[int, text.Fate] = field(default_factory=dict)
    mentioned: list[Mentioned] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def filled(body: text.Body, decision: Decision) -> str:
    """The body's HTML as it was decided."""
    return text.fill(body.template, decision.fates, names_of(decision.mentioned))


def masked(body: text.Body, decision: Decision) -> str | None:
    """The same with every quote withdrawn; None for a body that quotes nobody."""
    return text.mask(body.template, names_of(decision.mentioned)) if decision.fates else None


def source_ids(body: text.Body) -> list[int]:
    """The posts that the body's attributions point at, whoever may see them: to be locked before deciding."""
    return list(locate(_places(body)).values())


def decide(author: Viewer, group_id: int, discussion_id: int | None, body: text.Body,
           kept: Collection[Place] = ()) -> Decision:  # fmt: skip
    """Decide about the quotes of a body that `author` writes in a discussion of the group.

    A source counts if the author may read it and everybody who reads the discussion may. One that was taken down
    leaves the quote withdrawn. Otherwise the words stay ordinary text, and only an author who may read the source is
    told why. `kept` are the sources that this post quoted before an edit: their words are not let out as ordinary
    text if they are out of reach now.
    """
    sources = _find_sources(author, group_id, discussion_id, _places(body))
    decision = Decision(mentioned=find_mentioned(group_id, body))
    for slot in body.quotes:
        source = sources.get((slot.discussion_id, slot.number))
        if source and source.is_quotable and (source.is_readable or source.place in kept):
            _let(decision, slot, source)
        elif source and source.place in kept:
            _let(decision, slot, source, withdrawn=True)
        elif source and source.is_readable:
            decision.refusals.append(_refusal(source))
    return decision


def decide_again(post_id: int, group_id: int, discussion_id: int) -> Decision:
    """Decide about the quotes that a post has already: the same relations, as their sources are now."""
    rows = db.session.scalars(select(Quote).where(Quote.post_id == post_id)).all()
    sources = {source.id: source for source in _read_sources(None, group_id, discussion_id,
                                                             Post.id.in_([row.source_id for row in rows]))}  # fmt: skip
    decision = Decision(mentioned=find_recorded(post_id))
    for row in rows:
        source = sources[row.source_id]
        shown = source.is_shown and source.is_quotable
        row.withdrawn_at = None if shown else row.withdrawn_at or clocks.now()
        fate = _attributed(source, row.source_revision, row.altered, row.edited_since)
        decision.fates[row.slot] = fate if shown else text.WITHDRAWN
    return decision


def withheld_slots(group_id: int, discussion_id: int, body: text.Body) -> set[int]:
    """The quotes of a body, such as an old wording's, whose words may not be shown to who reads in this discussion.

    Decided from where both stand, as in `decide`. A quote of a post that never was is withheld like one that may
    not be read here: the two must not be told apart.
    """
    sources = _find_sources(None, group_id, discussion_id, _places(body))
    open_places = {place for place, source in sources.items() if source.is_shown and source.is_quotable}
    return {slot.slot for slot in body.quotes if (slot.discussion_id, slot.number) not in open_places}


def unreadable_slots(reader: Viewer, body: text.Body) -> set[int]:
    """The quotes of a body whose words this reader may not read where they come from, wherever the body is to stand."""
    sources = _find_sources(reader, 0, None, _places(body))
    readable = {place for place, source in sources.items() if source.is_shown and source.is_readable}
    return {slot.slot for slot in body.quotes if (slot.discussion_id, slot.number) not in readable}


def quoted_places(post_id: int) -> set[Place]:
    """What the post quotes, whatever has become of it, under every number that it ever had."""
    quoted = select(Quote.source_id).where(Quote.post_id == post_id)
    now = select(Post.discussion_id, Post.number).where(Post.id.in_(quoted))
    before = select(FormerPlace.discussion_id, FormerPlace.number).where(FormerPlace.post_id.in_(quoted))
    return {(discussion_id, number) for discussion_id, number in db.session.execute(now.union_all(before))}


def locate(places: Collection[Place]) -> dict[Place, int]:
    """The post that stands, or stood, at each of these places."""
    if not places:
        return {}
    now = select(Post.discussion_id, Post.number, Post.id).where(_at(Post, places))
    before = select(FormerPlace.discussion_id, FormerPlace.number, FormerPlace.post_id).where(_at(FormerPlace, places))
    return {(row[0], row[1]): row[2] for row in db.session.execute(now.union_all(before))}


def _at(model: Any, places: Collection[Place]) -> Any:
    return or_(*(and_(model.discussion_id == discussion, model.number == number) for discussion, number in places))


def match_again(post_id: int, body: text.Body) -> None:
    """Let the rows of a post's quotes follow their quotes to the slots that they have in a body cooked anew.

    A row and a quote belong together when they are the same post's, in the same order; a quote without a row stays
    without one, as it was decided, and a row whose quote is no more goes.
    """
    rows = db.session.scalars(select(Quote).where(Quote.post_id == post_id).order_by(Quote.slot)).all()
    located = locate(_places(body))
    waiting: dict[int | None, list[Quote]] = defaultdict(list)
    for row in rows:
        waiting[row.source_id].append(row)
    slots: dict[int, int] = {}
    for slot in body.quotes:
        if of_source := waiting[located.get((slot.discussion_id, slot.number))]:
            slots[of_source.pop(0).slot] = slot.slot
    if slots == {row.slot: row.slot for row in rows}:
        return
    kept = [{**_values(row), "slot": slots[row.slot]} for row in rows if row.slot in slots]
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    db.session.add_all(Quote(**values) for values in kept)
    db.session.flush()


def _values(row: Quote) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in Quote.__table__.columns}


def note_for(altered: bool, edited_since: bool) -> str:
    """What is said beside a quote whose words are not those of its source."""
    if altered:
        return _("in other words")
    return _("edited since") if edited_since else ""


def _let(decision: Decision, slot: text.QuoteSlot, source: Source, withdrawn: bool = False) -> None:
    shown = source.is_shown and not withdrawn
    revision, altered, edited_since = _compare(slot, source)
    decision.fates[slot.slot] = _attributed(source, revision, altered, edited_since) if shown else text.WITHDRAWN
    decision.rows.append({
        "slot": slot.slot, "source_id": source.id, "source_revision": revision, "words": slot.words,
        "altered": altered, "edited_since": edited_since, "withdrawn_at": None if shown else clocks.now(),
    })  # fmt: skip


def _compare(slot: text.QuoteSlot, source: Source) -> tuple[int, bool, bool]:
    """The revision of the source that has these words, whether none has, and whether only an earlier one has."""
    if text.same_words(slot.words, source.words):
        return source.revision, False, False
    earlier = select(Revision.number, Revision.words).where(Revision.post_id == source.id)
    for number, words in db.session.execute(earlier.order_by(Revision.number.desc())):
        if text.same_words(slot.words, words):
            return number, False, True
    return source.revision, True, False


def _attributed(source: Source, revision: int, altered: bool, edited_since: bool) -> text.Fate:
    """What changed since the quoted words were written is one click away from "edited since"."""
    name = source.name or _("Former member")
    changed = addresses.history(*source.place, since=revision) if edited_since and not altered else ""
    return text.Attributed(name, addresses.post(*source.place), note_for(altered, edited_since), changed)


def _refusal(source: Source) -> str:
    place = "/".join(str(part) for part in source.place)
    return _("Your quote of post %(place)s stands without its source: people who read here may not read it there.",
             place=place)  # fmt: skip


def _places(body: text.Body) -> set[Place]:
    return {(slot.discussion_id, slot.number) for slot in body.quotes}


def _find_sources(
    author: Viewer | None, group_id: int, discussion_id: int | None, places: Collection[Place]
) -> dict[Place, Source]:
    """What is quoted from these places, by each place as it is written."""
    located = locate(places)
    if not located:
        return {}
    read = _read_sources(author, group_id, discussion_id, Post.id.in_(located.values()))
    sources = {source.id: source for source in read}
    return {place: sources[post_id] for place, post_id in located.items()}


def _read_sources(author: Viewer | None, group_id: int, discussion_id: int | None, which: Any) -> list[Source]:
    quotable = policy.quotable_in(group_id, discussion_id).label("quotable")
    readable = groups.visible_to(author).label("readable")  # deleted posts too: they leave their quotes withdrawn
    query = (
        select(Post.id, Post.discussion_id, Post.number, Post.revision, Post.words, Member.name,
               policy.is_shown().label("shown"), quotable, readable)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Group, Group.id == Discussion.group_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(which)
    )  # fmt: skip
    return [_source(row) for row in db.session.execute(query)]


def _source(row: Sequence[Any]) -> Source:
    id, discussion_id, number, revision, words, name, shown, quotable, readable = row
    return Source(id, (discussion_id, number), revision, words, name, bool(shown), bool(quotable), bool(readable))
