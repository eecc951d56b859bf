"""The index of a catalogue: one large part and a small one for what changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from rakiza.engine.families import KnowledgeBase, Labels
from rakiza.engine.search.columns import Mask, facet_order
from rakiza.engine.search.language import Language, Scores
from rakiza.engine.search.segment import VALUE_SCORE, Segment
from rakiza.engine.search.spans import spans_of
from rakiza.engine.search.values import (
    Correction,
    Count,
    Facet,
    Hit,
    Query,
    SearchRecord,
    SearchResult,
    Span,
    ValueCount,
)
from rakiza.engine.search.words import telling, words_of

_LONGEST_QUERY = 200
_MOST_WORDS = 12
_LEAST_BEGINNING = 3  # letters from which a finished word may stand for a longer one
_MEASURE_BONUS = 0.5
_FACET_FAMILIES = 3  # attributes of the families that come most are counted
_REBUILT_FROM = 0.1  # share of changed records from which everything is indexed anew


class SearchIndex:
    """A catalogue that can be searched as one types. Never changes; `changed` gives another one."""

    def __init__(
        self,
        records: Iterable[SearchRecord],
        knowledge: KnowledgeBase,
        attribute_labels: Mapping[str, Labels],
    ) -> None:
        """Index records; a later record of the same identifier replaces an earlier one.

        `attribute_labels` are the names of attributes in three languages, so that a query can say
        `volume ≥ 10 mL`.
        """
        self._knowledge = knowledge
        self._language = Language(knowledge, attribute_labels)
        self._facet_names = [tuple(spec.name for spec in family.attributes) for family in knowledge.families]
        self._families = [family.id for family in knowledge.families]
        unique = {record.id: record for record in records}
        self._parts: tuple[Segment, ...] = (Segment(tuple(unique.values()), self._language, knowledge),)
        self._alive = tuple(np.ones(len(part), dtype=bool) for part in self._parts)

    def __len__(self) -> int:
        """Return the number of devices."""
        return sum(int(alive.sum()) for alive in self._alive)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, without records and words."""
        return sum(part.nbytes for part in self._parts)

    def changed(self, records: Iterable[SearchRecord], removed: Collection[str] = ()) -> SearchIndex:
        """Return an index without those `removed`, then with `records` added or replaced.

        The large part is shared and only the changes are indexed, until they are a tenth of it.
        """
        fresh = {record.id: record for record in records}
        gone = {*fresh, *removed}
        later = {
            record.id: record
            for part, alive in list(zip(self._parts, self._alive, strict=True))[1:]
            for record, kept in zip(part.records, alive, strict=True)
            if kept and record.id not in gone
        } | fresh
        first = self._parts[0]
        alive = self._alive[0] & np.fromiter((name not in gone for name in first.ids), bool, len(first))
        kept = [record for record, lives in zip(first.records, alive, strict=True) if lives]
        index = object.__new__(SearchIndex)
        index.__dict__.update(self.__dict__)
        if len(later) + len(first) - len(kept) > _REBUILT_FROM * max(len(first), 1):
            index._parts = (Segment([*kept, *later.values()], self._language, self._knowledge),)
            index._alive = (np.ones(len(index._parts[0]), dtype=bool),)
        else:
            index._parts = (first, Segment(tuple(later.values()), self._language, self._knowledge))
            index._alive = (alive, np.ones(len(later), dtype=bool))
        return index

    def search(self, query: Query) -> SearchResult:
        """Return a page of the devices that hold every word, best first, with facets of them all.

        Where none holds them all, those that hold most of the words, at least half.
        """
        text = query.text[:_LONGEST_QUERY]
        spans, rest = spans_of(text, self._language.named)
        codes = tuple(word for word in rest.split() if any(part.has_code(word) for part in self._parts))
        rest = " ".join(word for word in rest.split() if word not in codes)
        words = (*codes, *telling(words_of(rest)))[:_MOST_WORDS]
        firm = [span for span in spans if span.firm]
        masks = [
            alive & part.chosen(query.families, query.makers) & part.columns.filtered(query.attributes)
            for part, alive in zip(self._parts, self._alive, strict=True)
        ]
        for span in firm:
            masks = [
                mask & part.columns.spanning(span) for part, mask in zip(self._parts, masks, strict=True)
            ]
        unfinished = bool(text) and not text[-1].isspace()
        scores, corrections = self._scored(words, unfinished=unfinished)
        plain = [span for span in spans if not span.firm]
        self._measured(plain, words, scores)
        totals, masks, left_out = _held(*_measures_whole(plain, words, scores), masks)
        phrase = self._language.phrases(words)
        totals = [total + part.of_families(phrase) for part, total in zip(self._parts, totals, strict=True)]
        families, makers = self._counts(masks)
        return SearchResult(
            total=sum(int(mask.sum()) for mask in masks),
            hits=self._page(totals, masks, query),
            families=families,
            makers=makers,
            facets=self._facets(families, masks),
            understood=spans,
            corrections=corrections,
            left_out=left_out,
        )

    def _scored(
        self, words: Sequence[str], *, unfinished: bool
    ) -> tuple[list[list[Scores]], tuple[Correction, ...]]:
        """Return, for each word, the scores of each part's records, and the spellings corrected."""
        scores: list[list[Scores]] = []
        corrections: list[Correction] = []
        values = self._language.values(words)
        for at, word in enumerate(words):
            last = unfinished and at == len(words) - 1
            begins = last or len(word) >= _LEAST_BEGINNING
            families = self._language.word(word, begins=begins)
            own = [part.word(word, families, begins=begins) for part in self._parts]
            for first, after, pairs in values:
                if first <= at < after:
                    for part, score in zip(self._parts, own, strict=True):
                        np.maximum(score, VALUE_SCORE, out=score, where=part.valued(pairs))
            if not families.any() and not self._any_alive(own):
                meant = self._near(word, own, unfinished=last)
                if meant is not None:
                    corrections.append(Correction(word, meant))
            scores.append(own)
        return scores, tuple(corrections)

    def _any_alive(self, own: Sequence[Scores]) -> bool:
        return any(bool(score[alive].any()) for score, alive in zip(own, self._alive, strict=True))

    def _near(self, word: str, own: Sequence[Scores], *, unfinished: bool) -> str | None:
        """Score the records whose words are spelled nearest; return the word meant."""
        named = self._language.near(word, unfinished=unfinished)
        near = [part.near(word, unfinished=unfinished) for part in self._parts]
        least = min((found[0] for found in (named, *near) if found is not None), default=None)
        if least is None:
            return None
        for part, found, score in zip(self._parts, near, own, strict=True):
            if named is not None and named[0] == least:
                np.maximum(score, part.of_families(named[2]), out=score)
            if found is not None and found[0] == least:
                np.maximum(score, found[2], out=score)
        return next(found[1] for found in (*near, named) if found is not None and found[0] == least)

    def _measured(
        self, spans: Sequence[Span], words: Sequence[str], scores: Sequence[Sequence[Scores]]
    ) -> None:
        """Let a device that states a measure hold the words that write it, and none that states another."""
        for span in spans:
            told = set(words_of(span.written))
            for at, part in enumerate(self._parts):
                mask = part.columns.spanning(span)
                other = part.columns.stating(span.attributes) & ~mask
                for word, own in zip(words, scores, strict=True):
                    if word in told:
                        own[at][mask] = 1.0 + _MEASURE_BONUS
                        own[at][other] = 0.0

    def _counts(self, masks: Sequence[Mask]) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
        families: Counter[str] = Counter()
        makers: Counter[str] = Counter()
        for part, mask in zip(self._parts, masks, strict=True):
            counted = np.bincount(part.family_codes[mask], minlength=len(self._families) + 1)
            families.update({self._families[at]: int(counted[at]) for at in np.flatnonzero(counted[:-1])})
            by_maker = np.bincount(part.maker_codes[mask], minlength=len(part.makers))
            makers.update({part.makers[at]: int(by_maker[at]) for at in np.flatnonzero(by_maker)})
        return _ordered(families), _ordered(makers)

    def _facets(self, families: Sequence[Count], masks: Sequence[Mask]) -> tuple[Facet, ...]:
        """Count the values of the attributes of the families that come most, in their schemas' order."""
        at = self._language.families
        names = dict.fromkeys(
            name for count in families[:_FACET_FAMILIES] for name in self._facet_names[at[count.id]]
        )
        found = []
        for name in names:
            facets = [
                facet
                for part, mask in zip(self._parts, masks, strict=True)
                if (column := part.columns.by_name.get(name)) is not None
                and (facet := column.counted(mask)) is not None
            ]
            if facets:
                found.append(_merged(name, facets))
        return tuple(found)

    def _page(self, totals: Sequence[Scores], masks: Sequence[Mask], query: Query) -> tuple[Hit, ...]:
        wanted = query.offset + query.limit
        hits: list[Hit] = []
        for part, total, mask in zip(self._parts, totals, masks, strict=True):
            places = np.flatnonzero(mask)
            keys = np.rint(total[places] * -10_000).astype(np.int64) * (len(part) + 1) + places
            if len(keys) > wanted:
                keys = np.partition(keys, wanted)[:wanted]
            keys.sort()
            ranks, found = np.divmod(keys, len(part) + 1)
            hits.extend(
                Hit(part.ids[place], int(-rank) / 10_000) for rank, place in zip(ranks, found, strict=True)
            )
        hits.sort(key=lambda hit: (-hit.score, hit.id))
        return tuple(hits[query.offset : wanted])


