"""A part of the index that never changes: records, their words, codes and attributes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.search.columns import Columns, Mask
from rakiza.engine.search.language import Language, Pairs, Scores
from rakiza.engine.search.values import SearchRecord
from rakiza.engine.search.vocabulary import Vocabulary
from rakiza.engine.search.words import words_of

_WHOLE, _BEGINNING, _SPELLING, _SECOND_SLIP = 1.0, 0.7, 0.45, 0.1
_HEAD = 0.25  # the word that a name starts with says what the device is
_MAKER = 0.75
VALUE_SCORE = 0.9
_LEAST_CODE = 4  # figures or letters from which a beginning may be a code's
_LAST = "\U0010ffff"


class Segment:
    """Records in the order of their identifiers; a place is a position in that order."""

    def __init__(self, records: Sequence[SearchRecord], language: Language, knowledge: KnowledgeBase) -> None:
        """Index records of distinct identifiers."""
        self.records = tuple(sorted(records, key=lambda record: record.id))
        self.ids = [record.id for record in self.records]
        self._language = language
        self.makers = sorted({record.maker for record in self.records})
        at_maker = {maker: at for at, maker in enumerate(self.makers)}
        self.maker_codes = np.array([at_maker[record.maker] for record in self.records], dtype=np.int32)
        self.family_codes = np.array(
            [language.families.get(record.family, language.count) for record in self.records], dtype=np.int32
        )
        self._names, self._heads = _name_words(self.records)
        self._maker_words = Vocabulary(
            (word, at_maker[record.maker])
            for record in _one_a_maker(self.records)
            for word in words_of(record.maker_name)
        )
        self._codes, self._code_places = _codes(self.records)
        self.columns = Columns(self.records, knowledge)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, without words and records."""
        own = (self.maker_codes, self.family_codes, self._code_places)
        parts = (self._names, self._heads, self._maker_words, self.columns)
        return sum(array.nbytes for array in own) + sum(part.nbytes for part in parts)

    def word(self, word: str, families: Scores, *, begins: bool) -> Scores:
        """Return the score of each record for one word, given what its families score."""
        scores = np.append(families, np.float32(0))[self.family_codes]
        names = np.zeros(len(self), dtype=np.float32)
        makers = np.zeros(len(self.makers), dtype=np.float32)
        if begins:
            names[self._names.beginning(word)] = _BEGINNING
            names[self._heads.beginning(word)] = _BEGINNING + _HEAD
            makers[self._maker_words.beginning(word)] = _MAKER * _BEGINNING
        whole = self._names.whole(word)
        names[whole] = np.maximum(names[whole], _WHOLE)
        names[self._heads.whole(word)] = _WHOLE + _HEAD
        makers[self._maker_words.whole(word)] = _MAKER
        np.maximum(scores, names, out=scores)
        if makers.any():
            np.maximum(scores, makers[self.maker_codes], out=scores)
        scores[self._with_code(word)] = _WHOLE + _HEAD
        return scores

    def near(self, word: str, *, unfinished: bool) -> tuple[int, str, Scores] | None:
        """Return the fewest slips in names, the word meant and the scores, None where none is near."""
        found = self._names.near(word, unfinished=unfinished)
        if found is None:
            return None
        scores = np.zeros(len(self), dtype=np.float32)
        scores[found[2]] = _SPELLING - _SECOND_SLIP * (found[0] - 1)
        return found[0], found[1], scores

    def of_families(self, families: Scores) -> Scores:
        """Return what each record takes from its family."""
        spread: Scores = np.append(families, np.float32(0))[self.family_codes]
        return spread

    def valued(self, pairs: Pairs) -> Mask:
        """Return the records that state one of the values."""
        mask = np.zeros(len(self), dtype=bool)
        for attribute, value in pairs:
            column = self.columns.by_name.get(attribute)
            if column is not None and isinstance(value, str | bool):
                mask[column.equal(value)] = True
        return mask

    def chosen(self, families: frozenset[str], makers: frozenset[str]) -> Mask:
        """Return the records of the families and makers chosen; of all where none is."""
        mask = np.ones(len(self), dtype=bool)
        if families:
            wanted = np.zeros(self._language.count + 1, dtype=bool)
            wanted[
                [self._language.families[name] for name in families if name in self._language.families]
            ] = True
            mask &= wanted[self.family_codes]
        if makers:
            mask &= np.array([maker in makers for maker in self.makers], dtype=bool)[self.maker_codes]
        return mask

    def has_code(self, word: str) -> bool:
        """Tell whether some code is that word or starts with it."""
        return len(self._with_code(word)) > 0

    def _with_code(self, word: str) -> NDArray[np.int32]:
        if len(word) < _LEAST_CODE:
            return self._code_places[:0]
        return self._code_places[bisect_left(self._codes, word) : bisect_left(self._codes, word + _LAST)]


def _name_words(records: Sequence[SearchRecord]) -> tuple[Vocabulary, Vocabulary]:
    """Index the words of all names, and those that names start with."""
    seen: dict[str, tuple[str, ...]] = {}
    pairs: list[tuple[str, int]] = []
    heads: list[tuple[str, int]] = []
    for place, record in enumerate(records):
        for name in (record.names.fr, record.names.ar, record.names.en):
            if not name:
                continue
            words = seen.get(name)
            if words is None:
                words = seen[name] = words_of(name)
            pairs.extend((word, place) for word in words)
            heads.extend((word, place) for word in words[:1])
    return Vocabulary(pairs), Vocabulary(heads)


def _one_a_maker(records: Sequence[SearchRecord]) -> tuple[SearchRecord, ...]:
    first: Mapping[str, SearchRecord] = {record.maker: record for record in reversed(records)}
    return tuple(first.values())


def _codes(records: Sequence[SearchRecord]) -> tuple[list[str], NDArray[np.int32]]:
    stated = sorted(
        (code.casefold(), place) for place, record in enumerate(records) for code in record.codes if code
    )
    return [code for code, _ in stated], np.array([place for _, place in stated], dtype=np.int32)
