"""Codes from the official nomenclature where no family covers a designation.

The terms are English; French and Arabic words reach a branch through the families that use them.
What comes out is a hint for a person, never a reading to rely on: the caller says so.

Two things speak for a branch (level 3), half each. Every word shares its information between the branches
whose terms and families use it; what a branch gathers is over the information of all words of the text, known or
not. And the one term or name of the branch that is nearest to the text counts by how alike the two are (cosine),
so that a text that is a term isn't outvoted by branches of many terms. Makers and buyers name an article first and
tell its purpose after: a word counts for less the later it stands.

What is said of the three likeliest branches sums to at most 1: what is missing is what the words leave open.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.lexemes import Lexeme, Writer

_LEAST_SHARE = 0.6  # of a term's information: then the words say that term
_LEAST_HINT = 0.05  # below, no branch is worth a look
_SURE_BRANCH = 0.08  # below, level 2 is all that the words say
_DEEPEST = 7  # level 4: deeper, terms differ by words that buyers don't write
_SECTION, _BRANCH = 3, 5  # characters of a code
_MOST = 3
_FAMILY_WEIGHT = 2.0  # a synonym that buyers write says more than a term
_HALVED = 6  # words after which one counts for half of what the first does
# Words of many terms that tell them apart by little.
_EMPTY = """
other various accessories included classes device devices general use single not without with medical
dispositif appareil materiel jetable sterile
"""


class OfficialTerms:
    """Finds the terms of a loaded nomenclature (`terms`: code to English term) nearest to words."""

    def __init__(
        self,
        terms: Mapping[str, str],
        knowledge: KnowledgeBase,
        writer: Writer,
        examples: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Build the index; `examples` are further names with their code, as a device list has them."""
        self._empty = frozenset(writer.stems(_EMPTY))
        self._terms: dict[str, frozenset[str]] = {}
        self._names: list[tuple[str, frozenset[str]]] = []
        self._postings: dict[str, list[str]] = defaultdict(list)
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for code, term in sorted(terms.items()):
            stems = self._telling(writer, term)
            if _SECTION <= len(code) <= _DEEPEST and stems:
                self._terms[code] = stems
                for part in stems:
                    self._postings[part].append(code)
            if len(code) >= _BRANCH and code[:_BRANCH] in terms:
                self._learn(counted, stems, code, 1.0)
        for text, code, weight in _named(knowledge, examples):
            if len(code) >= _BRANCH and code[:_BRANCH] in terms:
                self._learn(counted, self._telling(writer, fold(text)), code, weight)
        total = len({code[:_BRANCH] for code in terms}) + 1
        self._unknown = math.log(total)
        self._worth = {part: math.log(total / len(found)) for part, found in counted.items()}
        self._shares = {part: _shares(found) for part, found in counted.items()}
        self._lengths = [math.sqrt(sum(self._worth[part] for part in stems)) for _, stems in self._names]
        self._named: dict[str, list[int]] = defaultdict(list)
        for at, (_, stems) in enumerate(self._names):
            for part in stems:
                self._named[part].append(at)

    def code(self, words: Sequence[Lexeme]) -> str | None:
        """Return the code that the words suggest, None where they suggest none."""
        found = self.ranked(words)
        return found[0][0] if found else None

    def ranked(self, words: Sequence[Lexeme]) -> list[tuple[str, float]]:
        """Return at most three codes with their probabilities, the likeliest first."""
        present = self._weighed(words)
        whole = sum(self._worth.get(part, self._unknown) * weight for part, weight in present.items())
        if whole <= 0.0:
            return []
        votes, alike = self._votes(present), self._alike(present, math.sqrt(whole))
        speaking = {branch: (votes[branch] / whole + alike.get(branch, 0.0)) / 2 for branch in sorted(votes)}
        best = sorted(speaking.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
        belief = max(1.0, sum(said for _, said in best))
        found: dict[str, float] = {}
        for branch, said in best:
            share = said / belief
            if share >= _LEAST_HINT:
                code = self._depth(branch, share, present.keys())
                found[code] = found.get(code, 0.0) + share  # two branches may end in one section
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def _weighed(self, words: Sequence[Lexeme]) -> dict[str, float]:
        """Return the telling words of a text, each with what its first place is worth."""
        telling = [word.stem for word in words if word.stem[0].isalpha()]
        found: dict[str, float] = {}
        for place, part in enumerate(telling):
            if part not in self._empty:
                found.setdefault(part, _HALVED / (_HALVED + place))
        return found

    def _votes(self, present: Mapping[str, float]) -> dict[str, float]:
        """Return what each branch gathers of the words' information."""
        votes: dict[str, float] = defaultdict(float)
        for part in sorted(present):
            worth = self._worth.get(part, self._unknown) * present[part]
            for branch, share in self._shares.get(part, ()):
                votes[branch] += worth * share
        return votes

    def _alike(self, present: Mapping[str, float], length: float) -> dict[str, float]:
        """Return how alike the text and the nearest name of each branch are, from 0 to 1."""
        said: dict[int, float] = defaultdict(float)
        for part in sorted(present):
            worth = self._worth.get(part, self._unknown) * present[part]
            for at in self._named.get(part, ()):
                said[at] += worth
        alike: dict[str, float] = {}
        for at, common in said.items():
            branch = self._names[at][0]
            alike[branch] = max(alike.get(branch, 0.0), common / (length * self._lengths[at]))
        return alike

    def _learn(
        self, counted: dict[str, Counter[str]], stems: frozenset[str], code: str, weight: float
    ) -> None:
        """Let a name stand for its branch."""
        for part in stems:
            counted[part][code[:_BRANCH]] += weight  # type: ignore[assignment]
        if stems:
            self._names.append((code[:_BRANCH], stems))

    def _telling(self, writer: Writer, text: str) -> frozenset[str]:
        return frozenset(part for part in writer.stems(text) if part[0].isalpha()) - self._empty

    def _depth(self, branch: str, share: float, present: Set[str]) -> str:
        """Return the deepest code of a branch that the words say, its section where they hardly say it."""
        codes = {
            code for part in present for code in self._postings.get(part, ()) if code[:_BRANCH] == branch
        }
        best: tuple[float, int, str] | None = None
        for code in codes:
            stems = self._terms[code]
            whole = sum(self._worth.get(part, self._unknown) for part in stems)
            said = sum(self._worth.get(part, self._unknown) for part in stems & present)
            if len(code) > _BRANCH and whole > 0.0 and said / whole >= _LEAST_SHARE:
                rank = (-said, len(code), code)
                best = rank if best is None or rank < best else best
        if best is not None:
            return best[2]
        return branch if share >= _SURE_BRANCH else branch[:_SECTION]


def _named(knowledge: KnowledgeBase, examples: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, float]]:
    for family in knowledge.families:
        for synonym in family.synonyms:
            yield synonym.text, family.emdn, _FAMILY_WEIGHT
    for text, code in examples:
        yield text, code, 1.0


def _shares(found: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    total = sum(found.values())
    return tuple(sorted((branch, count / total) for branch, count in found.items()))
