"""Reading discussions and posts."""

from forum.discussions.queries.finding import find_discussion, find_where_to_read, list_participants
from forum.discussions.queries.lists import (
    MOST_PINNED,
    Filters,
    list_latest,
    list_new,
    list_of_group,
    list_openings,
    list_pinned,
    list_top,
    list_unread,
)
from forum.discussions.queries.posts import (
    find_post,
    find_post_of,
    first_unseen,
    last_shown,
    list_posts,
    list_posts_by,
    list_quotable,
    list_replies,
)
from forum.discussions.queries.shapes import (
    Answering,
    DiscussionRow,
    DiscussionView,
    Opening,
    PostView,
    TagRow,
    TagView,
    WrittenRow,
)
from forum.discussions.queries.tags import find_tag, list_tags, names_of_tags, sees_tag, suggest_tags
from forum.discussions.queries.written import list_posts_of

__all__ = [
    "MOST_PINNED",
    "Answering",
    "DiscussionRow",
    "DiscussionView",
    "Filters",
    "Opening",
    "PostView",
    "TagRow",
    "TagView",
    "WrittenRow",
    "find_discussion",
    "find_post",
    "find_post_of",
    "find_tag",
    "find_where_to_read",
    "first_unseen",
    "last_shown",
    "list_latest",
    "list_new",
    "list_of_group",
    "list_openings",
    "list_participants",
    "list_pinned",
    "list_posts",
    "list_posts_by",
    "list_posts_of",
    "list_quotable",
    "list_replies",
    "list_tags",
    "list_top",
    "list_unread",
    "names_of_tags",
    "sees_tag",
    "suggest_tags",
]
