"""Writing: Markdown and imported HTML to safe HTML, quotes in numbered slots, and plain words."""

from forum.text.changes import Change, changed_length, changes
from forum.text.comparing import same_words
from forum.text.converting import to_markdown
from forum.text.cooking import PIPELINE, Body, cook
from forum.text.excerpts import excerpt
from forum.text.limits import (
    BODY_LIMIT,
    REPLY_MIN,
    TITLE_MAX,
    TITLE_MIN,
    Refused,
    clean_line,
    visible_length,
)
from forum.text.mentions import MentionSlot
from forum.text.quotes import QuoteSlot
from forum.text.quoting import quotation
from forum.text.slots import UNATTRIBUTED, WITHDRAWN, Attributed, Fate, fill, mask
from forum.text.sources import unveil, veil

__all__ = [
    "BODY_LIMIT",
    "PIPELINE",
    "REPLY_MIN",
    "TITLE_MAX",
    "TITLE_MIN",
    "UNATTRIBUTED",
    "WITHDRAWN",
    "Attributed",
    "Body",
    "Change",
    "Fate",
    "MentionSlot",
    "QuoteSlot",
    "Refused",
    "changed_length",
    "changes",
    "clean_line",
    "cook",
    "excerpt",
    "fill",
    "mask",
    "quotation",
    "same_words",
    "to_markdown",
    "unveil",
    "veil",
    "visible_length",
]
