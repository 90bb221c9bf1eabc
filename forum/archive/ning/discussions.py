"""Discussions of one file, from the spool through cooking to the database, several on their way at once."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from forum import text
from forum.archive.ning import attaching, chunks, groups, known, quotes, writing
from forum.archive.ning.attaching import Uploads
from forum.archive.ning.chunks import Chunk, Draft
from forum.archive.ning.cooking import Kitchen, cut
from forum.archive.ning.sections import Section
from forum.archive.ning.spool import Spool, Topic
from forum.archive.ning.summary import Summary
from forum.discussions import policy
from forum.groups.models import Kind

ON_THE_WAY = 1_000
"""Posts that are cooked while others are written."""
FIRST_ANALYSIS = 1_000


@dataclass(slots=True)
class Discussions:
    """`advance` is told of every post that is done with."""

    spool: Spool
    uploads: Uploads
    kitchen: Kitchen
    authors: Mapping[str, int]
    groups: Mapping[str, int]
    shared_kind: Kind
    summary: Summary
    advance: Callable[[int], object]
    on_the_way: deque[tuple[Chunk, Callable[[], list[text.Body]]]] = field(default_factory=deque)
    waiting: int = 0
    analysed_at: int = FIRST_ANALYSIS
    shared: dict[str, int] = field(default_factory=dict)

    @property
    def section(self) -> Section:
        return self.spool.section

    def bring_in(self) -> None:
        for chunk in self._chunks():
            for draft in chunk.drafts:
                self._take_files(draft)
            self._point_quotes(chunk)
            cooking = self.kitchen.start([draft.source for draft in chunk.drafts])
            self.on_the_way.append((chunk, cooking))
            self.waiting += len(chunk.drafts)
            while self.waiting > ON_THE_WAY:
                self._write_next()
        self._write_all()
        known.analyse()

    def _chunks(self) -> Iterator[Chunk]:
        """What is not here yet."""
        here = known.all_rows(self.section.kind)
        for topic in self.spool.topics():
            group_id = self._group_of(topic)
            is_here = topic.key in here
            self.summary.there[self.section.things] += is_here
            for drafts in chunks.of_topic(self.spool, topic):
                if group_id is None:
                    self.summary.left_out["posts"] += len(drafts)
                    self.advance(len(drafts))
                    continue
                old, new = self._split(drafts, is_here) if here else ([], drafts)
                self._take_late_files(old)
                self.summary.there["posts"] += len(old)
                self.advance(len(old))
                if new:
                    yield Chunk(self.section, topic, group_id, new)

    def _split(self, drafts: list[Draft], is_here: bool) -> tuple[list[Draft], list[Draft]]:
        """The posts that are here, such as the opening one of a discussion that is, and those that are not."""
        here = known.rows(self.section.replies, [draft.comment.key for draft in drafts])
        split: tuple[list[Draft], list[Draft]] = ([], [])
        for draft in drafts:
            split[not (is_here if draft.is_opening else draft.comment.key in here)].append(draft)
        return split

    def _group_of(self, topic: Topic) -> int | None:
        """Its group; None for one of a group that the archive does not have, of which nobody knows who may read it."""
        if topic.network_group:
            group_id = self.groups.get(topic.network_group)
            self.summary.leave_out(self.section.things, "their group is not in the archive", group_id is None)
            return group_id
        if topic.category not in self.shared:
            founded_at = self.spool.first_of_category(topic.category)
            shared = self.section.share(topic.category)
            self.shared[topic.category], is_new = groups.find_or_found(shared, self.shared_kind, founded_at)
            (self.summary.imported if is_new else self.summary.there)["shared groups"] += 1
        return self.shared[topic.category]

    def _take_files(self, draft: Draft) -> None:
        """Store the files of a post that is not here yet, and have its text lead to them."""
        body = cut(draft.comment.body)
        self.summary.remark("posts cut: they were too long", len(body) < len(draft.comment.body))
        wanted = self.uploads.wanted(self.section.kind, draft)
        kept = {file.path: found for file in wanted if (found := self.uploads.keep(file))}
        draft.source, draft.files = attaching.point(body, kept) if kept else (body, [])

    def _take_late_files(self, drafts: list[Draft]) -> None:
        """Give posts that are here those of their files that they have not, since a folder may be completed later; but
        not those that were taken down, whose files may be gone for good."""
        wanted = {
            draft.comment.key: files for draft in drafts if (files := self.uploads.wanted(self.section.kind, draft))
        }
        shown = writing.find_posts(set(wanted), self.section, policy.is_shown()) if wanted else {}
        wanted = {key: files for key, files in wanted.items() if key in shown}
        if not wanted:
            return
        here = writing.attached({file.file for files in wanted.values() for file in files})
        self.summary.there["files"] += len(here)
        late = {
            key: [found for file in files if file.file not in here and (found := self.uploads.keep(file))]
            for key, files in wanted.items()
        }
        if any(late.values()):
            self.summary.imported["files"] += writing.attach_late(self.section, late)

    def _point_quotes(self, chunk: Chunk) -> None:
        """Point the quotes at their sources, where there are any that come before them."""
        keys = {draft.comment.key: quotes.quoted_keys(draft.comment.body, chunk.topic) for draft in chunk.drafts}
        elsewhere = self._find_elsewhere(set().union(*keys.values()), chunk)
        for draft in chunk.drafts:
            wanted = keys[draft.comment.key]
            found = {key for key in wanted if key in elsewhere or self._comes_before(key, draft, chunk.topic)}
            self.summary.remark("quotes left as plain text: what they quote is not in reach", len(wanted - found))
            pointed, draft.quoted = quotes.point(draft.source, chunk.topic, found.__contains__)
            draft.source = cut(pointed)

    def _find_elsewhere(self, keys: set[str], chunk: Chunk) -> set[str]:
        """Those of the quoted posts that stand in another discussion and may be quoted in this one."""
        others = {key for key in keys if (place := self.spool.find(key)) is None or place[0] != chunk.topic.seq}
        if not others:
            return set()
        if any(self.spool.find(key) for key in others):
            self._write_all()
        return set(writing.find_posts(others, chunk.section, policy.quotable_in(chunk.group_id, None)))

    def _comes_before(self, key: str, draft: Draft, topic: Topic) -> bool:
        place, own = self.spool.find(key), self.spool.find(draft.comment.key)
        return bool(place and own and place[0] == topic.seq and place < own)

    def _write_all(self) -> None:
        while self.on_the_way:
            self._write_next()

    def _write_next(self) -> None:
        chunk, cooking = self.on_the_way.popleft()
        self.waiting -= len(chunk.drafts)
        for draft, body in zip(chunk.drafts, cooking(), strict=True):
            draft.body = body
            self.summary.remark("posts without their formatting: it can't be read", body.source != draft.source)
        written = writing.write(chunk, self.authors)
        self.summary.imported[self.section.things] += written.is_new
        self.summary.imported["posts"] += written.posts
        self.summary.imported["quotes"] += written.quotes
        self.summary.imported["files"] += written.files
        self.advance(written.posts)
        if self.summary.imported["posts"] >= self.analysed_at:
            self.analysed_at *= 4
            known.analyse()
