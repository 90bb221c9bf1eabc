"""Sentences in the reader's language, for code that may know no request."""

from collections.abc import Callable

import flask_babel

gettext: Callable[..., str] = flask_babel.gettext
"""A sentence, with its named values put in."""

ngettext: Callable[..., str] = flask_babel.ngettext
"""A sentence that counts: singular, plural, the number."""

lazy_gettext: Callable[..., str] = flask_babel.lazy_gettext
"""A sentence that is looked up when it is shown: for labels made before there is a reader."""
