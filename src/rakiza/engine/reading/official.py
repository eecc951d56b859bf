"""A code from the official nomenclature where no family covers a designation.

The terms are English; French and Arabic words reach a branch through the families that use them.
What comes out is a hint for a person, never a reading to rely on: the caller says so.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.lexemes import Lexeme, Writer

_LEAST_SHARE = 0.6  # of a term's information, or of a word's branches
_DEEPEST = 7  # level 4: deeper, terms differ by words that buyers don't write
_BRANCH = 3


class OfficialTerms:
    """Finds the term of a loaded nomenclature (`terms`: code to English term) nearest to words."""

    def __init__(self, terms: Mapping[str, str], knowledge: KnowledgeBase, writer: Writer) -> None:
        self._terms: dict[str, frozenset[str]] = {}
        self._postings: dict[str, list[str]] = defaultdict(list)
        for code, term in sorted(terms.items()):
            stems = frozenset(part for part in writer.stems(term) if part[0].isalpha())
            if _BRANCH <= len(code) <= _DEEPEST and stems:
                self._terms[code] = stems
                for part in stems:
                    self._postings[part].append(code)
        total = len(self._terms) + 1
        self._information = {part: math.log(total / len(codes)) for part, codes in self._postings.items()}
        self._branches = _branches(knowledge, writer, {code[:_BRANCH] for code in self._terms})

    def code(self, words: Sequence[Lexeme]) -> str | None:
        """Return the code that the words suggest, None where they suggest none."""
        present = {word.stem for word in words if word.stem[0].isalpha()}
        return self._by_term(present) or self._by_branch(present)

    def _by_term(self, present: set[str]) -> str | None:
        best: tuple[float, int, str] | None = None
        for code in {code for part in present for code in self._postings.get(part, ())}:
            stems = self._terms[code]
            whole = sum(self._information[part] for part in stems)
            found = sum(self._information[part] for part in stems & present)
            if whole > 0.0 and found / whole >= _LEAST_SHARE:
                rank = (-found, len(code), code)
                best = rank if best is None or rank < best else best
        return best[2] if best is not None else None

    def _by_branch(self, present: set[str]) -> str | None:
        votes: dict[str, float] = defaultdict(float)
        for part in present:
            for branch, share in self._branches.get(part, {}).items():
                votes[branch] += share
        total = sum(votes.values())
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return ranked[0][0] if ranked and ranked[0][1] >= _LEAST_SHARE * total else None


def _branches(knowledge: KnowledgeBase, writer: Writer, known: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return how the families that use a word share it between the branches of the nomenclature."""
    loaded = frozenset(known)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for family in knowledge.families:
        branch = family.emdn[:_BRANCH]
        if branch in loaded:
            texts = [synonym.text for synonym in family.synonyms if not synonym.brand]
            for part in {part for text in texts for part in writer.stems(fold(text)) if part[0].isalpha()}:
                counted[part][branch] += 1
    return {
        part: {branch: count / sum(found.values()) for branch, count in found.items()}
        for part, found in counted.items()
    }
