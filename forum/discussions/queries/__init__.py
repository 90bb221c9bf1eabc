"""Reading discussions and posts."""

from forum.discussions.queries.finding import find_discussion, list_participants
from forum.discussions.queries.lists import MOST_PINNED, list_latest, list_openings, list_pinned, list_posts_of
from forum.discussions.queries.posts import (
    find_post,
    find_post_of,
    list_posts,
    list_posts_by,
    list_quotable,
    list_replies,
)
from forum.discussions.queries.shapes import Answering, DiscussionRow, DiscussionView, Opening, PostView, WrittenRow

__all__ = [
    "MOST_PINNED",
    "Answering",
    "DiscussionRow",
    "DiscussionView",
    "Opening",
    "PostView",
    "WrittenRow",
    "find_discussion",
    "find_post",
    "find_post_of",
    "list_latest",
    "list_openings",
    "list_participants",
    "list_pinned",
    "list_posts",
    "list_posts_by",
    "list_posts_of",
    "list_quotable",
    "list_replies",
]
