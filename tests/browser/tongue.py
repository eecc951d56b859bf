"""The French sentences that a walk quotes, as the page at hand says them: the catalogues of the interface tell."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Locator, Page

import rakiza

_LOCALE = Path(rakiza.__file__).parent / "locale"
_HOLE = re.compile(r"%\((\w+)\)[sdf]")


def said(where: Page | Locator, french: str) -> str:
    """Return a French sentence, or a part of one, in the language of the page; values stand in it as they are.

    A part of a sentence gives the longest part of its translation without a value in it.
    """
    found = translated(where, french)
    assert found is not None, f"no sentence of the interface has « {french} »"
    return found


def translated(where: Page | Locator, french: str) -> str | None:
    """Return as `said` does what the interface says; None of what people write."""
    page = where if isinstance(where, Page) else where.page
    language = page.get_attribute("html", "lang") or "fr"
    return french if language == "fr" else _translated(french, language)


@cache
def _translated(french: str, language: str) -> str | None:
    sentences = _sentences(language)
    if french in sentences:
        return sentences[french]
    if (
        begun := french[0].lower() + french[1:]
    ) in sentences:  # a field's name, which forms begin with a capital
        return sentences[begun][0].upper() + sentences[begun][1:]
    matches = [(source, _pattern(source).fullmatch(french)) for source in sentences if _HOLE.search(source)]
    fitting = [(source, match.groupdict()) for source, match in matches if match]
    if fitting:  # the one with the most words of its own
        source, values = max(fitting, key=lambda one: len(_HOLE.sub("", one[0])))
        return _HOLE.sub(lambda hole: values[hole[1]], sentences[source])
    inside = sorted((source for source in sentences if french in source), key=len)
    if not inside:
        return None
    return max(_HOLE.split(sentences[inside[0]])[::2], key=len).strip()


@cache
def _sentences(language: str) -> dict[str, str]:
    """Return every translated sentence by its French; of several meanings the one without a context."""
    found: dict[str, str] = {}
    with (_LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as handle:
        for message in read_po(handle):
            if not message.id:
                continue
            plural = isinstance(message.id, tuple)
            sources = message.id if plural else (message.id,)
            strings = (message.string[0], message.string[-1]) if plural else (message.string,)
            for source, translation in zip(sources, strings, strict=True):
                if message.context is None:
                    found[source] = translation
                else:
                    found.setdefault(source, translation)
    return found


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Return what a sentence with values in it looks like."""
    parts = _HOLE.split(source)
    names: set[str] = set()
    pattern = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in names else f"(?P<{part}>.+?)"
            names.add(part)
    return re.compile(pattern)
