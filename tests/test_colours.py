"""The contrast of every pair of colours that pages use, computed from the style sheets."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "forum" / "static" / "css"
SCHEMES = ("light", "dark")
SURFACES = ("canvas", "surface", "sunken")
NOTED = ("good", "warn", "bad", "info")

TEXT = 4.5
"""WCAG 2.2, 1.4.3."""

SHAPE = 3.0
"""WCAG 2.2, 1.4.11: borders of controls and the focus ring."""

PAIRS = [
    *(("ink", surface, TEXT) for surface in SURFACES),
    *(("ink2", surface, TEXT) for surface in SURFACES),
    *(("ink3", surface, TEXT) for surface in SURFACES),
    *(("link", surface, TEXT) for surface in SURFACES),
    *(("visited", surface, TEXT) for surface in SURFACES),
    *(("accent", surface, TEXT) for surface in SURFACES),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    *((words, "accent-soft", TEXT) for words in ("accent", "ink", "ink2", "link")),
    ("ink", "mark", TEXT),
    *((kind, f"{kind}-soft", TEXT) for kind in NOTED),
    *(("ink", f"{kind}-soft", TEXT) for kind in NOTED),
    *((kind, "surface", TEXT) for kind in NOTED),
    ("canvas", "ink", TEXT),
    *(("control", surface, SHAPE) for surface in SURFACES),
    *(("focus", surface, SHAPE) for surface in SURFACES),
    *(("bad", surface, SHAPE) for surface in SURFACES),
    ("quote-bar", "surface", 2.5),
]


def tokens() -> dict[str, dict[str, str]]:
    """Token -> scheme -> colour, from `--name: light-dark(#…, #…)`."""
    source = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\);", source)
    return {name: dict(zip(SCHEMES, colours, strict=True)) for name, *colours in found}


def avatars() -> list[tuple[str, str]]:
    source = (CSS / "avatar.css").read_text(encoding="utf-8")
    return re.findall(r"\.av-\d+ \{ --av-ink: (#\w{6}); --av-paper: (#\w{6}); \}", source)


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back", "needed"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(front: str, back: str, needed: float, scheme: str) -> None:
    colours = tokens()
    assert contrast(colours[front][scheme], colours[back][scheme]) >= needed


def test_every_avatar_can_be_read() -> None:
    pairs = avatars()
    assert len(pairs) == 12
    assert [pair for pair in pairs if contrast(*pair) < 5.6] == []


def test_no_style_sheet_but_the_tokens_names_a_colour_of_its_own() -> None:
    colour = re.compile(r"(?<![\w-])#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(")
    others = [path for path in CSS.glob("*.css") if path.name not in ("tokens.css", "avatar.css")]
    assert {path.name for path in others if colour.search(path.read_text(encoding="utf-8"))} == set()


def test_the_ring_of_focus_keeps_its_distance_from_what_it_rings() -> None:
    """The ring has no contrast to the accent (1.1 : 1): a gap of the page's colour has to lie between them."""
    source = (CSS / "base.css").read_text(encoding="utf-8")
    assert re.search(r":focus-visible \{ outline: 3px solid var\(--focus\); outline-offset: 2px;", source)
