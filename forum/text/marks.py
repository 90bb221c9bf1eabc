"""The private-use characters that mark quotes in a template, and their removal from what people write."""

OPENS = "\ue000"
OPENED = "\ue001"
CLOSES = "\ue002"

_REMOVED = dict.fromkeys(map(ord, (OPENS, OPENED, CLOSES)))


def without_marks(text: str) -> str:
    return text.translate(_REMOVED) if not text.isascii() else text
