"""Which tags a discussion has, and how the site spells them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select, update

from forum.accounts.viewers import Viewer
from forum.activity.operations import record
from forum.database import db, insert_new, operation
from forum.discussions import policy
from forum.discussions.models import TAGS_MAX, Discussion, Tag, Tagging
from forum.discussions.operations.locking import lock_discussion, lock_discussions, lock_group_of, lock_tags
from forum.discussions.queries import TagView, find_discussion, find_tag, names_of_tags, sees_tag
from forum.errors import Conflict, NotAllowed
from forum.language import gettext as _


@operation
def retag(actor: Viewer, discussion_id: int, names: Sequence[str]) -> None:
    """Give the discussion these folded tags in this order and no others; refuses NotFound and NotAllowed."""
    find_discussion(actor, discussion_id)
    lock_group_of(discussion_id)
    tags = take_tags(names)
    discussion = lock_discussion(actor, discussion_id)
    if not policy.can_tag(actor, discussion):
        raise NotAllowed(policy.why_not_tag())
    if list(tags) == discussion.tag_names:
        return

    db.session.execute(delete(Tagging).where(Tagging.discussion_id == discussion_id))
    put_tags(discussion_id, tags.values())
    _show_tags([discussion_id])

    record(actor.id, "discussion.tagged", discussion_id, before=discussion.tag_names, after=list(tags))


def take_tags(names: Iterable[str]) -> dict[str, int]:
    """The tags that are meant by these names, in their order; made where they are new, and locked as they are spelt."""
    wanted = list(dict.fromkeys(names))[:TAGS_MAX]
    if not wanted:
        return {}
    for name in sorted(wanted):
        insert_new(Tag, name=name)
    lock_tags(wanted, shared=True)
    rows = db.session.execute(select(Tag.name, Tag.id, Tag.meant_id).where(Tag.name.in_(wanted)))
    meant = {row.name: row.meant_id or row.id for row in rows}
    named = db.session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(meant.values())))
    names_by_id = {row.id: row.name for row in named}
    return {names_by_id[meant[name]]: meant[name] for name in wanted}


def put_tags(discussion_id: int, tag_ids: Iterable[int]) -> None:
    """Give tags to a discussion that has none, under its lock."""
    for place, tag_id in enumerate(tag_ids, start=1):
        db.session.add(Tagging(discussion_id=discussion_id, tag_id=tag_id, place=place))
    db.session.flush()


def share_tags(source_id: int, target_id: int) -> None:
    """Give one discussion the tags of another, as far as it has places left, under the locks of all of them."""
    own = dict(_taggings(target_id))
    places = [place for place in range(1, TAGS_MAX + 1) if place not in own.values()]
    new = [tag_id for tag_id, _place in _taggings(source_id) if tag_id not in own]
    for place, tag_id in zip(places, new, strict=False):
        db.session.add(Tagging(discussion_id=target_id, tag_id=tag_id, place=place))
    db.session.flush()
    _show_tags([target_id])


def _taggings(discussion_id: int) -> list[tuple[int, int]]:
    columns = select(Tagging.tag_id, Tagging.place).where(Tagging.discussion_id == discussion_id)
    return [(row.tag_id, row.place) for row in db.session.execute(columns.order_by(Tagging.place))]


@operation
def respell(moderator: Viewer, name: str, to: str, *, merge: bool = False) -> str:
    """Call a tag `to`, wherever it stands, and the name after it; what it was called means it from now on.

    If another tag is called so, the two become one, for which a moderator who sees that tag has to ask by `merge`.
    Refuses NotFound, NotAllowed, and Conflict when it was not asked for.
    """
    tag = find_tag(moderator, name)
    if not policy.can_respell(moderator, tag):
        raise NotAllowed(policy.why_not_respell())
    lock_tags([tag.name, to], shared=False)
    if find_tag(moderator, name) != tag:
        raise Conflict(_("Somebody else changed this tag meanwhile. Please look again."))
    if to == tag.name:
        return to
    discussions = list(db.session.scalars(select(Tagging.discussion_id).where(Tagging.tag_id == tag.id)))
    lock_discussions(discussions)

    other = _find_other(tag, to)
    if other is None:
        _rename(tag, to)
    elif merge or not sees_tag(moderator, other.id):
        _merge(tag, other)
    else:
        raise Conflict(_("There is a tag “%(tag)s” already. The two can become one.", tag=other.name))
    _show_tags(discussions)

    after = other.name if other else to
    record(moderator.id, "tag.respelt", tag.id, before=tag.name, after=after)
    return after


def _find_other(tag: TagView, name: str) -> Tag | None:
    """The tag that is meant by this name, if it is another one."""
    held = db.session.scalar(select(Tag).where(Tag.name == name))
    meant_id = (held.meant_id or held.id) if held else tag.id
    return db.session.get_one(Tag, meant_id) if meant_id != tag.id else None


def _rename(tag: TagView, to: str) -> None:
    db.session.execute(delete(Tag).where(Tag.name == to, Tag.meant_id == tag.id))
    db.session.execute(update(Tag).where(Tag.id == tag.id).values(name=to))
    db.session.add(Tag(name=tag.name, meant_id=tag.id))
    db.session.flush()


def _merge(tag: TagView, other: Tag) -> None:
    having_both = select(Tagging.discussion_id).where(Tagging.tag_id == other.id)
    of_tag = Tagging.tag_id == tag.id
    db.session.execute(delete(Tagging).where(of_tag, Tagging.discussion_id.in_(having_both)), execution_options=NO_SYNC)
    db.session.execute(update(Tagging).where(of_tag).values(tag_id=other.id), execution_options=NO_SYNC)
    spellings = or_(Tag.id == tag.id, Tag.meant_id == tag.id)
    db.session.execute(update(Tag).where(spellings).values(meant_id=other.id), execution_options=NO_SYNC)


def _show_tags(discussion_ids: Sequence[int]) -> None:
    """Put the names of their tags beside the discussions, under their locks."""
    changed = update(Discussion).where(Discussion.id.in_(discussion_ids))
    values = {"tags": names_of_tags(), "version": Discussion.version + 1}
    db.session.execute(changed.values(values), execution_options=NO_SYNC)


NO_SYNC = {"synchronize_session": False}
