"""An unsure reading is asked about only where the answer may change the plan."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading.doubt import is_doubtful
from rakiza.engine.reading.values import Alternative, PackReading, Reading


def _reading(kind: Kind, confidence: float, *others: tuple[str | None, float]) -> Reading:
    return Reading(
        text="x",
        kind=kind,
        family=None,
        emdn=None,
        attributes=(),
        packaging=PackReading(),
        confidence=confidence,
        alternatives=tuple(Alternative(family, None, probability) for family, probability in others),
    )


@pytest.mark.parametrize(
    ("reading", "doubtful"),
    [
        (_reading(Kind.DEVICE, 0.79), True),
        (_reading(Kind.IVD, 0.10), True),
        (_reading(Kind.DEVICE, 0.80), False),
        (_reading(Kind.MEDICINE, 0.40), False),
        (_reading(Kind.OTHER, 0.40), False),
        (_reading(Kind.MEDICINE, 0.40, ("gauze_compress", 0.24)), False),
        (_reading(Kind.MEDICINE, 0.40, ("gauze_compress", 0.25)), True),
        (_reading(Kind.OTHER, 0.40, (None, 0.9)), False),
        (_reading(Kind.OTHER, 0.95, ("gauze_compress", 0.6)), False),
    ],
)
def test_what_is_asked_about(reading: Reading, doubtful: bool) -> None:
    assert is_doubtful(reading, 0.80) is doubtful
