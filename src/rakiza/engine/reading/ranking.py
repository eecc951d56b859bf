"""What a text names: the candidates in order, and what the best of them stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.confidence import alternatives
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate, Decider, kind_of
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.phrases import MEDICINE, OTHER, PhraseIndex
from rakiza.engine.reading.values import Alternative

_MOST_RANKED = 20_000
_Key = tuple[str | tuple[str, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates, best first; `best` is None where nothing speaks for any of them."""

    candidates: list[Candidate]
    best: Candidate | None
    family: Family | None
    kind: Kind
    others: tuple[Alternative, ...]

    @property
    def is_device(self) -> bool:
        """Tell whether attributes are worth reading: nothing says that it is another article."""
        return self.best is None or self.best.owner not in {MEDICINE, OTHER}


class Ranker:
    """Ranks what words may name; the same telling words are ranked once."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer, phrases: PhraseIndex) -> None:
        self._families = knowledge.by_id()
        self._phrases = phrases
        self._decider = Decider(knowledge, writer)
        self._known = frozenset(phrases.vocabulary)
        self._against = frozenset(self._decider.vocabulary)
        self._ranked: Memo[_Key, tuple[list[Candidate], Ranking]] = Memo(_MOST_RANKED)

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers that speak against a family, wherever they stand."""
        return frozenset(part for part in self._against if part[0].isdigit())

    def rank(self, words: Sequence[Lexeme], folded: str) -> Ranking:
        """Return what the words of a folded text name."""
        stems = [word.stem for word in words]
        key = self._key(words)
        kept = self._ranked.get(key)
        if kept is None:
            candidates = self._decider.candidates(self._phrases.hits(words), stems)
            kept = self._ranked.keep(key, (candidates, self._ranking(candidates, 0.0)))
        signs = self._decider.medicine_signs(stems, folded, self._known)
        return self._ranking(kept[0], signs) if signs else kept[1]

    def forget(self) -> None:
        """Drop every ranking kept."""
        self._ranked.clear()

    def _key(self, words: Sequence[Lexeme]) -> _Key:
        """Return all that ranking looks at: the telling words, how they stand, and the gaps between."""
        stems = {word.stem for word in words}
        telling = self._phrases.telling(stems) | (self._against & stems)
        key: list[str | tuple[str, int, bool]] = []
        end = 0
        for word in words:
            if word.stem not in telling:
                key.append("")
                continue
            standing = word.distance or word.aside
            key.append((word.stem, word.distance, word.aside) if standing else word.stem)
            end = len(key)
        return tuple(key[:end])

    def _ranking(self, candidates: Sequence[Candidate], signs: float) -> Ranking:
        ranked = self._decider.ranked(candidates, signs)
        best = ranked[0] if ranked and ranked[0].score >= LEAST_SCORE else None
        return Ranking(
            candidates=ranked,
            best=best,
            family=self._families.get(best.owner) if best is not None else None,
            kind=Kind(kind_of(best.owner, self._families)) if best is not None else Kind.DEVICE,
            others=alternatives(ranked, self._families),
        )
