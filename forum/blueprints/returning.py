"""Where to go back to: only ever a page of ours."""

from urllib.parse import urlsplit

from forum import addresses

LONGEST = 2000


def safe_path(path: str | None) -> str:
    """The path if it stays on this site, else the start page."""
    if not path or len(path) > LONGEST or not path.startswith("/") or path.startswith(("//", "/\\")):
        return addresses.home()
    if "\\" in path or not path.isprintable():
        return addresses.home()
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else addresses.home()
