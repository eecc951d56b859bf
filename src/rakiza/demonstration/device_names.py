"""What the demonstration's devices are called in Arabic and English: the reference's own words for what each one is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Labels
from rakiza.kernel.wording.attributes import say_attribute, say_values
from rakiza.kernel.wording.vocabulary import vocabulary

LONGEST = 250
# What tells articles apart that their attributes don't say: in French, in Arabic, in English.
APART = (
    (re.compile(r"à soupape"), "بصمام", "with valve"),
    (re.compile(r"(\d+) panneaux"), "عدد الألواح: {}", "{} panels"),
)


def device_name(family: Labels, attributes: Sequence[AttributeValue], language: str) -> str:
    """Return `Surgical gown · SMS · Size: L · Sterile`: the family, then each value in the reference's words.

    A value that the family's name already holds ("Gauze compress", of gauze) isn't said twice.
    """
    label = family.in_language(language)
    measured = [one for one in attributes if not _is_flag(one) and not _is_letter(one)]
    said = say_values(measured, language=language).split(" · ") if measured else []
    parts = [part for part in said if part.casefold() not in label.casefold()]
    parts += [say_attribute(one, language=language) for one in attributes if _is_letter(one)]
    parts += [_flag(one, language) for one in attributes if _is_flag(one)]
    return " · ".join([label, *parts])[:LONGEST]


def told_apart(name: str, french: str, language: str) -> str:
    """Return a device's name with what its French one says besides its attributes."""
    for words, ar, en in APART:
        found = words.search(french)
        if found:
            said = (ar if language == "ar" else en).format(*found.groups())
            name = f"{name} · {said}"[:LONGEST]
    return name


def _is_flag(one: AttributeValue) -> bool:
    return isinstance(one.value, bool)


def _is_letter(one: AttributeValue) -> bool:
    """Tell whether a size is a letter, which says nothing alone."""
    return one.name == "size" and isinstance(one.value, str) and not one.value[:1].isdigit()


def _flag(one: AttributeValue, language: str) -> str:
    """Say what is there or isn't (`Non-sterile`); with the attribute's name where the vocabulary has no word for it."""
    labels = vocabulary().values.get((one.name, str(one.value)))
    return labels.in_language(language) if labels else say_attribute(one, language=language)