def _measures_whole(
    spans: Sequence[Span], words: Sequence[str], scores: Sequence[Sequence[Scores]]
) -> tuple[Sequence[str], Sequence[Sequence[Scores]]]:
    """Count the words of one measure (`5,3 mm`) as one word, which a record holds that holds them all."""
    wished, found = list(words), list(scores)
    for span in spans:
        told = set(words_of(span.written))
        places = [at for at, word in enumerate(wished) if word in told]
        if len(places) > 1:
            parts = zip(*(found[at] for at in places), strict=True)
            found[places[0]] = [np.minimum.reduce(own) for own in parts]
            wished[places[0]] = " ".join(wished[at] for at in places)
            for at in reversed(places[1:]):
                del wished[at], found[at]
    return wished, found


def _held(
    words: Sequence[str], scores: Sequence[Sequence[Scores]], masks: Sequence[Mask]
) -> tuple[list[Scores], list[Mask], tuple[str, ...]]:
    """Return the sum of scores, the records that hold most words, and the words that some lack."""
    parts = range(len(masks))
    totals = [np.zeros(len(mask), dtype=np.float32) for mask in masks]
    held = [np.zeros(len(mask), dtype=np.uint8) for mask in masks]
    for own in scores:
        for part in parts:
            totals[part] += own[part]
            held[part] += own[part] > 0
    most = max((int(held[part][masks[part]].max(initial=0)) for part in parts), default=0)
    least = most if 2 * most >= len(words) else len(words)
    kept = [masks[part] & (held[part] == least) for part in parts]
    left_out = tuple(
        word
        for word, own in zip(words, scores, strict=True)
        if any(bool((own[part][kept[part]] <= 0).any()) for part in parts)
    )
    return totals, kept, left_out


def _ordered(counts: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(name, count) for name, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))


def _merged(name: str, facets: Sequence[Facet]) -> Facet:
    if len(facets) == 1:
        return facets[0]
    counts: Counter[tuple[str, ValueCount]] = Counter()
    for facet in facets:
        for value in facet.values:
            counts[type(value.value).__name__, ValueCount(value.value, value.unit, 0)] += value.count
    merged = [ValueCount(value.value, value.unit, count) for (_, value), count in counts.items()]
    return Facet(name, tuple(sorted(merged, key=facet_order)))
