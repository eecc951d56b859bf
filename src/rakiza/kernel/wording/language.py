"""The language that words are said in, and how identifiers sit in a right-to-left sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

SOURCE = "fr"
LANGUAGES = ("fr", "ar", "en")

_LTR_ISOLATE = "\u2066"
_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"


def base_language(language: str | None) -> str:
    """Return `fr`, `ar` or `en`: what `language` (or the active one) comes down to."""
    code = language or (translation.get_language() if settings.configured else None) or SOURCE
    base = code.split("-", maxsplit=1)[0].lower()
    return base if base in LANGUAGES else SOURCE


def marked(message: str) -> str:
    """Mark a message for the catalogues (imported as `_`) and return it; needs no configuration."""
    return message


def translate(message: str, language: str | None = None) -> str:
    """Return the message in `language` (None: the active one); French where nothing is configured."""
    if not message or not settings.configured:
        return message
    if language is None:
        return translation.gettext(message)
    with translation.override(language):
        return translation.gettext(message)


@contextmanager
def in_language(language: str | None) -> Iterator[str]:
    """Make `language` the active one inside the block; hands back its base code."""
    if language is None or not settings.configured:
        yield base_language(language)
        return
    with translation.override(language):
        yield base_language(language)


def isolate(identifier: str, language: str | None = None) -> str:
    """Wrap an identifier (reference, code, designation) so that Arabic text around it keeps its order."""
    if not identifier or base_language(language) != "ar":
        return identifier
    return f"{_LTR_ISOLATE}{identifier}{_POP_ISOLATE}"


def apart(words: str) -> str:
    """Keep words of a script unknown apart from the text around them, line by line, where no tag can.

    A name or a remark is written in its author's language: its last full stop stays at its own end.
    """
    return "\n".join(
        f"{_FIRST_STRONG_ISOLATE}{line}{_POP_ISOLATE}" if line.strip() else line
        for line in words.splitlines()
    )
