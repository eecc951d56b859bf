"""What a text names: the candidates in order, and what the best of them stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.reading.bearing import Bearing, Bearings
from rakiza.engine.reading.confidence import Standing, alternatives, probabilities, standing
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate, Decider, is_dosed, kinds_of
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.phrases import MEDICINE, OTHER, PhraseIndex
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import Alternative

_stem = itemgetter(0)
_NO_DEVICE = frozenset({MEDICINE, OTHER})
_MOST_KEPT = 4_000  # lists are read in the order of their words
# The stems that bear on the name; whether a dose is stated; which of them are said twice, where that tells.
_Key = tuple[tuple[Bearing, ...], bool, tuple[str, ...]]


@dataclass(slots=True)
class Ranking:
    """The candidates, best first, and their shares of the belief.

    `best` is None where nothing speaks for any; `words` are those of the first text that was ranked so.
    Of a device, which nothing says to be another article (`is_device`), attributes are worth reading.
    """

    candidates: list[Candidate]
    shares: list[float]
    best: Candidate | None
    family: Family | None
    kind: Kind
    others: tuple[Alternative, ...]
    words: Sequence[Lexeme]
    is_device: bool
    _standing: Standing | None = None

    @property
    def standing(self) -> Standing | None:
        """Return what the best candidate has to say for itself; found out when it is first asked for."""
        if self._standing is None and self.best is not None:
            self._standing = standing(self.candidates, self.shares, self.words)
        return self._standing


class Ranker:
    """Ranks what words may name."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer, phrases: PhraseIndex) -> None:
        self._families = knowledge.by_id()
        self._kinds = kinds_of(self._families)
        self._phrases = phrases
        self._decider = Decider(knowledge, writer, frozenset(phrases.vocabulary))
        self._bearings = Bearings(phrases.alone(), *self._company(), self._decider.signs)
        self._kept: Memo[_Key, Ranking] = Memo(_MOST_KEPT)

    def _company(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Return which stems mean something with each stem, in a phrase or against what a phrase names.

        Each of the first alone does; of the others it takes two.
        """
        beside, among = self._phrases.company()
        anchors = self._phrases.anchors()
        for owner, stems in self._decider.against().items():
            for stem in stems:
                beside.setdefault(stem, set()).update(anchors.get(owner, ()))
        return beside, among

    def forget(self) -> None:
        """Drop every ranking kept."""
        self._kept.clear()

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return the numbers that speak against families, and the words without all of which they needn't."""
        return [(self._phrases.needed(owner), numbers) for owner, numbers in self._decider.numbers()]

    def rank(self, texts: Sequence[tuple[Sequence[Lexeme], Tokens]]) -> list[Ranking]:
        """Return what the words of each text name."""
        places: dict[_Key, int] = {}  # keys are long to hash: each stands for its place from here on
        of_text: list[int] = []
        words_of: list[Sequence[Lexeme]] = []
        for words, tokens in texts:
            place = places.setdefault(self._key(words, tokens), len(words_of))
            of_text.append(place)
            if place == len(words_of):
                words_of.append(words)
        kept = [(key, self._kept.get(key)) for key in places]
        new = [(key, words) for (key, ranking), words in zip(kept, words_of, strict=True) if ranking is None]
        ranked = iter(self._ranked(new))
        found = [ranking or self._kept.keep(key, next(ranked)) for key, ranking in kept]
        return [found[place] for place in of_text]

    def _key(self, words: Sequence[Lexeme], tokens: Tokens) -> _Key:
        """Return all that a ranking depends on."""
        bearing = self._bearings.of(words)
        return bearing, is_dosed(tokens), self._phrases.said_twice(list(map(_stem, bearing)), words)

    def _ranked(self, texts: Sequence[tuple[_Key, Sequence[Lexeme]]]) -> list[Ranking]:
        """Return what is named by the stems of each text that bear on the name."""
        places = [{stem: place for stem, place, _, _ in bearing} for (bearing, _, _), _ in texts]
        hits = [self._phrases.hits_at(at, words) for at, (_, words) in zip(places, texts, strict=True)]
        ranked = [
            self._decider.rank(found, list(at), dosed=dosed)
            for found, at, ((_, dosed, _), _) in zip(hits, places, texts, strict=True)
        ]
        return [
            self._ranking(candidates, words) for candidates, (_, words) in zip(ranked, texts, strict=True)
        ]

    def told(self, owner: str, words: Sequence[Lexeme]) -> Ranking:
        """Return what is named where something else than the words tells the family: hardly believed."""
        return self._ranking([Candidate(owner, LEAST_SCORE, [])], words)

    def _ranking(self, ranked: list[Candidate], words: Sequence[Lexeme]) -> Ranking:
        best = ranked[0] if ranked and ranked[0].score >= LEAST_SCORE else None
        shares = probabilities(ranked)
        return Ranking(
            ranked,
            shares,
            best,
            self._families.get(best.owner) if best is not None else None,
            self._kinds[best.owner] if best is not None else Kind.DEVICE,
            alternatives(ranked, shares, self._families) if len(ranked) > 1 else (),
            words,
            best is None or best.owner not in _NO_DEVICE,
        )
