"""What people said of texts before: an organisation's own corrections, and those on which two agree.

A text is remembered by its folded form. The same words with other numbers are read the same way
where the words say enough; asked about until the organisation has said so of two such texts.
Nobody's name goes along: what two organisations agree on is a reading, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Min

from rakiza.engine.families import Kind
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.needs.enums import Memory
from rakiza.pillars.purchasing.needs.knowledge import families
from rakiza.pillars.purchasing.needs.models import NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.reread import read_as_family, read_as_kind
from rakiza.pillars.purchasing.needs.values import (
    apply_reading,
    corrected,
    needs_a_look,
    remembered,
    text_key,
)

AGREE = 2
"""So many organisations must say the same, and none other, before everybody's reading follows."""
TEXTS = 2
"""So many texts of the same words must be corrected alike before another is read so unasked."""
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNSURE = 0.75


def words_key(folded: str) -> str:
    """Return the text with `#` for each number; empty where there is none, or fewer than two words."""
    key, numbers = _NUMBER.subn("#", folded)
    return key if numbers and len(_WORD.findall(key)) >= 2 else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a text or of words: a kind and a family, by so many texts."""

    kind: str
    family: str
    texts: int = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """A reading that rests on people's corrections; `settled` where nobody need look at it again."""

    reading: Reading
    memory: Memory
    settled: bool = True


@dataclass(frozen=True, slots=True)
class CorrectionMemory:
    """One organisation's memory, loaded once for a file: own texts, own words, what two agree on."""

    own: Mapping[str, object]
    words: Mapping[str, Said]
    shared: Mapping[str, Said]

    @classmethod
    def of(cls, organisation: Organisation) -> CorrectionMemory:
        """Load an organisation's memory, in three queries."""
        mine = ReadingCorrection.objects.of_organisation(organisation.pk)
        return cls(dict(mine.values_list("folded", "reading")), _words(organisation), _shared(organisation))

    def recall(self, designation: str, engine: Reading) -> Remembered | None:
        """Return how people want the text to be read, the closest word first; None where nobody spoke.

        The same words with other numbers count only where the engine, `engine`, isn't sure of
        another family.
        """
        key = text_key(designation)
        if key in self.own:
            return _signed(remembered(self.own[key], designation), "reading.corrected_own", Memory.OWN)
        if (agreed := self.shared.get(key)) is not None:
            found = _read_so(designation, agreed)
            return _signed(found, "reading.corrected_shared", Memory.SHARED) if found else None
        said = self.words.get(words_key(key))
        return _recall_words(designation, said, engine) if said is not None else None


def read_line(line: NeedLine, found: Remembered | Reading) -> None:
    """Set a line's reading: the engine's own, or what people said, and whether it wants a look."""
    if isinstance(found, Remembered):
        apply_reading(line, found.reading)
        line.memory, line.to_confirm = found.memory, not found.settled
    else:
        apply_reading(line, found)
        line.memory, line.to_confirm = "", needs_a_look(found)


def _recall_words(designation: str, said: Said, engine: Reading) -> Remembered | None:
    contradicts = (engine.kind.value, engine.family or "") != (said.kind, said.family)
    if contradicts and engine.confidence >= AUTOMATIC:
        return None
    found = _read_so(designation, said)
    if found is None:
        return None
    signed = _signed(found, "reading.corrected_words", Memory.WORDS)
    if said.texts >= TEXTS:
        return signed
    unsure = replace(signed.reading, confidence=max(_UNSURE, 0.0 if contradicts else engine.confidence))
    return Remembered(unsure, Memory.WORDS, settled=False)


def _read_so(designation: str, said: Said) -> Reading | None:
    """Read a text under the family that was said; None where the family is no longer authored."""
    if not said.family:
        return corrected(designation, read_as_kind(designation, Kind(said.kind)))
    if said.family not in families():
        return None
    return corrected(designation, read_as_family(designation, said.family))


def _signed(reading: Reading, code: str, memory: Memory) -> Remembered:
    return Remembered(replace(reading, reasons=(Reason(code),)), memory)


def _words(organisation: Organisation) -> dict[str, Said]:
    """Return what the organisation says of texts of the same words, where it says one thing only."""
    rows = (
        ReadingCorrection.objects.of_organisation(organisation.pk)
        .exclude(words="")
        .order_by()
        .values("words")
        .annotate(texts=Count("pk"), kinds=Count("kind", distinct=True), kind_said=Min("kind"))
        .annotate(families=Count("family", distinct=True), family_said=Min("family"))
        .filter(kinds=1, families=1)
    )
    return {row["words"]: Said(row["kind_said"], row["family_said"], row["texts"]) for row in rows}


def _shared(organisation: Organisation) -> dict[str, Said]:
    """Return the texts on which organisations agree; one that any of them reads otherwise is left out."""
    rows = (
        ReadingCorrection.objects.standing_beside(organisation)
        .order_by()
        .values("folded")
        .annotate(said_by=Count("pk"), kinds=Count("kind", distinct=True), kind_said=Min("kind"))
        .annotate(families=Count("family", distinct=True), family_said=Min("family"))
        .filter(said_by__gte=AGREE, kinds=1, families=1)
    )
    return {row["folded"]: Said(row["kind_said"], row["family_said"]) for row in rows}
