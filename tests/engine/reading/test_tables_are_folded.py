"""Every word of the reader's own tables is written as folding leaves it; others could never match."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from rakiza.engine.reading import citations, fold, sizes, stems, unit_words

TABLES: dict[str, Iterable[str]] = {
    "units": unit_words.UNIT_WORDS,
    "prefixes": unit_words.PREFIX_UNITS,
    "labels": unit_words.LABELS,
    "counted": unit_words.COUNTED,
    "numbers": unit_words.NUMBER_WORDS,
    "glued": unit_words.GLUED_COUNTS,
    "operators": unit_words.OPERATORS,
    "sizes": sizes._SIZES,
    "plurals": stems._ARABIC_SAME,
    "stopwords": stems.STOPWORDS,
    "citing": citations._HINTING,
}
# Written as one token, its letter and its figure are cut apart again.
LEFT = {"cmh2o", "cmh20"}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_words_are_folded(name: str) -> None:
    assert [word for word in TABLES[name] if fold(word) != word and word not in LEFT] == []


def test_patterns_ask_for_no_letter_that_folding_never_leaves() -> None:
    patterns = (citations._REFERENCE, citations._LAW, citations._HINT, citations._HINTED, citations._RISK)
    written = "".join(each.pattern for each in patterns)
    assert {letter for letter in written if not letter.isascii() and fold(letter) != letter} == set()


def test_plurals_become_folded_keys() -> None:
    assert [key for key in stems._ARABIC_SAME.values() if fold(key) != key] == []


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("لفائف", "لفافة"), ("شرائح", "شريحة"), ("ضمائد", "ضماد"), ("جبائر", "جبيرة"), ("محاقن", "محقنة")],
)
def test_a_broken_plural_is_its_singular(plural: str, singular: str) -> None:
    assert stems.stem(fold(plural)) == stems.stem(fold(singular))
