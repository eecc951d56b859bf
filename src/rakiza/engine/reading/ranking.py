"""What a text names: the candidates in order, and what the best of them stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.confidence import alternatives, probabilities
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate, Decider, kinds_of
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.phrases import MEDICINE, OTHER, PhraseIndex
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import Alternative

_NO_DEVICE = frozenset({MEDICINE, OTHER})


class Ranking(NamedTuple):
    """The candidates, best first, and their shares of the belief; `best` is None where nothing speaks for any."""

    candidates: list[Candidate]
    shares: list[float]
    best: Candidate | None
    family: Family | None
    kind: Kind
    others: tuple[Alternative, ...]

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

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return the numbers that speak against families, and the words without all of which they needn't."""
        return [(self._phrases.needed(owner), numbers) for owner, numbers in self._decider.numbers()]

    def rank(self, words: Sequence[Lexeme], tokens: Tokens) -> Ranking:
        """Return what the words of a text name."""
        ranked = self._decider.rank(self._phrases.hits(words), words, tokens)
        best = ranked[0] if ranked and ranked[0].score >= LEAST_SCORE else None
        shares = probabilities(ranked)
        return Ranking(
            candidates=ranked,
            shares=shares,
            best=best,
            family=self._families.get(best.owner) if best is not None else None,
            kind=self._kinds[best.owner] if best is not None else Kind.DEVICE,
            others=alternatives(ranked, shares, self._families) if len(ranked) > 1 else (),
        )
