"""Section a chunk of a discussion: posts with their original dates and authors, quotes, and counts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update

from forum import text
from forum.archive.models import Imported
from forum.archive.ning import known, quotes
from forum.archive.ning.chunks import Chunk, Draft, Kept
from forum.archive.ning.sections import FORUM, Section
from forum.database import db, operation
from forum.discussions import quoting
from forum.discussions.models import Attachment, Discussion, Post, Quote
from forum.discussions.operations.counting import recount
from forum.discussions.operations.locking import lock_places
from forum.discussions.operations.posting import cooked
from forum.discussions.operations.starting import count_discussion
from forum.discussions.paths import hang
from forum.discussions.queries import stands_as
from forum.discussions.quoting import Place
from forum.groups.models import Group

NOBODY: Any = None
"""Who quotes in an archive reads nothing here by it: what they may quote is decided by where both stand."""

QUOTES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Written:
    is_new: bool
    posts: int
    quotes: int
    files: int


@operation
def write(chunk: Chunk, authors: Mapping[str, int]) -> Written:
    """Write the cooked drafts as the next posts of their discussion, opening it first if it is not here.

    No activity and no notice: nobody did anything just now.
    """
    others = _others(chunk)
    here = known.row(chunk.section.kind, chunk.topic.key)
    discussion_id = stands_as(here) if here else None
    is_new = discussion_id is None
    _lock(chunk.group_id, discussion_id, [post_id for post_id, _place in others.values()])
    if discussion_id is None:
        discussion_id = _open(chunk, authors)

    first, group_id = _take_numbers(discussion_id, chunk)
    places = {key: place for key, (_post_id, place) in others.items()} | _own_places(discussion_id, first, chunk)
    bodies = [_settle(draft, places) for draft in chunk.drafts]
    ids = _insert(discussion_id, first, chunk.drafts, bodies, authors)
    if recount(discussion_id) == len(ids):
        count_discussion(group_id, +1)
    quoting_posts = {
        post_id: body for post_id, body, draft in zip(ids, bodies, chunk.drafts, strict=True) if draft.quoted
    }
    quoted = _relate(quoting_posts, group_id, discussion_id, set(places.values()))

    attached = _attach({post_id: draft.files for post_id, draft in zip(ids, chunk.drafts, strict=True)})

    _remember(chunk, ids)
    return Written(is_new, len(ids), quoted, attached)


def attached(files: Collection[str]) -> set[str]:
    """Those of the files, by their names in the store, that a post here has."""
    return set(db.session.scalars(select(Attachment.file).where(Attachment.file.in_(files))))


@operation
def attach_late(section: Section, files: Mapping[str, list[Kept]]) -> int:
    """Give posts that are here these files, below their text; how many they are."""
    found = find_posts({key for key in files if files[key]}, section)
    for discussion_id in sorted({place[0] for _post_id, place in found.values()}):
        touched = update(Discussion).where(Discussion.id == discussion_id)
        db.session.execute(touched.values(version=Discussion.version + 1))
    late = {
        found[key][0]: [replace(file, in_text=False) for file in kept] for key, kept in files.items() if key in found
    }
    return _attach(late)


def _attach(files: Mapping[int, list[Kept]]) -> int:
    rows = [
        {"file": file.file, "post_id": post_id, "number": file.number, "name": file.name, "size": file.size,
         "is_picture": file.sides is not None, "in_text": file.in_text}
        for post_id, kept in files.items()
        for file in kept
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Attachment), rows)
    return len(rows)


def _others(chunk: Chunk) -> dict[str, tuple[int, Place]]:
    """The quoted posts that are here before the chunk is: id and place of each, by key."""
    own = {draft.comment.key for draft in chunk.drafts}
    keys = {key for draft in chunk.drafts for key in draft.quoted} - own
    return find_posts(keys, chunk.section) if keys else {}


def find_posts(keys: set[str], section: Section, *conditions: Any) -> dict[str, tuple[int, Place]]:
    """What these comments or discussions of the section, else of the forum, became; where conditions on Post,
    Discussion and Group hold."""
    columns = select(Imported.key, Post.id, Post.discussion_id, Post.number)
    comments = columns.join(Post, Post.id == Imported.row_id)
    openings = columns.join(Post, (Post.discussion_id == Imported.row_id) & (Post.number == 1))
    found = {}
    for here in dict.fromkeys((FORUM, section)):
        for query, kind in ((comments, here.replies), (openings, here.kind)):
            query = query.join(Discussion, Discussion.id == Post.discussion_id)
            query = query.join(Group, Group.id == Discussion.group_id)
            known_ones = query.where(known.of_kind(kind), Imported.key.in_(keys), *conditions)
            for key, post_id, discussion_id, number in db.session.execute(known_ones):
                found[key] = (post_id, (discussion_id, number))
    return found


def _lock(group_id: int, discussion_id: int | None, sources: list[int]) -> None:
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    if discussion_id or sources:
        lock_places({discussion_id} if discussion_id else set(), sources, groups_for_writing=True)


def _open(chunk: Chunk, authors: Mapping[str, int]) -> int:
    topic = chunk.topic
    values = {"group_id": chunk.group_id, "title": topic.title, "starter_id": authors.get(topic.author),
              "started_at": topic.at, "last_posted_at": topic.at, "version": 0}  # fmt: skip
    discussion_id: int = db.session.execute(insert(Discussion).values(values).returning(Discussion.id)).scalar_one()
    known.remember(chunk.section.kind, {topic.key: discussion_id})
    return discussion_id


def _take_numbers(discussion_id: int, chunk: Chunk) -> tuple[int, int]:
    """The number of the first of the posts, and the group in which they stand."""
    taken = update(Discussion).where(Discussion.id == discussion_id)
    taken = taken.values(last_number=Discussion.last_number + len(chunk.drafts))
    last, group_id = db.session.execute(taken.returning(Discussion.last_number, Discussion.group_id)).one()
    return last - len(chunk.drafts) + 1, group_id


def _own_places(discussion_id: int, first: int, chunk: Chunk) -> dict[str, Place]:
    return {draft.comment.key: (discussion_id, number) for number, draft in enumerate(chunk.drafts, first)}


def _settle(draft: Draft, places: Mapping[str, Place]) -> text.Body:
    assert draft.body is not None
    if not draft.quoted:
        return draft.body
    return quotes.settled(draft.body, {n: places[key] for n, key in enumerate(draft.quoted, 1) if key in places})


def _insert(
    discussion_id: int, first: int, drafts: list[Draft], bodies: list[text.Body], authors: Mapping[str, int]
) -> list[int]:
    rows = [
        {"discussion_id": discussion_id, "number": number, "author_id": authors.get(draft.comment.author),
         "written_at": draft.comment.at, "path": hang(number), **cooked(body, quoting.Decision())}
        for number, (draft, body) in enumerate(zip(drafts, bodies, strict=True), first)
    ]  # fmt: skip
    db.session.execute(insert(Post), rows)
    made = select(Post.id).where(Post.discussion_id == discussion_id, Post.number >= first)
    return list(db.session.scalars(made.order_by(Post.number)))


def _relate(bodies: Mapping[int, text.Body], group_id: int, discussion_id: int, kept: Collection[Place]) -> int:
    """Decide about the quotes of these posts, now that what they quote is here; how many have a source."""
    count = 0
    for post_ids in _batches(bodies):
        slots = [(post_id, slot) for post_id in post_ids for slot in bodies[post_id].quotes]
        numbered = tuple(replace(slot, slot=number) for number, (_post_id, slot) in enumerate(slots))
        together = replace(bodies[post_ids[0]], quotes=numbered)
        decided = quoting.decide(NOBODY, group_id, discussion_id, together, kept=kept)
        count += _keep(bodies, _by_post(decided, slots))
    return count


def _batches(bodies: Mapping[int, text.Body]) -> Iterator[list[int]]:
    """Posts with about as many quotes as one query should ask about."""
    batch: list[int] = []
    quotes_count = 0
    for post_id, body in bodies.items():
        batch.append(post_id)
        quotes_count += len(body.quotes)
        if quotes_count >= QUOTES_AT_ONCE:
            yield batch
            batch, quotes_count = [], 0
    if batch:
        yield batch


def _by_post(decided: quoting.Decision, slots: list[tuple[int, text.QuoteSlot]]) -> dict[int, quoting.Decision]:
    """What was decided about the slots of several posts, for each of these posts."""
    decisions: dict[int, quoting.Decision] = defaultdict(quoting.Decision)
    for row in decided.rows:
        post_id, slot = slots[row["slot"]]
        decisions[post_id].fates[slot.slot] = decided.fates[row["slot"]]
        decisions[post_id].rows.append({**row, "slot": slot.slot})
    return decisions


def _keep(bodies: Mapping[int, text.Body], decisions: Mapping[int, quoting.Decision]) -> int:
    posts, rows = [], []
    for post_id, decision in decisions.items():
        columns = cooked(bodies[post_id], decision)
        posts.append({"id": post_id, "html": columns["html"], "masked_html": columns["masked_html"]})
        rows += [{"post_id": post_id, **row} for row in decision.rows]
    if rows:
        db.session.execute(update(Post), posts)
        db.session.execute(insert(Quote), rows)
    return len(rows)


def _remember(chunk: Chunk, ids: list[int]) -> None:
    pairs = zip(chunk.drafts, ids, strict=True)
    known.remember(
        chunk.section.replies, {draft.comment.key: post_id for draft, post_id in pairs if not draft.is_opening}
    )
