"""What makes a post's HTML fit a page: headings that skip no level, wide things that scroll by keyboard too, and
pictures that wait until they come into view."""

FIRST = 3
"""A page has its title as h1 and each post's author as h2."""

SCROLLING = '<div class="table-scroll" tabindex="0">'


class Outline:
    """Rewrites the tags of one post, in order."""

    def __init__(self) -> None:
        self.above: list[int] = []
        """The levels, as they were written, of the heading before and those that it stands under."""
        self.open: list[str] = []

    def opening(self, name: str, tag: str) -> str:
        """`tag` as it should stand, where `name` is opened."""
        if name in ("h3", "h4", "h5", "h6"):
            written = int(name[1])
            self.above = [level for level in self.above if level < written] + [written]
            self.open.append(f"h{FIRST - 1 + len(self.above)}")
            return f"<{self.open[-1]}>"
        if name == "table":
            return SCROLLING + tag
        if name == "img":
            return tag.replace("<img", '<img loading="lazy"', 1)
        return '<pre tabindex="0">' if name == "pre" else tag

    def closing(self, name: str, tag: str) -> str:
        """`tag` as it should stand, where `name` is closed."""
        if name in ("h3", "h4", "h5", "h6"):
            return f"</{self.open.pop()}>"
        return f"{tag}</div>" if name == "table" else tag
