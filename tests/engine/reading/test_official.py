"""Codes from a loaded nomenclature where no family covers the text."""

from __future__ import annotations

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, reasons
from rakiza.reference.families import load

KNOWLEDGE = load()
TERMS = {
    "Z11": "Imaging instruments",
    "Z1199": "Zeugmatic resonance tomographs",
    "C01": "Vascular devices",
    "C0199": "Vascular devices, other",
}
READER = Reader(KNOWLEDGE, TERMS)


def test_an_english_term_gives_its_code_with_little_confidence() -> None:
    reading = READER.read("zeugmatic tomograph")
    assert (reading.kind, reading.family, reading.emdn, reading.confidence) == (
        Kind.DEVICE,
        None,
        "Z1199",
        0.2,
    )
    assert reasons.FAMILY_MISSING in {reason.code for reason in reading.reasons}


def test_without_a_nomenclature_there_is_no_code() -> None:
    reading = Reader(KNOWLEDGE).read("zeugmatic tomograph")
    assert (reading.emdn, reading.confidence) == (None, 0.0)


def test_a_covered_text_keeps_its_family() -> None:
    assert READER.read("SERINGUE 10 ML LUER LOCK") == Reader(KNOWLEDGE).read("SERINGUE 10 ML LUER LOCK")
