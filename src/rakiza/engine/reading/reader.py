"""Reading designations: text in, kind, family, code, attributes, packaging and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rakiza.engine.attributes import AttributeSpec
from rakiza.engine.families import Kind, KnowledgeBase
from rakiza.engine.reading import reasons
from rakiza.engine.reading.attributes import AttributeFiller, schema_of
from rakiza.engine.reading.confidence import alternatives, confidence
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate, Decider, kind_of
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.lexemes import Lexeme, Writer, lexemes
from rakiza.engine.reading.official import OfficialTerms
from rakiza.engine.reading.packaging import PackReader, PackSpan
from rakiza.engine.reading.phrases import MEDICINE, OTHER, PhraseIndex
from rakiza.engine.reading.quantities import QuantityReader
from rakiza.engine.reading.sizes import letter_sizes
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.tokens import Token, tokenise
from rakiza.engine.reading.value_words import ValueWords
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.engine.reasons import Reason

_LONGEST = 600  # a designation is a line; what follows is not read
_MOST_WEIGHED = 100_000  # word sequences whose candidates are kept
_HINTED = 0.2  # the confidence of a code that no family stands for
_AMBIGUOUS = 0.25  # a runner-up with that share of the belief is told


class Reader:
    """Reads designations with one knowledge base. Deterministic; never raises on any text."""

    def __init__(self, knowledge: KnowledgeBase, official: Mapping[str, str] | None = None) -> None:
        """Build the indexes; `official` is a loaded nomenclature, code to English term."""
        self._families = knowledge.by_id()
        self._schemas: dict[str | None, dict[str, AttributeSpec]] = {None: schema_of(None)}
        self._schemas |= {family.id: schema_of(family) for family in knowledge.families}
        self._writer = Writer(knowledge.lexicon.abbreviations)
        self._phrases = PhraseIndex(knowledge, self._writer)
        self._decider = Decider(knowledge, self._writer)
        self._values = ValueWords(knowledge.lexicon, self._writer)
        self._packs = PackReader(knowledge.lexicon.pack_units)
        self._official = OfficialTerms(official, knowledge, self._writer) if official else None
        self._known = frozenset(self._phrases.vocabulary)
        self._telling = self._known | self._decider.vocabulary
        self._weighed: dict[tuple[tuple[str, int, bool], ...], tuple[list[Candidate], list[Candidate]]] = {}
        self._speller = Speller(self._known | self._values.vocabulary, self._phrases.information)

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        """Return the reading of one designation, with the packaging stated beside it if any."""
        folded = fold(text[:_LONGEST])
        pack = self._packs.read(folded, packaging_given)
        tokens = tokenise(folded)
        taken = _tokens_in(tokens, pack)
        if not any(token.is_word for token in tokens):
            return _empty(text, pack.reading)
        kept = [(word, at) for word, at in self._writer.expand(tokens) if at not in taken]
        words = lexemes(kept, self._speller)
        ranked = self._rank(words, folded)
        return self._compose(text, folded, tokens, taken, pack, words, ranked)

    def _rank(self, words: Sequence[Lexeme], folded: str) -> list[Candidate]:
        """Return the candidates, best first: the same telling words are weighed once."""
        stems = [word.stem for word in words]
        key = tuple(
            [(word.stem if word.stem in self._telling else "", word.distance, word.aside) for word in words]
        )
        kept = self._weighed.get(key)
        if kept is None:
            if len(self._weighed) >= _MOST_WEIGHED:
                self._weighed.clear()
            candidates = self._decider.candidates(self._phrases.hits(words), stems)
            kept = self._weighed[key] = candidates, self._decider.ranked(candidates, 0.0)
        extra = self._decider.medicine_signs(stems, folded, self._known)
        return self._decider.ranked(kept[0], extra) if extra else kept[1]

    def read_many(self, texts: Iterable[str]) -> list[Reading]:
        """Return the reading of each text; equal texts are read once."""
        read: dict[str, Reading] = {}
        found = []
        for text in texts:
            reading = read.get(text)
            if reading is None:
                reading = read[text] = self.read(text)
            found.append(reading)
        return found

    def _compose(
        self,
        text: str,
        folded: str,
        tokens: Sequence[Token],
        taken: frozenset[int],
        pack: PackSpan,
        words: Sequence[Lexeme],
        ranked: Sequence[Candidate],
    ) -> Reading:
        best = ranked[0] if ranked and ranked[0].score >= LEAST_SCORE else None
        owner = best.owner if best is not None else None
        family = self._families.get(owner) if owner else None
        kind = Kind(kind_of(owner, self._families)) if owner else Kind.DEVICE
        told = _why(best, tokens, words, folded)
        filler = AttributeFiller(family, self._schemas[family.id if family else None])
        if owner not in {MEDICINE, OTHER}:
            hits = [(hit, words[hit.first].token, words[hit.last].token) for hit in self._values.find(words)]
            filler.fill(QuantityReader(tokens, taken).read(), hits)
            if filler.wants_size:
                filler.fill_sizes(letter_sizes(tokens, taken))
            if best is not None and best.hits:
                at = [words[place].token for place in best.hits[0].lexemes]
                filler.fill_said_by_family(min(at), max(at))
            told += [
                Reason.of(reasons.ATTRIBUTE, name=name, word=_quote(folded, tokens, first, last))
                for name, first, last in filler.sources
            ]
        told += [
            Reason.of(reasons.PACKAGING, word=folded[start:end].strip())
            for start, end in (*pack.spans, *pack.quoted)
        ]
        others = alternatives(ranked, self._families)
        if family is not None and others and others[0].probability >= _AMBIGUOUS:
            told.append(Reason.of(reasons.AMBIGUOUS, family=family.id, other=others[0].family))
        sure = confidence(ranked, words, filler.sources) if best is not None else 0.0
        hint = self._official.code(words) if self._official is not None and best is None else None
        stated = {value.name: value.value for value in filler.values}
        return Reading(
            text=text,
            kind=kind,
            family=family.id if family else None,
            emdn=family.emdn_for(stated) if family else hint,
            attributes=tuple(filler.values),
            packaging=pack.reading,
            confidence=sure if hint is None else _HINTED,
            alternatives=others,
            reasons=tuple(told),
        )


def _tokens_in(tokens: Sequence[Token], pack: PackSpan) -> frozenset[int]:
    return frozenset(
        index
        for index, token in enumerate(tokens)
        for start, end in pack.spans
        if token.start < end and token.end > start
    )


def _quote(folded: str, tokens: Sequence[Token], first: int, last: int) -> str:
    return folded[tokens[first].start : tokens[last].end]


def _why(
    best: Candidate | None, tokens: Sequence[Token], words: Sequence[Lexeme], folded: str
) -> list[Reason]:
    if best is None:
        return [Reason.of(reasons.FAMILY_MISSING)]
    if not best.hits:
        return [Reason.of(reasons.MEDICINE_FORM, word=folded[:60])]
    told = []
    for hit in best.hits[:1]:
        at = [words[place].token for place in hit.lexemes]
        word = _quote(folded, tokens, min(at), max(at))
        code = {MEDICINE: reasons.MEDICINE_WORD, OTHER: reasons.OTHER_WORD}.get(best.owner)
        told.append(
            Reason.of(code, word=word)
            if code
            else Reason.of(reasons.FAMILY_PHRASE, word=word, family=best.owner)
        )
        told += [
            Reason.of(reasons.FAMILY_TYPO, word=tokens[words[place].token].text, meant=words[place].stem)
            for place in hit.lexemes
            if words[place].distance
        ]
    return told


def _empty(text: str, pack: PackReading) -> Reading:
    return Reading(text, Kind.OTHER, None, None, (), pack, 0.0, (), (Reason.of(reasons.EMPTY),))


_READERS: dict[int, tuple[KnowledgeBase, Reader]] = {}


def read(text: str, knowledge: KnowledgeBase) -> Reading:
    """Return the reading of one text; the reader of a knowledge base is built once and kept."""
    kept = _READERS.get(id(knowledge))
    if kept is None or kept[0] is not knowledge:
        kept = _READERS[id(knowledge)] = (knowledge, Reader(knowledge))
    return kept[1].read(text)
