"""Sentences in the reader's language, for code that may know no request; and which languages there are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

import flask_babel

gettext: Callable[..., str] = flask_babel.gettext
"""A sentence, with its named values put in."""

ngettext: Callable[..., str] = flask_babel.ngettext
"""A sentence that counts: singular, plural, the number."""

lazy_gettext: Callable[..., str] = flask_babel.lazy_gettext
"""A sentence that is looked up when it is shown: for labels made before there is a reader."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface. `locale` formats dates and numbers, `tag` names it to browsers (BCP 47)."""

    code: str
    name: str
    locale: str
    tag: str
    direction: str = "ltr"
    is_pseudo: bool = False


ENGLISH = Language("en", "English", "en", "en-GB")
LANGUAGES = {
    language.code: language
    for language in (
        ENGLISH,
        Language("cy", "Cymraeg", "cy", "cy"),
        Language("en-XA", "[Ĺóñģ Éñģĺíšĥ]", "en", "en-XA", is_pseudo=True),
        Language("ar-XB", "[Éñģĺíšĥ from right to left]", "en", "ar-XB", "rtl", is_pseudo=True),
    )
}
"""By code. The last two are no languages but tests of pages: every sentence longer, with accents, in brackets."""

ACCENTS = str.maketrans("aceghijklnorstuyzACEGHIJKLNORSTUYZ", "áčéģĥíĵķĺñóŕšťúýžÁČÉĢĤÍĴĶĹÑÓŔŠŤÚÝŽ")
KEPT = re.compile(r"%\([a-z_]+\)s|%%|<[^>]+>|&[a-z]+;")
"""What is not for people to read: values to be put in, and tags."""


class Pseudo(NullTranslations):
    """English as a language of long words: what is not in brackets on a page did not go through gettext."""

    def gettext(self, message: str) -> str:
        return _stretch(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _stretch(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


PSEUDO = Pseudo()


def _stretch(message: str) -> str:
    words = KEPT.split(message)
    kept = [*KEPT.findall(message), ""]
    accented = "".join(word.translate(ACCENTS) + value for word, value in zip(words, kept, strict=True))
    return f"[{accented}{' ~' * (len(message) // 12)}]"
