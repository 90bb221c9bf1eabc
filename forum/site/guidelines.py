"""The guidelines that everybody agrees to, and which version of them."""

from functools import cache
from importlib.resources import files

from forum import text

VERSION = "2026-11-22"


@cache
def html() -> str:
    """The guidelines in force."""
    source = files("forum.site").joinpath("guidelines.md").read_text(encoding="utf-8")
    return text.fill(text.cook(source).template, {})
