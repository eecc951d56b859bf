"""Choosing the kind and the family from the phrases found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Flag

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.lexemes import Writer
from rakiza.engine.reading.phrase_hits import Hit
from rakiza.engine.reading.phrases import MEDICINE, OTHER
from rakiza.engine.reading.stems import stem
from rakiza.engine.reading.tokens import Tokens

LEAST_SCORE = 0.6  # below, nothing speaks for any family
_EXCLUDED_FACTOR = 0.25
_FORM_SCORE = 1.6
_DOSE_SCORE = 1.6
_STEM_SCORE = 3.0
_DOSE = re.compile(
    r"\d(?: ?(?:mg|mcg|ug|meq|mmol|mui)\b|(?<![\d.,]\d)(?:[.,]\d+)? ?g\b(?! ?[x*])|\d{2,} ?(?:ui|iu)\b| ?(?:g|ui|iu) ?/ ?\d*[.,]?\d* ?ml)"
)
_DOSED = frozenset({"mg", "mcg", "ug", "meq", "mmol", "mui", "g", "ui", "iu"})  # a word of every dose
_MOST_KEPT = 100_000
_LONGEST_KEPT = 40


class _Sign(Flag):
    """What a stem by itself says of a medicine."""

    NONE = 0
    FORM = 1
    ENDING = 2


_NO_SIGN = _Sign.NONE


@dataclass(slots=True)
class Candidate:
    """A family, `medicine` or `other`, with its score and the phrases that speak for it."""

    owner: str
    score: float
    hits: list[Hit]


class _Signs(dict[str, _Sign]):
    """What each stem says of a medicine, found out once."""

    def __init__(self, forms: Collection[str], endings: tuple[str, ...], known: frozenset[str]) -> None:
        super().__init__()
        self._forms = forms
        self._endings = endings
        self._known = known

    def __missing__(self, stem: str) -> _Sign:
        sign = _Sign.FORM if stem in self._forms else _Sign.NONE
        if self._endings and len(stem) > 6 and stem not in self._known and stem.endswith(self._endings):
            sign |= _Sign.ENDING
        if len(stem) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[stem] = sign
        return sign


class Decider:
    """Ranks what a text may name."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer, known: frozenset[str]) -> None:
        """`known` are the stems that some phrase uses."""
        self._excludes = {family.id: _excluding(family, writer) for family in knowledge.families}
        self._phrases_against = {owner: phrases for owner, (_, phrases) in self._excludes.items() if phrases}
        owners: dict[str, set[str]] = defaultdict(set)
        for owner, (words, _) in self._excludes.items():
            for word in words:
                owners[word].add(owner)
        self._owners_against = {word: frozenset(own) for word, own in owners.items()}
        self._ties = {
            (family.id, writer.stems(phrase)): winner
            for family in knowledge.families
            for phrase, winner in family.tie_rules
        }
        self._tied = frozenset(owner for owner, _ in self._ties)
        forms = [form.split() for form in knowledge.lexicon.medicine_forms]
        self._signs = _Signs(
            {stem(form[0]) for form in forms if len(form) == 1}, knowledge.lexicon.medicine_stems, known
        )

    def rank(self, hits: Sequence[Hit], stems: Sequence[str], *, dosed: bool) -> list[Candidate]:
        """Return the candidates, best first, for the stems that bear on the name; `dosed` is `is_dosed`."""
        candidates = self._candidates(hits, stems) if hits else []
        signs = self._medicine_signs(stems, dosed=dosed)
        if signs:
            _add_medicine(candidates, signs)
        if len(candidates) > 1:
            self._apply_ties(candidates)
            candidates.sort(key=_best_first)
        return candidates

    @property
    def signs(self) -> Mapping[str, object]:
        """Return what each stem by itself says of a medicine: true where it says something."""
        return self._signs

    def against(self) -> dict[str, frozenset[str]]:
        """Return the stems that speak against each family, by themselves or with each other."""
        return {owner: words.union(*phrases) for owner, (words, phrases) in self._excludes.items()}

    def _candidates(self, hits: Sequence[Hit], stems: Sequence[str]) -> list[Candidate]:
        """Return what the phrases found speak for, before signs of a medicine are weighed."""
        by_owner: dict[str, list[Hit]] = {}
        for hit in hits:
            by_owner.setdefault(hit[0].owner, []).append(hit)
        excluded = self._excluded_by_word(stems)
        found = []
        for owner, owned in by_owner.items():
            score = owned[0].score if len(owned) == 1 else _combined(owned)
            if owner in excluded or (owner in self._phrases_against and self._is_against(owner, stems)):
                score *= _EXCLUDED_FACTOR
            found.append(Candidate(owner, score, owned))
        return found

    def _excluded_by_word(self, stems: Sequence[str]) -> Collection[str]:
        """Return the families that some word of the text speaks against by itself."""
        told = [self._owners_against[stem] for stem in stems if stem in self._owners_against]
        return told[0].union(*told[1:]) if told else ()

    def _is_against(self, owner: str, stems: Sequence[str]) -> bool:
        """Tell whether some phrase of the text speaks against a family."""
        present = frozenset(stems)
        return any(phrase <= present for phrase in self._phrases_against[owner])

    def numbers(self) -> list[tuple[str, list[str]]]:
        """Return the numbers that speak against each family, where there are any."""
        found = []
        for owner, parts in self.against().items():
            numbers = [part for part in parts if part[0].isdigit()]
            if numbers:
                found.append((owner, numbers))
        return found

    def _medicine_signs(self, stems: Sequence[str], *, dosed: bool) -> float:
        """Return how much dosage forms, doses and endings of names speak for a medicine."""
        score = _DOSE_SCORE if dosed else 0.0
        told = [(stem, sign) for stem in stems if (sign := self._signs[stem]) is not _NO_SIGN]
        if not told:
            return score
        forms = {stem for stem, sign in told if _Sign.FORM in sign}
        ends = any(_Sign.ENDING in sign for _, sign in told)
        return _FORM_SCORE * min(len(forms), 2) + score + (_STEM_SCORE if ends else 0.0)

    def _apply_ties(self, candidates: list[Candidate]) -> None:
        for candidate in candidates:
            if candidate.owner not in self._tied or not candidate.hits:
                continue
            owner = self._ties.get((candidate.owner, candidate.hits[0].phrase.stems))
            winner = next((each for each in candidates if each.owner == owner), None) if owner else None
            if winner is None or winner is candidate:
                continue
            if candidate.score / 2 < winner.score <= candidate.score:  # an excluded family wins no tie
                winner.score = candidate.score * 1.02


