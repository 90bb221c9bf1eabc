"""What a browser is called in the list of sessions: two words, never its whole header."""

from flask import request

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name() -> str:
    """Such as "Firefox on Linux"; no sentence, so that it reads the same in every language."""
    header = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in header), "Browser")
    system = next((name for mark, name in SYSTEMS if mark in header), "")
    return f"{browser}, {system}" if system else browser
