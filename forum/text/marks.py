"""The private-use characters that mark quotes and mentions in a template, and their removal from what people write."""

import re

OPENS = "\ue000"
OPENED = "\ue001"
CLOSES = "\ue002"
NAMES = "\ue003"
NAMED = "\ue004"

# Control characters go along: XML, and so a feed, can't hold them.
_REMOVED = re.compile(
    f"[{OPENS}{OPENED}{CLOSES}{NAMES}{NAMED}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def without_marks(text: str) -> str:
    return _REMOVED.sub("", text)