def is_dosed(tokens: Tokens) -> bool:
    """Tell whether a text states a dose, as medicines do."""
    return not _DOSED.isdisjoint(tokens.texts) and _DOSE.search(tokens.folded) is not None


def _best_first(candidate: Candidate) -> tuple[float, str]:
    return -candidate.score, candidate.owner


def _excluding(family: Family, writer: Writer) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the words that speak against a family, and the phrases that do only whole."""
    phrases = [frozenset(stems) for stems in map(writer.stems, family.excludes) if stems]
    words = frozenset(part for phrase in phrases if len(phrase) == 1 for part in phrase)
    return words, tuple(phrase for phrase in phrases if len(phrase) > 1 and phrase.isdisjoint(words))


def _add_medicine(candidates: list[Candidate], extra: float) -> None:
    for candidate in candidates:
        if candidate.owner == MEDICINE:
            candidate.score += extra
            return
    candidates.append(Candidate(MEDICINE, extra, []))


def _combined(hits: Sequence[Hit]) -> float:
    """Return the best phrase's score and half of what further phrases of the same owner add."""
    best = hits[0]
    score = best.score
    if len(hits) == 1:
        return score
    taken = set(best.lexemes)
    for hit in hits[1:]:
        if not taken.issuperset(hit.lexemes):
            fresh = [place for place in hit.lexemes if place not in taken]
            score += 0.5 * hit.score * len(fresh) / len(hit.lexemes)
            taken.update(fresh)
    return score


def kinds_of(families: Mapping[str, Family]) -> dict[str, Kind]:
    """Return the kind that each candidate stands for, by owner."""
    return {MEDICINE: Kind.MEDICINE, OTHER: Kind.OTHER} | {
        owner: family.kind for owner, family in families.items()
    }
