"""Names of medicines and goods that are found as they are written, and take no mistyped word for themselves."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import read
from rakiza.engine.reading.lexemes import Writer
from rakiza.engine.reading.phrases import PhraseIndex
from rakiza.engine.reading.spelling import Correction, Speller
from rakiza.reference.families import load


@pytest.mark.parametrize(
    "text",
    [
        "HERCEPTIN 440",
        "Endoxan fl",
        "KEYTRUDA",
        "lenalidomide",
        "Abiratérone",
        "dydrogesterone bt 20",
        "TRANDATE",
        "sulfaguanidine",
        "SERINGUE PREREMPLIE LOVENOX 4000",
        "humira seringue préremplie",
        "Prefilled syringe atropine 1 mg/10 mL",
    ],
)
def test_a_medicine_is_known_by_its_bare_name(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.family, reading.emdn) == (Kind.MEDICINE, None, None)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("SERINGUE PRE REMPLIE NACL 0,9% 10ML", "syringe_flush"),
        ("seringue préremplie 10 ml", "syringe_flush"),
        ("REACTIF TACROLIMUS", "reagent_drug_monitoring"),
        ("DISQUE CEFOTETAN 30 µG", "antibiogram_disc"),
        ("STENT ACTIF EVEROLIMUS 3.0X18", "stent_coronary_des"),
        ("CIMENT GENTAMICINE 40 G", "bone_cement"),
        ("CATHETER VEINEUX CENTRAL IMPREGNE MINOCYCLINE RIFAMPICINE", "catheter_central_venous"),
        ("PLAQUE PARIETEX 15X10", "surgical_mesh"),
        ("GEL FLUOR GOUT MENTHE", "dental_varnish"),
    ],
)
def test_a_device_that_holds_a_medicine_stays_a_device(text: str, family: str) -> None:
    assert read(text).family == family


@pytest.mark.parametrize(
    "text",
    [
        "Poireaux kg",
        "KETCHUP 5 L",
        "bac gastronorme 1/1",
        "chalumeau",
        "essuie-glace",
        "Navets",
        "tapis de sol",
    ],
)
def test_plain_goods_are_turned_away(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.family) == (Kind.OTHER, None)


def test_no_mistyped_word_is_taken_for_an_exact_one() -> None:
    speller = Speller(["bandage", "bandol"], exact=frozenset({"bandol"}))
    assert "bandol" in speller
    assert speller.correct("bandal") is None
    assert speller.correct("bandaje") == Correction(("bandage",), 1)


def test_a_word_that_a_family_uses_too_is_still_meant_by_mistyped_ones() -> None:
    knowledge = load()
    index = PhraseIndex(knowledge, Writer(knowledge.lexicon.abbreviations))
    assert "herceptin" in index.exact  # in no phrase but its own
    assert "lit" not in index.exact  # "lit enfant bois" is exact, beds are families
    owners = {phrase.owner for phrase in index.phrases if index.exact.intersection(phrase.stems)}
    assert owners == {"medicine", "other"}


def test_a_short_name_is_not_a_mistyped_plate_or_medicine() -> None:
    assert read("Endo Assist Beige").kind is Kind.DEVICE  # no plate (assiette)
    assert read("Lemon fresh").kind is Kind.DEVICE
    assert read("assiete jetable").kind is Kind.OTHER  # a longer word of goods still may be mistyped
    assert read("C0MPRESSE STERlLE 10x10").family == "gauze_compress"


def test_two_letters_do_not_name_an_article() -> None:
    assert read("iD Comfy Junior").family is None  # no identity band
    assert read("id band").family == "identification_bracelet"
