"""What makes a post's HTML fit a page: headings that skip no level, wide things that scroll by keyboard too, and
pictures that wait until they come into view."""

FIRST = 3
"""A page has its title as h1 and each post's author as h2."""

SCROLLING = '<div class="table-scroll" tabindex="0">'


class Outline:
    """Rewrites the tags of one post, in order."""

    def __init__(self) -> None:
        self.level = FIRST - 1
        self.open: list[str] = []

    def opening(self, name: str, tag: str) -> str:
        """`tag` as it should stand, where `name` is opened."""
        if name in ("h3", "h4", "h5", "h6"):
            self.level = min(int(name[1]), self.level + 1)
            self.open.append(f"h{self.level}")
            return f"<h{self.level}>"
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
