"""The devices of a catalogue ranked for each need of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rakiza.engine.families import KnowledgeBase, Labels
from rakiza.engine.matching import Candidate, Catalogue, Matcher, Verdict
from rakiza.engine.reading import Reading
from rakiza.engine.search import ByWords, SearchIndex, SearchRecord
from rakiza.pillars.purchasing.designations.catalogue import CatalogueDevice
from rakiza.reference.vocabulary import load as vocabulary


@dataclass(frozen=True, slots=True)
class NeedMatches:
    """One need, as read, and the devices that come nearest, best first.

    `compared` counts the devices of the need's family.
    """

    line_id: str
    reading: Reading
    candidates: tuple[Candidate, ...]
    compared: int

    @property
    def best(self) -> Verdict | None:
        """Return the verdict of the best candidate; None where there is none."""
        return self.candidates[0].result.verdict if self.candidates else None


class Ranking:
    """Ranks the devices of one catalogue, compiled once."""

    def __init__(self, devices: Iterable[CatalogueDevice], knowledge: KnowledgeBase, most: int) -> None:
        """Compile the devices; `most` candidates are kept for each need."""
        self.devices = {device.id: device for device in devices}
        self._knowledge = knowledge
        catalogue = Catalogue([device.description for device in self.devices.values()], knowledge.by_id())
        self._matcher = Matcher(catalogue, most, self)
        self._sizes = Counter(device.description.family for device in self.devices.values())

    def match(self, needs: Sequence[tuple[str, Reading]]) -> list[NeedMatches]:
        """Return the candidates of each need (its identifier and reading), in order."""
        found = self._matcher.match(reading for _line_id, reading in needs)
        return [
            NeedMatches(line_id, reading, candidates, self._sizes[reading.family] if reading.family else 0)
            for (line_id, reading), candidates in zip(needs, found, strict=True)
        ]

    def candidates(self, reading: Reading, k: int) -> tuple[Candidate, ...]:
        """Return the devices that hold the words of a need that no family covers."""
        return self._by_words.candidates(reading, k)

    @cached_property
    def _by_words(self) -> ByWords:
        """The devices by their words: made for the first need that no family covers."""
        labels = {name: attribute.labels for name, attribute in vocabulary().attributes.items()}
        index = SearchIndex(map(_record, self.devices.values()), self._knowledge, labels)
        return ByWords(index, {device.id: device.description.family for device in self.devices.values()})


def _record(device: CatalogueDevice) -> SearchRecord:
    return SearchRecord(
        id=device.id,
        names=Labels(fr=device.name, ar="", en=""),
        family=device.description.family,
        maker=device.maker,
        maker_name=device.maker,
        attributes=device.description.attributes,
        codes=(device.reference,) if device.reference else (),
    )
