"""An unsure reading is asked about only where the answer may change the plan."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import read
from rakiza.engine.reading.doubt import is_doubtful
from rakiza.engine.reading.reasons import BRAND_ONLY, FAMILY_TYPO
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
        (_reading(Kind.OTHER, 0.0), True),
        (read("12345"), True),
        (_reading(Kind.MEDICINE, 0.40, ("gauze_compress", 0.24)), False),
        (_reading(Kind.MEDICINE, 0.40, ("gauze_compress", 0.25)), True),
        (_reading(Kind.OTHER, 0.40, (None, 0.9)), False),
        (_reading(Kind.OTHER, 0.95, ("gauze_compress", 0.6)), False),
    ],
)
def test_what_is_asked_about(reading: Reading, doubtful: bool) -> None:
    assert is_doubtful(reading, 0.80) is doubtful


@pytest.mark.parametrize(
    "text",
    [
        "TERUMO",
        "B. BRAUN",
        "marque Terumo",
        "SMITH & NEPHEW",
        "BD",
        "marque Zyxogel",
        "ETHICON PROLENE",
        "PROLENE®",
    ],
)
def test_a_brand_alone_is_never_sure(text: str) -> None:
    reading = read(text)
    assert reading.confidence <= 0.6
    assert BRAND_ONLY in [reason.code for reason in reading.reasons]


@pytest.mark.parametrize("maker", ["ETHICON", "VYGON", "MEDTRONIC", "COLOPLAST"])
def test_a_makers_name_is_no_mistyped_word(maker: str) -> None:
    plain, named = read("SONDE DE FOLEY CH 16"), read(f"SONDE DE FOLEY CH 16 {maker}")
    assert (named.family, named.attributes) == (plain.family, plain.attributes)
    assert FAMILY_TYPO not in [reason.code for reason in named.reasons]
    assert named.confidence == plain.confidence
