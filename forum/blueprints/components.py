"""What a page shows by the hundred: icons, people, badges, moments and buttons, for templates to call by name.

They are functions because a Jinja macro costs ten times as much. Every value from outside goes through `escape`.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from flask import Flask, current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from forum import addresses
from forum.blueprints.wording import as_date, as_iso, as_moment, is_recent, reader_key
from forum.language import gettext as _gettext
from forum.language import lazy_gettext as _

if TYPE_CHECKING:
    from forum.blueprints.fields import PageForm
    from forum.groups.queries import GroupView

PIXELS = {"small": 28, "": 40, "large": 48, "huge": 80}

BADGES = {
    "organiser": ("badge badge-info", "star", _("Organiser")),
    "moderator": ("badge badge-good", "shield", _("Moderator")),
    "admin": ("badge badge-warn", "key-round", _("Admin")),
    "open": ("badge", "globe", _("Open")),
    "request": ("badge", "door-open", _("By request")),
    "private": ("badge", "lock", _("Private")),
    "hidden": ("badge", "lock", _("Hidden")),
    "archived": ("badge badge-warn", "book-open", _("Archived")),
    "pinned": ("badge badge-info", "pin", _("Pinned")),
    "closed": ("badge", "lock", _("Closed")),
    "answered": ("badge badge-good", "circle-check", _("Answered")),
    "answer": ("badge badge-good", "circle-check", _("The answer")),
    "you-organise": ("badge badge-info", "star", _("You are an organiser")),
    "member": ("badge badge-good", "check", _("You are a member")),
    "new": ("badge badge-info", "star", _("New")),
    "this-one": ("badge badge-good", "check", _("This device")),
}
"""What is said about people and things in one word: how it looks, its icon, and the word."""


class Person(Protocol):
    """Whoever has a name: an author, a viewer."""

    @property
    def name(self) -> str: ...
    @property
    def handle(self) -> str | None: ...
    @property
    def photo(self) -> str | None: ...
    @property
    def initials(self) -> str: ...
    @property
    def tint(self) -> int: ...


class Writer(Person, Protocol):
    """A person beside what they wrote, who may be an organiser or of the staff."""

    @property
    def badge(self) -> str | None: ...


def connect(app: Flask) -> None:
    shown = (icon, avatar, group_mark, bdi, name, linked_name, byline, badge, tag_links, day, timestamp)
    pressed = (csrf, button, link_button, post_button, menu_link, menu_button, thanks_button)
    app.jinja_env.globals.update({component.__name__: component for component in (*shown, *pressed)})


@lru_cache(maxsize=256)
def icon(glyph: str, look: str = "") -> Markup:
    """One of the sprite's; `look` is a class."""
    address = f"/s/{current_app.extensions['roomful.digest']}/icons.svg#i-{glyph}"
    classes = f"icon {look}" if look else "icon"
    measures = 'width="20" height="20" aria-hidden="true" focusable="false"'
    return _html(f'<svg class="{classes}" {measures}><use href="{address}" /></svg>')


# People and groups


def avatar(person: Person, size: str = "") -> Markup:
    """The photo if there is one, else initials."""
    if person.photo and person.handle:
        return _picture("av", addresses.photo(person.handle, person.photo, _file_size(size)), size)
    return _letters(f"av av-{person.tint}", person.initials, size)


def group_mark(group: "GroupView", size: str = "") -> Markup:
    """The picture if there is one, else the first letter."""
    if group.picture:
        return _picture("av av-group", addresses.group_picture(group.slug, group.picture, _file_size(size)), size)
    return _letters(f"av av-group av-{group.tint}", group.name[:1].upper(), size)


def _picture(look: str, address: str, size: str) -> Markup:
    shape = f'class="{_sized(look, size)}" width="{PIXELS[size]}" height="{PIXELS[size]}"'
    return _html(f'<img {shape} src="{escape(address)}" alt="" loading="lazy" decoding="async">')


def _letters(look: str, letters: str, size: str) -> Markup:
    return _html(f'<span class="{_sized(look, size)}" aria-hidden="true">{escape(letters)}</span>')


def _sized(look: str, size: str) -> str:
    return f"{look} av-{size}" if size else look


def _file_size(size: str) -> int:
    return 320 if size == "huge" else 96


def bdi(words: object) -> Markup:
    """Names and titles that people chose, kept from turning the sentence round them."""
    return _html(f"<bdi>{escape(words)}</bdi>")


def name(person: Person) -> Markup:
    return _html(f'<bdi class="name">{escape(person.name)}</bdi>')


def linked_name(person: Person) -> Markup:
    """The name as the way to the person's page; a former member has none."""
    if not person.handle:
        return name(person)
    return _html(f'<a class="name-link" href="{escape(addresses.member(person.handle))}">{name(person)}</a>')


