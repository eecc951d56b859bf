"""Reading designations: text in, kind, family, code, attributes, packaging and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from rakiza.engine.families import Family, Kind, KnowledgeBase
from rakiza.engine.garbage import uncollected
from rakiza.engine.knowledge import default as usual_knowledge
from rakiza.engine.reading.attributes import AttributeFiller
from rakiza.engine.reading.cells import Row
from rakiza.engine.reading.confidence import Judge, Sources
from rakiza.engine.reading.drawing import Drawer, Outline
from rakiza.engine.reading.enumerations import ENUMERATING, joined_lists
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.noted import Notes
from rakiza.engine.reading.outlines import Line, Outlines
from rakiza.engine.reading.quantities import quantities_in
from rakiza.engine.reading.schema import Schema
from rakiza.engine.reading.settled import ReadLine, Settled, Stated
from rakiza.engine.reading.sizes import letter_sizes, model_sizes
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.told import Sure, Telling
from rakiza.engine.reading.values import Alternative, PackReading, Reading
from rakiza.engine.reading.workers import alike_together

_made = tuple.__new__  # a named tuple of many that are made: half the time of a call
_TOGETHER = 2_000  # lines read step by step
_LONGEST = 600  # a designation is a line; what follows is not read
_GUESSED = 0.7  # below, the nomenclature is asked what else an article may be
_HINTED = 0.5  # the most that a code is believed which no family stands for


class Reader:
    """Reads designations with one knowledge base. Deterministic; never raises on any text."""

    def __init__(self, knowledge: KnowledgeBase, official: Mapping[str, str] | None = None) -> None:
        """Build the indexes; `official` is a loaded nomenclature, code to English term."""
        with uncollected():
            self._drawer = drawer = Drawer(knowledge, official)
            self._outlines = Outlines(knowledge, drawer)
            self._judge = Judge(knowledge, drawer.writer, drawer.vocabulary, drawer.makers)
            self._schemas = {family.id: Schema(family) for family in knowledge.families}
        self._unknown = Schema(None)

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        """Return the reading of one designation, with the packaging stated beside it if any."""
        return self.readings_of([(text, packaging_given)])[0]

    def row(self, text: str, packaging_given: str | None = None) -> Row:
        """Return the cells of a designation's reading, in the order of `cells.COLUMNS`."""
        return self.rows([(text, packaging_given)])[0]

    def rows(self, lines: Sequence[tuple[str, str | None]]) -> list[Row]:
        """Return the cells of designations, each with the packaging stated beside it if any."""
        return [settled.row(folded, numbers, pack) for settled, folded, numbers, pack in self.settle(lines)]

    def readings(self, texts: Sequence[str]) -> list[Reading]:
        """Return the reading of each text; faster than one after the other where articles come in sizes."""
        return self.readings_of([(text, None) for text in texts])

    def readings_of(self, lines: Sequence[tuple[str, str | None]]) -> list[Reading]:
        """Return the readings of designations, each with the packaging stated beside it if any."""
        order = alike_together([text for text, _ in lines])
        ordered = [lines[place] for place in order]
        read = [
            settled.reading(text, folded, numbers, pack)
            for (text, _), (settled, folded, numbers, pack) in zip(ordered, self.settle(ordered), strict=True)
        ]
        return [reading for _, reading in sorted(zip(order, read, strict=True), key=itemgetter(0))]

    def settle(self, lines: Sequence[tuple[str, str | None]]) -> Iterator[ReadLine]:
        """Yield what each designation settles, as cells or readings may be made of it."""
        for start in range(0, len(lines), _TOGETHER):
            portion = lines[start : start + _TOGETHER]
            texts = [fold(text[:_LONGEST]) for text, _ in portion]
            found = self._outlines.lines(texts)
            alone = [(line.outline, line.tokens) for line in found if line.tokens is not None]
            settled = iter(self._settled(alone))
            yield from [
                _made(
                    ReadLine,
                    (
                        self._planned(line, folded) if line.tokens is None else next(settled),
                        folded,
                        line.numbers,
                        line.outline.pack.reading
                        if line.shape is None and not given
                        else self._packed(line, folded, given),
                    ),
                )
                for folded, line, (_, given) in zip(texts, found, portion, strict=True)
            ]

    def read_many(self, texts: Iterable[str]) -> list[Reading]:
        """Return the reading of each text; equal texts are read once."""
        asked = list(texts)
        distinct = list(dict.fromkeys(asked))
        with uncollected():
            read = dict(zip(distinct, self.readings(distinct), strict=True))
        return [read[text] for text in asked]

    def forget(self) -> None:
        """Drop what was kept of earlier texts; readings are the same, the next ones slower."""
        self._outlines.forget()
        self._drawer.forget()

    def _packed(self, line: Line, folded: str, given: str | None) -> PackReading:
        """Return how an article is packed; `given` is the packaging stated beside its text."""
        stated = self._drawer.packs.stated(given) if given else None
        if stated is not None:
            return stated
        pack = line.outline.pack
        return pack.reading if line.shape is None else pack.reading_of(folded)

    def _planned(self, line: Line, folded: str) -> Settled:
        """Return what the plan of a text's outline says of its numbers.

        Where it says nothing yet, the text is settled with numbers that note what they are asked, and that is
        kept for those that answer alike.
        """
        shape, plan = line.shape, line.outline.plan
        if shape is None or plan is None:
            raise ValueError(folded)
        kept = plan.find(line.numbers)
        if kept is not None:
            return kept
        notes = Notes()
        numbers = [notes.number(place, value) for place, value in enumerate(line.numbers)]
        settled = self._settled([(line.outline, shape.tokens.alike(folded, numbers))])[0]
        return plan.keep(notes.asked, settled)

    def _settled(self, texts: Sequence[tuple[Outline, Tokens]]) -> list[Settled]:
        """Fill the attributes that numbers and words give: step by step, for all texts."""
        fillers = [self._filled(outline, tokens) for outline, tokens in texts]
        return [
            self._stated(outline, tokens, filler)
            for (outline, tokens), filler in zip(texts, fillers, strict=True)
        ]

    def _stated(self, outline: Outline, tokens: Tokens, filler: AttributeFiller) -> Settled:
        """Return what is read of a text."""
        ranking, telling = outline.ranking, Telling(self._sure, outline, tokens, filler.sources)
        if ranking is None:
            return Settled(Kind.OTHER, None, None, (), (), telling)
        family = ranking.family
        if family is None:
            return Settled(ranking.kind, None, outline.hint, outline.others, tuple(filler.values), telling)
        values = filler.values
        code = _code(family, values) if family.refinements else family.emdn
        return _made(Settled, (ranking.kind, family.id, code, outline.others, tuple(values), telling))

    def _sure(self, outline: Outline, sources: Sources) -> Sure:
        """Return how sure a reading is where these tokens gave its attributes, and what else it may be."""
        confidence, doubt = self._judged(outline, sources)
        return Sure(confidence, doubt, self._beside(outline, confidence))

    def _beside(self, outline: Outline, confidence: float) -> tuple[Alternative, ...]:
        """Return the other readings; where the family is but a guess, what the nomenclature says instead too."""
        ranking = outline.ranking
        if ranking is None or not ranking.is_device or ranking.family is None or confidence >= _GUESSED:
            return outline.others
        said = (ranking.family.emdn, *(other.emdn or "" for other in outline.others))
        room = 1.0 - confidence - sum(other.probability for other in outline.others)
        return (*outline.others, *self._drawer.instead(outline.words, said, room))

    def _filled(self, outline: Outline, tokens: Tokens) -> AttributeFiller:
        """Return the attributes that numbers and words give."""
        ranking = outline.ranking
        family = ranking.family if ranking is not None else None
        schema = self._schemas[family.id] if family is not None else self._unknown
        filler = AttributeFiller(schema)
        if ranking is not None and ranking.is_device:
            quantities = quantities_in(tokens, outline.taken)
            if len(quantities) > 1 and not ENUMERATING.isdisjoint(tokens.texts):
                quantities = joined_lists(quantities, tokens.texts)
            filler.fill(quantities, outline.hits, outline.named_at)
            if filler.wants_size:
                filler.fill_sizes(letter_sizes(tokens, outline.taken))
            elif schema.is_sized and "size" not in schema.by_name:  # PM, grand modele
                filler.fill_sizes(model_sizes(tokens, outline.taken))
            if outline.named_at is not None:
                filler.fill_said_by_family(*outline.named_at)
            if outline.cited.clauses:
                filler.fill_cited([(one, *_tokens_of(one.span, tokens)) for one in outline.cited.clauses])
        return filler

    def _judged(self, outline: Outline, sources: Sources) -> tuple[float, str | None]:
        """Return how sure a reading is where these tokens gave its attributes, and why a person should look."""
        ranking = outline.ranking
        if ranking is None:
            return 0.0, None
        sure, doubt = self._judge.judge(ranking, outline.words, sources)
        if ranking.best is None:
            sure = min(_HINTED, round(outline.hints[0][1], 3)) if outline.hints else 0.0
        return sure, doubt


def _tokens_of(span: tuple[int, int], tokens: Tokens) -> tuple[int, int]:
    within = tokens.within((span,))
    return min(within), max(within)


def _code(family: Family, values: Iterable[Stated]) -> str:
    return family.emdn_for({value.name: value.value for value in values})


_READERS: list[tuple[KnowledgeBase, Mapping[str, str] | None, Reader]] = []  # the latest ones
_MOST_READERS = 4


def reader_of(knowledge: KnowledgeBase | None = None, official: Mapping[str, str] | None = None) -> Reader:
    """Return the reader of a knowledge base, the usual one unless another is given; built once and kept.

    `official` is a loaded nomenclature, code to English term, which must not change any more.
    """
    knowledge = usual_knowledge() if knowledge is None else knowledge
    for known, terms, reader in _READERS:
        if known is knowledge and terms is official:
            return reader
    reader = Reader(knowledge, official)
    _READERS[:] = [*_READERS[1 - _MOST_READERS :], (knowledge, official, reader)]
    return reader


def read(text: str, knowledge: KnowledgeBase | None = None) -> Reading:
    """Return the reading of one text, with the usual knowledge unless another is given."""
    return reader_of(knowledge).read(text)
