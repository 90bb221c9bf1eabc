"""What a browser has to fetch, and that nothing in it is inline: the policy would refuse it."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from forum.blueprints.components import BADGES

FORUM = Path(__file__).parents[1] / "forum"
STATIC = FORUM / "static"
TEMPLATES = FORUM / "templates"
KB = 1024

PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts)
INLINE = re.compile(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def content(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def weight(*paths: Path) -> int:
    return len(gzip.compress(b"\n".join(path.read_bytes() for path in paths), 9))


def style_sheets() -> list[Path]:
    names = content(STATIC / "css" / "order.txt").split()
    return [STATIC / "css" / name for name in names]


def test_the_style_sheets_weigh_at_most_18_kb() -> None:
    assert weight(*style_sheets()) <= 18 * KB


def test_the_script_of_every_page_weighs_at_most_6_kb() -> None:
    assert weight(STATIC / "js" / "main.js") <= 6 * KB


def test_all_scripts_of_a_page_that_is_read_weigh_at_most_25_kb() -> None:
    scripts = [*(STATIC / "js").glob("*.js"), STATIC / "vendor" / "relative-time-element.js"]
    assert sum(weight(script) for script in scripts) <= 25 * KB


def test_the_icons_weigh_at_most_5_kb() -> None:
    assert weight(STATIC / "icons.svg") <= 5 * KB


def test_every_style_sheet_is_in_the_order_once() -> None:
    assert sorted(style_sheets()) == sorted((STATIC / "css").glob("*.css"))
    assert len(style_sheets()) <= 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_a_template_holds_no_inline_style_script_or_handler(page: Path) -> None:
    assert INLINE.findall(content(page)) == []


def test_scripts_make_no_markup_from_strings() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    found = {script.name: forbidden.findall(content(script)) for script in (STATIC / "js").glob("*.js")}
    assert not any(found.values()), found


def test_scripts_import_by_relative_addresses_that_exist() -> None:
    for script in (STATIC / "js").glob("*.js"):
        for address in re.findall(r"""(?:import\(|from )["']([^"']+)["']""", content(script)):
            assert (script.parent / address).is_file(), (script.name, address)


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', content(STATIC / "icons.svg")))
    named = {name for page in PAGES for name in re.findall(r"""icon\("([a-z0-9-]+)\"""", content(page))}
    assert named
    assert named | {glyph for _look, glyph, _word in BADGES.values()} <= sprite


def test_style_sheets_know_no_left_and_no_right() -> None:
    boxes = r"(?:(?:margin|padding|border)-)?(?:left|right|top|bottom)|width|height"
    physical = re.compile(rf"(?<![\w-])(?:{boxes})\s*:|text-align:\s*(?:left|right)")
    found = {sheet.name: physical.findall(content(sheet)) for sheet in style_sheets()}
    assert not any(found.values()), found


def test_vendored_files_are_the_ones_that_were_vendored() -> None:
    records = json.loads(content(STATIC / "vendor" / "vendor.json"))
    for record in records:
        assert sha256((STATIC / record["file"]).read_bytes()).hexdigest() == record["sha256"], record["file"]
        assert record["name"] in content(STATIC / "vendor" / "LICENCES.txt")
    known = {record["file"] for record in records}
    assert {f"vendor/{script.name}" for script in (STATIC / "vendor").glob("*.js")} <= known
