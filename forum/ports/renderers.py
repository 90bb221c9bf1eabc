"""The door to templates, for words that leave by another way than a page."""

from typing import Any

from flask import current_app


def render(template: str, **values: Any) -> str:
    """The template's text, without a request: a mail, for one recipient."""
    return current_app.jinja_env.get_template(template).render(**values)
