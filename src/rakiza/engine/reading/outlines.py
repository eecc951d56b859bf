"""What the words of a text decide, whatever numbers stand among them.

Lists name the same article in many sizes: `SONDE DE FOLEY CH 12`, `CH 14`, `CH 16`. Two texts have the
same shape if they differ only in the digits of their numbers. What they name, which words give a value
and where the pack stands is then the same, and is found out once; only the numbers are read again.

A few numbers are words: the 2 of `FFP 2`, the 5008 of a machine. Those that can matter beside the
words of a shape are looked at, and a nought always is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import told
from rakiza.engine.reading.lexemes import Lexeme, LexemeReader, Writer
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.official import OfficialTerms
from rakiza.engine.reading.packaging import PackReader, PackSpan
from rakiza.engine.reading.phrases import PhraseIndex
from rakiza.engine.reading.ranking import Ranker, Ranking
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.telling import TellingNumbers
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.value_words import ValueHit, ValueWords
from rakiza.engine.reading.values import Alternative
from rakiza.engine.reasons import Reason

_DIGIT = re.compile(r"\d")
_NOUGHTS = str.maketrans("123456789", "000000000")
_MOST_SHAPES = 20_000
_MOST_OUTLINES = 64  # of one shape
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure a reading is, and the reasons for which it may not be."""

    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The attributes of a reading, which tokens (first, last) gave each, and the code they justify."""

    values: tuple[AttributeValue, ...]
    sources: tuple[tuple[str, int, int], ...]
    code: str | None


@dataclass(slots=True)
class Outline:
    """What the words of one text decide.

    `taken` are the tokens of its pack; `ranking` is None for a text without words; `hits` are the
    values said by words, each with its first and last token; `named_at` the first and the last token of
    what names the article; `hints` codes of the official nomenclature with their probabilities, where
    nothing else is found; `naming` the reasons for the name, None where they quote a number; `doubts`
    those for which it may be another. `judged` keeps what was judged, by the tokens that gave attributes;
    `settled` what was filled, where no number stands outside the pack.
    """

    pack: PackSpan
    taken: frozenset[int]
    words: list[Lexeme]
    ranking: Ranking | None
    hits: list[tuple[ValueHit, int, int]]
    named_at: tuple[int, int] | None
    hints: list[tuple[str, float]]
    others: tuple[Alternative, ...]
    naming: list[Reason] | None
    doubts: list[Reason]
    judged: dict[tuple[tuple[str, int, int], ...], Judged] = field(default_factory=dict)
    settled: Filled | None = None

    @property
    def hint(self) -> str | None:
        """Return the code that stands in for a missing family."""
        return self.hints[0][0] if self.hints else None


@dataclass(frozen=True, slots=True)
class _Shape:
    """The texts that differ only in digits: the first one met, and the outlines by telling numbers."""

    tokens: Tokens
    telling: frozenset[str]
    outlines: dict[tuple[str, ...], Outline]


class Outlines:
    """Finds the outlines of texts; those of a shape are kept."""

    def __init__(self, knowledge: KnowledgeBase, official: Mapping[str, str] | None = None) -> None:
        """Build the indexes; `official` is a loaded nomenclature, code to English term."""
        self.writer = writer = Writer(knowledge.lexicon.abbreviations)
        phrases = PhraseIndex(knowledge, writer)
        self.packs = PackReader(knowledge.lexicon.pack_units)
        self._ranker = Ranker(knowledge, writer, phrases)
        self._values = ValueWords(knowledge.lexicon, writer)
        self._official = OfficialTerms(official, knowledge, writer) if official else None
        self.vocabulary = frozenset(phrases.vocabulary | self._values.vocabulary)
        speller = Speller(self.vocabulary, phrases.information)
        self._lexemes = LexemeReader(writer, speller)
        self._telling = TellingNumbers(
            writer.numbers | self._ranker.numbers, [*phrases.numbers(), *self._values.numbers()]
        )
        self._shapes: Memo[str, _Shape] = Memo(_MOST_SHAPES)

    def of(self, folded: str) -> tuple[Outline, Tokens]:
        """Return the outline of a folded text, and its tokens."""
        name = folded.translate(_NOUGHTS)
        shape = self._shapes.get(name)
        if shape is None:
            tokens = Tokens(folded)
            outline = self._drawn(tokens)
            if not tokens.has_bare_nought() and not self.packs.digits_decide(folded):
                telling = self._telling.beside(outline.words)
                self._shapes.keep(name, _Shape(tokens, telling, {tokens.written(telling): outline}))
            return outline, tokens
        tokens = shape.tokens.alike(folded)
        if tokens.has_bare_nought():
            return self._drawn(tokens), tokens
        key = tokens.written(shape.telling)
        kept = shape.outlines.get(key)
        if kept is None:
            if len(shape.outlines) >= _MOST_OUTLINES:
                shape.outlines.clear()
            kept = shape.outlines[key] = self._drawn(tokens)
        return kept, tokens

    def forget(self) -> None:
        """Drop every shape, ranking and mended word."""
        self._shapes.clear()
        self._ranker.forget()
        self._lexemes.forget()

    def _drawn(self, tokens: Tokens) -> Outline:
        """Return the outline of a text, found out anew."""
        pack = self.packs.read(tokens.folded)
        if not tokens.has_words():
            return Outline(pack, _NONE, [], None, [], None, [], (), None, [])
        taken = tokens.within(pack.spans) if pack.spans else _NONE
        words = self._lexemes.read(tokens.texts, taken)
        ranking = self._ranker.rank(words, tokens.folded)
        hits = self._values.find(words) if ranking.is_device else []
        hints = self._hints(words) if ranking.best is None else []
        others = _hinted(hints[1:]) if hints else ranking.others
        named_at = _named_at(ranking, words)
        naming = told.named(ranking, words, named_at, tokens)
        return Outline(
            pack=pack,
            taken=taken,
            words=words,
            ranking=ranking,
            hits=[(hit, words[hit.first].token, words[hit.last].token) for hit in hits],
            named_at=named_at,
            hints=hints,
            others=others,
            naming=None if any(_quotes_number(reason) for reason in naming) else naming,
            doubts=told.doubtful(ranking, hints, others),
        )

    def _hints(self, words: list[Lexeme]) -> list[tuple[str, float]]:
        return self._official.ranked(words) if self._official is not None else []


def _named_at(ranking: Ranking, words: list[Lexeme]) -> tuple[int, int] | None:
    if ranking.best is None or not ranking.best.hits:
        return None
    at = [words[place].token for place in ranking.best.hits[0].lexemes]
    return min(at), max(at)


def _quotes_number(reason: Reason) -> bool:
    return any(_DIGIT.search(value) for _, value in reason.params if isinstance(value, str))


def _hinted(hints: Iterable[tuple[str, float]]) -> tuple[Alternative, ...]:
    """Return codes that no family stands for as alternatives."""
    return tuple(Alternative(None, code, round(share, 3)) for code, share in hints)
