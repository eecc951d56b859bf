"""Numbers of laws and months keep their order in Arabic sentences: 84-12 would be shown 12-84."""

from __future__ import annotations

import re
from pathlib import Path

import polib

import rakiza

CATALOGUE = Path(rakiza.__file__).parent / "locale" / "ar" / "LC_MESSAGES" / "django.po"
# Digits joined by hyphens after an Arabic letter, with nothing that sets their direction in between.
REVERSED = re.compile(r"[\u0620-\u064a][^A-Za-z\u2066]*?(?<!\d)[0-9]+-[0-9]+")


def test_no_arabic_sentence_lets_a_number_with_hyphens_turn_round() -> None:
    assert REVERSED.search("القانون 84-12")
    assert not REVERSED.search("القانون \u206684-12\u2069، المادة 12")
    said = [
        text for one in polib.pofile(str(CATALOGUE)) for text in (one.msgstr, *one.msgstr_plural.values())
    ]
    plain = [re.sub("\u2066[^\u2069]*\u2069", "A", text) for text in said]
    assert [text for text in plain if REVERSED.search(text)] == []
