"""Codes from a loaded nomenclature where no family covers the text."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, reasons
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.official import OfficialTerms
from rakiza.engine.reading.stems import stem
from rakiza.reference.families import load

KNOWLEDGE = load()
TERMS = {
    "Z11": "Imaging instruments",
    "Z1199": "Zeugmatic resonance tomographs",
    "C01": "Vascular devices",
    "C0199": "Vascular devices, other",
}
WORDS = ["zeugmatic", "tomograph", "vascular", "imaging", "quux", "device", "pouch", "قسطرة"]


@cache
def reader() -> Reader:
    return Reader(KNOWLEDGE, TERMS)


def test_an_english_term_gives_its_code_with_little_confidence() -> None:
    reading = reader().read("zeugmatic tomograph")
    assert (reading.kind, reading.family, reading.emdn) == (Kind.DEVICE, None, "Z1199")
    assert 0.0 < reading.confidence <= 0.5
    assert {reasons.FAMILY_MISSING, reasons.OFFICIAL_TERM} <= {reason.code for reason in reading.reasons}


def test_without_a_nomenclature_there_is_no_code() -> None:
    reading = shared_reader().read("zeugmatic tomograph")
    assert (reading.emdn, reading.confidence) == (None, 0.0)


def test_a_covered_text_keeps_its_family() -> None:
    assert reader().read("SERINGUE 10 ML LUER LOCK") == shared_reader().read("SERINGUE 10 ML LUER LOCK")


def test_the_empty_nomenclature_is_none() -> None:
    assert Reader(KNOWLEDGE, {}).read("zeugmatic tomograph").emdn is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_probabilities_share_one_belief(words: list[str]) -> None:
    reading = reader().read(" ".join(words))
    stated = [other.probability for other in reading.alternatives if other.family is None]
    if reading.family is None and reading.emdn is not None:
        assert reading.confidence + sum(stated) <= 1.0 + 1e-6
        assert stated == sorted(stated, reverse=True)


def test_words_that_say_nothing_give_no_code() -> None:
    assert reader().read("various other devices").emdn is None


def test_french_words_reach_a_branch_through_the_families_that_use_them() -> None:
    terms = {"S01": "Sterilisation devices", "S0101": "Pouches", "S0102": "Reels", "R01": "Tubes"}
    reading = Reader(KNOWLEDGE, terms).read("accessoire inconnu de gaine thermosoudable")
    assert reading.family is not None or (reading.emdn or "").startswith("S01")


def test_examples_teach_names_that_terms_lack() -> None:
    writer = Writer(KNOWLEDGE.lexicon.abbreviations)
    taught = OfficialTerms(
        {"Z11": "Imaging", "Z1199": "Tomographs"}, KNOWLEDGE, writer, [("Brixolux", "Z1199")]
    )
    assert taught.code([Lexeme(stem("brixolux"), 0)]) == "Z1199"


def test_where_a_family_is_but_a_guess_the_nomenclature_says_what_else_it_may_be() -> None:
    text = "zeugmatic tomograph drape quux"
    reading, without = reader().read(text), shared_reader().read(text)
    assert (reading.family, reading.emdn, reading.confidence) == (
        without.family,
        without.emdn,
        without.confidence,
    )
    assert reading.family is not None
    assert reading.confidence < 0.7
    said = [other.emdn for other in reading.alternatives if other.family is None]
    assert said == ["Z1199"]
    assert reading.confidence + sum(other.probability for other in reading.alternatives) <= 1.0 + 1e-6
