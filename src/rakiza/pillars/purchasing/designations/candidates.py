"""The devices of a catalogue ranked for each need of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.matching import Candidate, Catalogue, Verdict, match
from rakiza.engine.reading import Reading
from rakiza.pillars.purchasing.designations.catalogue import CatalogueDevice


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
        self._catalogue = Catalogue(
            [device.description for device in self.devices.values()], knowledge.by_id()
        )
        self._sizes = Counter(device.description.family for device in self.devices.values())
        self._most = most

    def match(self, needs: Sequence[tuple[str, Reading]]) -> list[NeedMatches]:
        """Return the candidates of each need (its identifier and reading), in order."""
        found = match([reading for _line_id, reading in needs], self._catalogue, self._most)
        return [
            NeedMatches(line_id, reading, candidates, self._sizes[reading.family or ""])
            for (line_id, reading), candidates in zip(needs, found, strict=True)
        ]
