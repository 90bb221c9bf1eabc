"""What must hold of discussions, posts and quotes."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.discussions import policy
from forum.discussions.models import Discussion, FormerPlace, Post, Quote, Reading, Tag, Tagging, Thanks, Viewing
from forum.discussions.paths import as_hung
from forum.discussions.queries import names_of_tags
from forum.groups.models import PUBLIC_KINDS, Group
from forum.invariants import Counter, Rule

Reply, Source, SourceDiscussion = aliased(Post), aliased(Post), aliased(Discussion)
Above, Meant = aliased(Post), aliased(Tag)

_shown = and_(Post.discussion_id == Discussion.id, policy.is_shown())
_readable = and_(Discussion.group_id == Group.id, Discussion.posts_count > 0)


def _of_discussion(value: Any) -> Any:
    return select(value).where(_shown).correlate(Discussion)


_newest = (Post.written_at.desc(), Post.number.desc())

COUNTERS = [
    Counter(Discussion, Discussion.posts_count, _of_discussion(func.count(Post.id)).scalar_subquery()),
    Counter(
        Discussion,
        Discussion.participants_count,
        _of_discussion(func.count(Post.author_id.distinct())).scalar_subquery(),
    ),
    Counter(
        Discussion,
        Discussion.last_posted_at,
        func.coalesce(
            _of_discussion(Post.written_at).order_by(*_newest).limit(1).scalar_subquery(), Discussion.last_posted_at
        ),
    ),
    Counter(Discussion, Discussion.tags, names_of_tags()),
    Counter(
        Discussion,
        Discussion.newest_number,
        func.coalesce(_of_discussion(Post.number).order_by(*_newest).limit(1).scalar_subquery(), 0),
    ),
    Counter(
        Post,
        Post.replies_count,
        select(func.count(Reply.id))
        .where(Reply.answering_id == Post.id, Reply.discussion_id == Post.discussion_id)
        .where(Reply.deleted_at.is_(None), Reply.hidden_at.is_(None))
        .correlate(Post)
        .scalar_subquery(),
    ),
    Counter(
        Post,
        Post.thanks_count,
        select(func.count(Thanks.member_id)).where(Thanks.post_id == Post.id).correlate(Post).scalar_subquery(),
    ),
    Counter(
        Group,
        Group.discussions_count,
        select(func.count(Discussion.id)).where(_readable).correlate(Group).scalar_subquery(),
    ),
]


def _numbers_with_gaps() -> Select[Any]:
    """Every number that was given is that of a post which stands there, or stood there and stands elsewhere."""
    standing = select(Post.discussion_id.label("discussion_id"), Post.number.label("number"))
    left = select(FormerPlace.discussion_id, FormerPlace.number)
    given = standing.union_all(left).subquery()
    counted = select(
        given.c.discussion_id,
        func.count().label("count"),
        func.count(given.c.number.distinct()).label("different"),
        func.max(given.c.number).label("last"),
    )
    numbers = counted.group_by(given.c.discussion_id).subquery()
    wrong = or_(
        numbers.c.count != numbers.c.last,
        numbers.c.count != numbers.c.different,
        numbers.c.last != Discussion.last_number,
    )
    return select(Discussion.id).join(numbers, numbers.c.discussion_id == Discussion.id).where(wrong)


def _paths_astray() -> Select[Any]:
    above = and_(Above.id == Post.answering_id, Above.discussion_id == Post.discussion_id)
    return select(Post.id).outerjoin(Above, above).where(Post.path != as_hung(Above))


def _quotes_shown_too_widely() -> Select[Any]:
    """Posts that show a quote whose source is down, or is neither public nor in the same group."""
    own_group = select(Discussion.group_id).where(Discussion.id == Post.discussion_id).scalar_subquery()
    down = or_(Source.deleted_at.is_not(None), Source.hidden_at.is_not(None))
    reachable = or_(Group.kind.in_(PUBLIC_KINDS), Group.id == own_group)
    return (
        select(Quote.post_id)
        .join(Post, Post.id == Quote.post_id)
        .join(Source, Source.id == Quote.source_id)
        .join(SourceDiscussion, SourceDiscussion.id == Source.discussion_id)
        .join(Group, Group.id == SourceDiscussion.group_id)
        .where(Quote.withdrawn_at.is_(None), or_(down, ~reachable))
    )


RULES = [
    Rule("posts are numbered 1, 2, 3 … up to the last number", _numbers_with_gaps()),
    Rule("a shown quote has a source that its readers may read", _quotes_shown_too_widely()),
    Rule(
        "a post with a withdrawn quote shows its masked text until it is made again",
        select(Quote.post_id)
        .join(Post, Post.id == Quote.post_id)
        .where(Quote.withdrawn_at.is_not(None), Post.masked_html.is_(None)),
    ),
    Rule("a post hangs below what it answers", _paths_astray()),
    Rule(
        "nobody has read further than to the last post",
        select(Reading.discussion_id)
        .join(Discussion, Discussion.id == Reading.discussion_id)
        .where(Reading.number > Discussion.last_number),
    ),
    Rule(
        "every reader of the last hours is counted",
        select(Viewing.discussion_id)
        .join(Discussion, Discussion.id == Viewing.discussion_id)
        .group_by(Viewing.discussion_id, Discussion.views_count)
        .having(func.count() > Discussion.views_count),
    ),
    Rule(
        "a discussion that was merged into another has no posts left",
        select(Post.id)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .where(Discussion.merged_into_id.is_not(None)),
    ),
    Rule(
        "a discussion that holds posts begins with one",
        select(Discussion.id)
        .where(exists().where(Post.discussion_id == Discussion.id))
        .where(~exists().where(Post.discussion_id == Discussion.id, Post.number == 1)),
    ),
    Rule(
        "nobody says thanks for their own post",
        select(Post.id).join(Thanks, Thanks.post_id == Post.id).where(Thanks.member_id == Post.author_id),
    ),
    Rule(
        "a discussion has no other spelling of a tag, but the tag",
        select(Tagging.discussion_id).join(Tag, Tag.id == Tagging.tag_id).where(Tag.meant_id.is_not(None)),
    ),
    Rule(
        "another spelling leads to a tag, not to one more spelling",
        select(Tag.id).join(Meant, Meant.id == Tag.meant_id).where(Meant.meant_id.is_not(None)),
    ),
]
