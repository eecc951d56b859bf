"""What the words of texts decide, whatever numbers stand among them: many texts at once.

Each step is done for all texts before the next one: its code and tables are then at hand, where text by
text they would be fetched anew for every text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.citations import NOTHING, Citations, Cited, citing
from rakiza.engine.reading.lexemes import Lexeme, LexemeReader, Writer
from rakiza.engine.reading.makers import Makers
from rakiza.engine.reading.official import OfficialTerms
from rakiza.engine.reading.pack_spans import PackSpan
from rakiza.engine.reading.packaging import PackReader, bottles_of
from rakiza.engine.reading.phrases import PhraseIndex
from rakiza.engine.reading.plans import Plan
from rakiza.engine.reading.ranking import Ranker, Ranking
from rakiza.engine.reading.roles import STARTS, Roles
from rakiza.engine.reading.settled import Settled
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.standard_names import StandardNames
from rakiza.engine.reading.stems import stem
from rakiza.engine.reading.telling import TellingNumbers
from rakiza.engine.reading.tokens import Tokens, tokenise
from rakiza.engine.reading.unit_words import COUNTED, LABELS
from rakiza.engine.reading.value_words import ValueHit, ValueWords
from rakiza.engine.reading.values import Alternative

_REAGENTS = ("reagent_", "control_")
_BRANCH = 5  # characters of a code at level 3
_NONE: frozenset[int] = frozenset()


@dataclass(slots=True)
class Outline:
    """What the words of one text decide.

    `taken` are the tokens of its pack and of what is `cited`; `ranking` is None for a text without words; `hits` are the
    values said by words, each with its first and last token; `named_at` the first and the last token of
    what names the article; `hints` codes of the official nomenclature with their probabilities, where
    nothing else is found; `plan` what its numbers decided so far.
    """

    pack: PackSpan
    cited: Cited
    taken: frozenset[int]
    words: list[Lexeme]
    ranking: Ranking | None
    hits: list[tuple[ValueHit, int, int]]
    named_at: tuple[int, int] | None
    hints: list[tuple[str, float]]
    others: tuple[Alternative, ...]
    plan: Plan[Settled] | None = None

    @property
    def hint(self) -> str | None:
        """Return the code that stands in for a missing family."""
        return self.hints[0][0] if self.hints else None


class Drawer:
    """Draws the outlines of texts by what the knowledge knows."""

    def __init__(self, knowledge: KnowledgeBase, official: Mapping[str, str] | None = None) -> None:
        """Build the indexes; `official` is a loaded nomenclature, code to English term."""
        self.writer = writer = Writer(knowledge.lexicon.abbreviations)
        phrases = PhraseIndex(knowledge, writer)
        self.packs = PackReader(knowledge.lexicon.pack_units)
        self._citations = Citations(knowledge)
        self._roles = Roles(self.packs.words.ways, citing)
        self._ranker = Ranker(knowledge, writer, phrases)
        self._standards = StandardNames(knowledge, writer)
        self.values = ValueWords(knowledge.lexicon, writer)
        self._official = OfficialTerms(official, knowledge, writer) if official else None
        self.vocabulary = frozenset(phrases.vocabulary | self.values.vocabulary)
        self.makers = Makers(knowledge, writer, self.vocabulary)
        labels = filter(str.isalpha, (*LABELS, *COUNTED))  # POINTURE 8 isn't paint
        known = self.vocabulary | self.makers.words | set(map(stem, labels))
        speller = Speller(known, phrases.information, phrases.exact - self.values.vocabulary)
        self._lexemes = LexemeReader(writer, speller)
        self.telling = TellingNumbers(
            [], [*phrases.numbers(), *self._ranker.numbers(), *self.values.numbers()]
        )

    def draw(self, texts: Sequence[Tokens]) -> list[Outline]:
        """Return the outline of each text, found out anew."""
        roles = [self._roles.of(tokens.texts) for tokens in texts]
        cited = [self._citations.read(each.folded, role) for each, role in zip(texts, roles, strict=True)]
        packs = [
            self._pack(tokens, some, role) for tokens, some, role in zip(texts, cited, roles, strict=True)
        ]
        worded = [tokens.has_words() for tokens in texts]
        taken = [
            _taken(tokens, pack, some) if has_words else _NONE
            for tokens, pack, some, has_words in zip(texts, packs, cited, worded, strict=True)
        ]
        words = [
            self._lexemes.read(tokens.texts, some) if has_words else []
            for tokens, some, has_words in zip(texts, taken, worded, strict=True)
        ]
        named = iter(
            self._ranker.rank(
                [
                    (some, tokens)
                    for some, tokens, has_words in zip(words, texts, worded, strict=True)
                    if has_words
                ]
            )
        )
        rankings = [
            self._by_standard(next(named), some, told) if has_words else None
            for some, told, has_words in zip(cited, words, worded, strict=True)
        ]
        packs = [
            self._reagent_pack(tokens.folded, pack, ranking)
            for tokens, pack, ranking in zip(texts, packs, rankings, strict=True)
        ]
        return [self._outline(*each) for each in zip(cited, packs, taken, words, rankings, strict=True)]

    def _reagent_pack(self, folded: str, pack: PackSpan, ranking: Ranking | None) -> PackSpan:
        """Return how a reagent is packed: where nothing else says it, of `GLUCOSE 2x125` the 2 are bottles."""
        family = ranking.family if ranking is not None else None
        if pack.reading.size is not None or family is None or not family.id.startswith(_REAGENTS):
            return pack
        return bottles_of(folded, pack.reading.unit) or pack

    def _by_standard(self, ranking: Ranking, cited: Cited, words: list[Lexeme]) -> Ranking:
        """Return what a text names; where its words alone say nothing, what a standard that it cites does."""
        if ranking.best is not None or not cited.clauses:
            return ranking
        owner = self._standards.named(words, cited.clauses)
        return ranking if owner is None else self._ranker.told(owner, words)

    def instead(self, words: list[Lexeme], said: Sequence[str], room: float) -> tuple[Alternative, ...]:
        """Return codes that the nomenclature suggests beside those `said`; `room` is the belief that is left."""
        if self._official is None or room <= 0.0:
            return ()
        branches = {code[:_BRANCH] for code in said}
        found = [(code, share * room) for code, share in self._official.ranked(words)]
        return _hinted((code, share) for code, share in found if code[:_BRANCH] not in branches)

    def forget(self) -> None:
        """Drop every mended word and ranking."""
        self._lexemes.forget()
        self._ranker.forget()

    def _pack(self, tokens: Tokens, cited: Cited, roles: int) -> PackSpan:
        folded, texts = tokens.folded, tokens.texts
        if cited is not NOTHING:  # what is struck out parts words
            folded = cited.masked(folded)
            texts = tokenise(folded).texts
            roles = self._roles.of(texts)
        return self.packs.read(folded, None, roles, self._roles.having(STARTS, texts, roles))

    def _outline(
        self,
        cited: Cited,
        pack: PackSpan,
        taken: frozenset[int],
        words: list[Lexeme],
        ranking: Ranking | None,
    ) -> Outline:
        if ranking is None:
            return Outline(pack, cited, taken, words, None, [], None, [], ())
        hits = self.values.find(words) if ranking.is_device else []
        hints = self._hints(words) if ranking.best is None else []
        return Outline(
            pack,
            cited,
            taken,
            words,
            ranking,
            [(hit, words[hit[1]].token, words[hit[2]].token) for hit in hits] if hits else [],
            _named_at(ranking, words),
            hints,
            _hinted(hints[1:]) if hints else ranking.others,
        )

    def _hints(self, words: list[Lexeme]) -> list[tuple[str, float]]:
        return self._official.ranked(words) if self._official is not None else []


def _taken(tokens: Tokens, pack: PackSpan, cited: Cited) -> frozenset[int]:
    """Return the tokens of a pack and of what is cited."""
    struck = pack.spans if cited is NOTHING else (*pack.spans, *cited.spans)
    return tokens.within(struck) if struck else _NONE


def _named_at(ranking: Ranking, words: list[Lexeme]) -> tuple[int, int] | None:
    if ranking.best is None or not ranking.best.hits:
        return None
    places = ranking.best.hits[0].lexemes  # in the order of the text
    return words[places[0]].token, words[places[-1]].token


def _hinted(hints: Iterable[tuple[str, float]]) -> tuple[Alternative, ...]:
    """Return codes that no family stands for as alternatives."""
    return tuple(Alternative(None, code, round(share, 3)) for code, share in hints)
