"""When a person is asked about a reading that isn't sure."""

from __future__ import annotations

from typing import Protocol

from rakiza.engine.families import Kind
from rakiza.engine.reading.values import Alternative

PLAUSIBLE = 0.25
"""From this probability on, a device that an excluded article may be is worth a person's look."""

NOTHING = 0.0  # the confidence of a text without a word


class Judged(Protocol):
    """A reading, as far as it tells how sure it is."""

    @property
    def kind(self) -> Kind:
        """What sort of article it is."""

    @property
    def family(self) -> str | None:
        """Its family, None where none is known."""

    @property
    def confidence(self) -> float:
        """How sure the reading is, in [0, 1]."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What else it may be."""


def is_doubtful(reading: Judged, below: float) -> bool:
    """Tell whether a reading less sure than `below` should be asked about.

    A medicine or other article stays out of the plan however unsure its reading is; it is asked
    about only where it may well be a device, or where nothing was read at all (`12345`).
    """
    if reading.confidence >= below:
        return False
    if reading.kind in {Kind.DEVICE, Kind.IVD} or reading.confidence <= NOTHING:
        return True
    return any(
        other.probability >= PLAUSIBLE and (other.family or other.emdn) for other in reading.alternatives
    )