def byline(writer: Writer) -> Markup:
    said = linked_name(writer)
    return _html(f"{said} {badge(writer.badge)}") if writer.badge else said


def badge(kind: str) -> Markup:
    look, glyph, word = BADGES[kind]
    return _html(f'<span class="{look}">{icon(glyph)}{escape(word)}</span>')


def tag_links(names: Iterable[str]) -> Markup:
    """The tags of a discussion, each the way to what else has it."""
    links = (f'<li><a class="tag" href="{escape(addresses.tag(name))}">{bdi(name)}</a></li>' for name in names)
    return _html(f'<ul class="tags" aria-label="{escape(_("Tags"))}">{"".join(links)}</ul>')


# Moments


def day(moment: datetime) -> Markup:
    return _day(moment, reader_key())


def timestamp(moment: datetime) -> Markup:
    """Only the last days are told as "3 days ago"; an older date says more as it is."""
    if not is_recent(moment):
        return day(moment)
    told = f'datetime="{as_iso(moment)}" title="{escape(as_moment(moment))}"'
    return _html(f'<relative-time {told} threshold="P30D" no-title>{day(moment)}</relative-time>')


@lru_cache(maxsize=4096)
def _day(moment: datetime, _reader: tuple[str, str]) -> Markup:
    told = f'datetime="{as_iso(moment)}" title="{escape(as_moment(moment))}"'
    return _html(f"<time {told}>{escape(as_date(moment))}</time>")


# Buttons. What tells equal ones of a list apart ("Reply" to whom) goes into `about`, heard but not seen.


def button(
    label: str, kind: str = "", glyph: str = "", about: str = "", name: str = "", value: str = "", sending: str = ""
) -> Markup:
    sent = f' name="{escape(name)}" value="{escape(value)}"' if name else ""
    wait = f' data-sending="{escape(sending)}"' if sending else ""
    return _html(f'<button class="{_look(kind)}" type="submit"{sent}{wait}>{_face(label, glyph, about)}</button>')


def link_button(label: str, address: str, kind: str = "", glyph: str = "", about: str = "") -> Markup:
    return _html(f'<a class="{_look(kind)}" href="{escape(address)}">{_face(label, glyph, about)}</a>')


def post_button(label: str, address: str, kind: str = "", glyph: str = "", about: str = "", next: str = "") -> Markup:
    """A button that changes something: a form of its own, for members only."""
    back = f'<input type="hidden" name="next" value="{escape(next)}">' if next else ""
    form = f'<form class="post-button" method="post" action="{escape(address)}" data-uses="submit-guard">'
    return _html(f"{form}{csrf()}{back}{button(label, kind, glyph, about)}</form>")


def menu_link(label: str, address: str, glyph: str, about: str = "") -> Markup:
    """One line of a menu, which leads somewhere."""
    return _html(f'<li><a class="menu-item" href="{escape(address)}">{_face(label, glyph, about)}</a></li>')


def menu_button(label: str, address: str, glyph: str, about: str = "") -> Markup:
    """One line of a menu, which changes something."""
    form = f'<form method="post" action="{escape(address)}" data-uses="submit-guard">{csrf()}'
    pressed = f'<button class="menu-item" type="submit">{_face(label, glyph, about)}</button>'
    return _html(f"<li>{form}{pressed}</form></li>")


def thanks_button(discussion_id: int, number: int, said: bool, about: str) -> Markup:
    """Says thanks for a post, or takes it back; a script does it without leaving the page."""
    address = addresses.withdraw_thanks if said else addresses.thanks
    form = f'<form class="post-button" method="post" action="{address(discussion_id, number)}" data-uses="thanks">'
    label = _gettext("Thanked") if said else _gettext("Thank")
    state = f'aria-pressed="{"true" if said else "false"}"'
    pressed = f'<button class="button button-quiet" type="submit" {state}>{_face(label, "heart", about)}</button>'
    return _html(f"{form}{csrf()}{pressed}</form>")


def csrf(form: "PageForm | None" = None) -> Markup:
    """What a form says for itself: that it is ours, and, if it makes something, which one it is."""
    which = form["token"]() if form and "token" in form else ""
    return _html(f'<input type="hidden" name="csrf_token" value="{generate_csrf()}">{which}')


def _look(kind: str) -> str:
    return f"button button-{kind}" if kind else "button"


def _face(label: str, glyph: str, about: str) -> str:
    told_apart = f'<span class="vh"> {escape(about)}</span>' if about else ""
    return f'{icon(glyph) if glyph else ""}<span class="button-label">{escape(label)}</span>{told_apart}'


def _html(written: str) -> Markup:
    return Markup(written)  # noqa: S704  ours; what comes from outside was escaped
