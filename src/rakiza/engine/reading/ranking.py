"""What a text names: the candidates in order, and what the best of them stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.bearing import Bearing, Bearings, either_way
from rakiza.engine.reading.confidence import Standing, alternatives, probabilities, standing
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate, Decider, is_dosed, kinds_of
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.phrases import MEDICINE, OTHER, PhraseIndex
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import Alternative

_NO_DEVICE = frozenset({MEDICINE, OTHER})
_MOST_KEPT = 4_000  # lists are read in the order of their words


class Ranking(NamedTuple):
    """The candidates, best first, and their shares of the belief.

    `best` is None where nothing speaks for any; `standing` is what it has to say for itself.
    """

    candidates: list[Candidate]
    shares: list[float]
    best: Candidate | None
    family: Family | None
    kind: Kind
    others: tuple[Alternative, ...]
    standing: Standing | None

    @property
    def is_device(self) -> bool:
        """Tell whether attributes are worth reading: nothing says that it is another article."""
        return self.best is None or self.best.owner not in _NO_DEVICE


class Ranker:
    """Ranks what words may name."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer, phrases: PhraseIndex) -> None:
        self._families = knowledge.by_id()
        self._kinds = kinds_of(self._families)
        self._phrases = phrases
        self._decider = Decider(knowledge, writer, frozenset(phrases.vocabulary))
        self._bearings = Bearings(phrases.alone(), self._beside(), self._decider.signs)
        self._kept: Memo[tuple[tuple[Bearing, ...], bool], Ranking] = Memo(_MOST_KEPT)

    def _beside(self) -> dict[str, set[str]]:
        """Return which stems mean something with each stem: in a phrase, or against what a phrase names."""
        found = either_way(self._phrases.beside())
        anchors = self._phrases.anchors()
        for owner, stems in self._decider.against().items():
            for stem in stems:
                found.setdefault(stem, set()).update(anchors.get(owner, ()))
        return found

    def forget(self) -> None:
        """Drop every ranking kept."""
        self._kept.clear()

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return the numbers that speak against families, and the words without all of which they needn't."""
        return [(self._phrases.needed(owner), numbers) for owner, numbers in self._decider.numbers()]

    def rank(self, words: Sequence[Lexeme], tokens: Tokens) -> Ranking:
        """Return what the words of a text name."""
        bearing, dosed = self._bearings.of(words), is_dosed(tokens)
        key = (bearing, dosed)
        return self._kept.get(key) or self._kept.keep(key, self._ranked(bearing, words, dosed=dosed))

    def _ranked(self, bearing: Sequence[Bearing], words: Sequence[Lexeme], *, dosed: bool) -> Ranking:
        """Return what the stems name that bear on the name."""
        places = {stem: place for stem, place, _, _ in bearing}
        ranked = self._decider.rank(self._phrases.hits_at(places, words), list(places), dosed=dosed)
        best = ranked[0] if ranked and ranked[0].score >= LEAST_SCORE else None
        shares = probabilities(ranked)
        return Ranking(
            candidates=ranked,
            shares=shares,
            best=best,
            family=self._families.get(best.owner) if best is not None else None,
            kind=self._kinds[best.owner] if best is not None else Kind.DEVICE,
            others=alternatives(ranked, shares, self._families) if len(ranked) > 1 else (),
            standing=standing(ranked, shares, words) if best is not None else None,
        )
