"""Reading designations: text in, kind, family, code, attributes, packaging and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.knowledge import default as usual_knowledge
from rakiza.engine.reading import reasons, told
from rakiza.engine.reading.attributes import AttributeFiller, Schema
from rakiza.engine.reading.confidence import Judge, Sources
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.outlines import Filled, Judged, Outline, Outlines
from rakiza.engine.reading.quantities import QuantityReader
from rakiza.engine.reading.sizes import letter_sizes
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.engine.reading.workers import uncollected
from rakiza.engine.reasons import Reason

_LONGEST = 600  # a designation is a line; what follows is not read
_HINTED = 0.5  # the most that a code is believed which no family stands for
_MOST_JUDGED = 16  # confidences kept of one outline


class Reader:
    """Reads designations with one knowledge base. Deterministic; never raises on any text."""

    def __init__(self, knowledge: KnowledgeBase, official: Mapping[str, str] | None = None) -> None:
        """Build the indexes; `official` is a loaded nomenclature, code to English term."""
        self._outlines = Outlines(knowledge, official)
        self._judge = Judge(knowledge, self._outlines.writer, self._outlines.vocabulary)
        self._schemas = {family.id: Schema(family) for family in knowledge.families}
        self._unknown = Schema(None)

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        """Return the reading of one designation, with the packaging stated beside it if any."""
        folded = fold(text[:_LONGEST])
        outline, tokens = self._outlines.of(folded)
        pack = self._outlines.packs.stated(packaging_given) or outline.pack.reading_of(folded)
        ranking = outline.ranking
        if ranking is None:
            return _empty(text, pack)
        filled = outline.settled or self._filled(outline, tokens)
        judged = self._judged(outline, filled.sources)
        return Reading(
            text=text,
            kind=ranking.kind,
            family=ranking.family.id if ranking.family is not None else None,
            emdn=filled.code,
            attributes=filled.values,
            packaging=pack,
            confidence=judged.confidence,
            alternatives=outline.others,
            reasons=(
                *(outline.naming or told.named(ranking, outline.words, outline.named_at, tokens)),
                *told.attributes(filled.sources, tokens),
                *told.packed(outline.pack, folded),
                *judged.reasons,
            ),
        )

    def read_many(self, texts: Iterable[str]) -> list[Reading]:
        """Return the reading of each text; equal texts are read once."""
        read: dict[str, Reading] = {}
        found = []
        with uncollected():
            for text in texts:
                reading = read.get(text)
                if reading is None:
                    reading = read[text] = self.read(text)
                found.append(reading)
        return found

    def forget(self) -> None:
        """Drop what was kept of earlier texts; readings are the same, the next ones slower."""
        self._outlines.forget()

    def _filled(self, outline: Outline, tokens: Tokens) -> Filled:
        """Return the attributes that numbers and words give, and the code that they justify."""
        ranking = outline.ranking
        family = ranking.family if ranking is not None else None
        filler = AttributeFiller(self._schemas[family.id] if family is not None else self._unknown)
        if ranking is not None and ranking.is_device:
            filler.fill(QuantityReader(tokens, outline.taken).read(), outline.hits, outline.named_at)
            if filler.wants_size:
                filler.fill_sizes(letter_sizes(tokens, outline.taken))
            if outline.named_at is not None:
                filler.fill_said_by_family(*outline.named_at)
        code = _code(family, filler.values) if family is not None else outline.hint
        filled = Filled(tuple(filler.values), tuple(filler.sources), code)
        if outline.taken.issuperset(tokens.numbered()):
            outline.settled = filled
        return filled

    def _judged(self, outline: Outline, sources: tuple[tuple[str, int, int], ...]) -> Judged:
        """Return how sure the reading is where these tokens gave its attributes, and why a person should look."""
        kept = outline.judged.get(sources)
        if kept is None:
            if len(outline.judged) >= _MOST_JUDGED:
                outline.judged.clear()
            kept = outline.judged[sources] = self._judge_anew(outline, sources)
        return kept

    def _judge_anew(self, outline: Outline, sources: Sources) -> Judged:
        ranking, words = outline.ranking, outline.words
        candidates = ranking.candidates if ranking is not None and ranking.best is not None else []
        doubts = self._judge.doubts(candidates, words, sources)
        if candidates:
            sure = self._judge.confidence(candidates, words, sources)
        else:
            sure = min(_HINTED, round(outline.hints[0][1], 3)) if outline.hints else 0.0
        return Judged(sure, (*outline.doubts, *doubts))


def _code(family: Family, values: Iterable[AttributeValue]) -> str:
    if not family.refinements:
        return family.emdn
    return family.emdn_for({value.name: value.value for value in values})


def _empty(text: str, pack: PackReading) -> Reading:
    return Reading(text, Kind.OTHER, None, None, (), pack, 0.0, (), (Reason.of(reasons.EMPTY),))


_READERS: dict[int, tuple[KnowledgeBase, Reader]] = {}


def read(text: str, knowledge: KnowledgeBase | None = None) -> Reading:
    """Return the reading of one text, with the usual knowledge unless another is given.

    The reader of a knowledge base is built once and kept.
    """
    knowledge = usual_knowledge() if knowledge is None else knowledge
    kept = _READERS.get(id(knowledge))
    if kept is None or kept[0] is not knowledge:
        kept = _READERS[id(knowledge)] = (knowledge, Reader(knowledge))
    return kept[1].read(text)
