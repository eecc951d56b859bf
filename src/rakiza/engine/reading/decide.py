"""Choosing the kind and the family from the phrases found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.phrases import MEDICINE, OTHER, Hit
from rakiza.engine.reading.stems import stem

LEAST_SCORE = 0.6  # below, nothing speaks for any family
_EXCLUDED_FACTOR = 0.25
_FORM_SCORE = 1.6
_DOSE_SCORE = 1.6
_STEM_SCORE = 3.0
_DOSE = re.compile(
    r"\d ?(?:mg|mcg|ug|meq|mmol|mui)\b|(?<![\d.,])\d(?:[.,]\d+)? ?g\b(?! ?[x*])|\d{3,} ?(?:ui|iu)\b|\d ?(?:g|ui|iu) ?/ ?\d*[.,]?\d* ?ml"
)
_DIGIT = re.compile(r"\d")
_NOTHING: tuple[frozenset[str], tuple[frozenset[str], ...]] = (frozenset(), ())


@dataclass(slots=True)
class Candidate:
    """A family, `medicine` or `other`, with its score and the phrases that speak for it."""

    owner: str
    score: float
    hits: list[Hit]


class Decider:
    """Ranks what a text may name."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer) -> None:
        self._families: Mapping[str, Family] = knowledge.by_id()
        self._excludes = {family.id: _excluding(family, writer) for family in knowledge.families}
        self._ties = {
            (family.id, writer.stems(phrase)): winner
            for family in knowledge.families
            for phrase, winner in family.tie_rules
        }
        forms = {tuple(stem(word) for word in form.split()) for form in knowledge.lexicon.medicine_forms}
        self._forms = {form for form in forms if form}
        self._single_forms = {form[0] for form in self._forms if len(form) == 1}
        self._endings = knowledge.lexicon.medicine_stems

    def rank(
        self, hits: Sequence[Hit], words: Sequence[Lexeme], folded: str, known: frozenset[str]
    ) -> list[Candidate]:
        """Return the candidates, best first; `known` are the stems that some phrase uses."""
        stems = [lexeme.stem for lexeme in words]
        extra = self.medicine_signs(stems, folded, known)
        return self.ranked(self.candidates(hits, stems), extra)

    def candidates(self, hits: Sequence[Hit], stems: Sequence[str]) -> list[Candidate]:
        """Return what the phrases found speak for, before signs of a medicine are weighed."""
        by_owner: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            by_owner[hit.phrase.owner].append(hit)
        present = frozenset(stems)
        return [
            Candidate(
                owner,
                _combined(owned) * (_EXCLUDED_FACTOR if self._is_excluded(owner, present) else 1.0),
                owned,
            )
            for owner, owned in by_owner.items()
        ]

    def ranked(self, found: Sequence[Candidate], extra: float) -> list[Candidate]:
        """Return copies of the candidates with the signs of a medicine (`extra`), best first."""
        candidates = [Candidate(each.owner, each.score, each.hits) for each in found]
        _add_medicine(candidates, extra)
        self._apply_ties(candidates)
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.owner))
        return candidates

    def _is_excluded(self, owner: str, present: frozenset[str]) -> bool:
        """Tell whether some word of the text speaks against a family."""
        words, phrases = self._excludes.get(owner, _NOTHING)
        return not words.isdisjoint(present) or any(phrase <= present for phrase in phrases)

    @property
    def vocabulary(self) -> set[str]:
        """Return every stem that speaks against a family."""
        phrases = [phrase for words, longer in self._excludes.values() for phrase in (words, *longer)]
        return set().union(*phrases)

    def medicine_signs(self, stems: Sequence[str], folded: str, known: frozenset[str]) -> float:
        """Return how much dosage forms, doses and endings of names speak for a medicine."""
        forms = sum(1 for key in set(stems) if key in self._single_forms)
        score = _FORM_SCORE * min(forms, 2)
        if _DIGIT.search(folded) and _DOSE.search(folded):
            score += _DOSE_SCORE
        endings = [key for key in stems if len(key) > 6 and key not in known and key.endswith(self._endings)]
        return score + (_STEM_SCORE if endings and self._endings else 0.0)

    def _apply_ties(self, candidates: list[Candidate]) -> None:
        if not self._ties:
            return
        by_owner = {candidate.owner: candidate for candidate in candidates}
        for candidate in candidates:
            if not candidate.hits:
                continue
            winner = by_owner.get(self._ties.get((candidate.owner, candidate.hits[0].phrase.stems), ""))
            if winner is None or winner is candidate:
                continue
            if candidate.score / 2 < winner.score <= candidate.score:  # an excluded family wins no tie
                winner.score = candidate.score * 1.02


def _excluding(family: Family, writer: Writer) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the words that speak against a family, and the phrases that do only whole."""
    phrases = [frozenset(stems) for stems in map(writer.stems, family.excludes) if stems]
    words = frozenset(part for phrase in phrases if len(phrase) == 1 for part in phrase)
    return words, tuple(phrase for phrase in phrases if len(phrase) > 1 and phrase.isdisjoint(words))


def _add_medicine(candidates: list[Candidate], extra: float) -> None:
    if extra == 0.0:
        return
    for candidate in candidates:
        if candidate.owner == MEDICINE:
            candidate.score += extra
            return
    candidates.append(Candidate(MEDICINE, extra, []))


def _combined(hits: Sequence[Hit]) -> float:
    """Return the best phrase's score and half of what further phrases of the same owner add."""
    best = hits[0]
    score = best.score
    taken = set(best.lexemes)
    for hit in hits[1:]:
        fresh = [place for place in hit.lexemes if place not in taken]
        if fresh:
            score += 0.5 * hit.score * len(fresh) / len(hit.lexemes)
            taken.update(fresh)
    return score


def kind_of(owner: str, families: Mapping[str, Family]) -> str:
    """Return the kind that a candidate stands for."""
    return owner if owner in {MEDICINE, OTHER} else families[owner].kind.value
