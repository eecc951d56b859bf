"""Materials beside the name, decimals of threads, needles' lengths behind a gauge, names never sure."""

from __future__ import annotations

import pytest
from tests.factories.reader import shared_reader

from rakiza.engine.families import Kind

READER = shared_reader()


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("URINAL 1L PLASTIQUE", "plastic"),
        ("خيط نايلون 4/0", "polyamide"),
        ("COMPRESSE DE GAZE 10X10", "gauze"),
    ],
)
def test_a_material_said_beside_the_name_is_read(text: str, material: str) -> None:
    assert READER.read(text).stated().get("material") == material


@pytest.mark.parametrize("text", ["PAPIER ECG 90X90", "COTON HYDROPHILE 500G", "PAPIER THERMIQUE ECHOGRAPHE"])
def test_a_material_that_is_the_name_is_none(text: str) -> None:
    assert "material" not in READER.read(text).stated()


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("PROLENE 6.0 2AIG 13MM", "suture_usp", "6/0"),
        ("ETHILON 4.0", "suture_usp", "4/0"),
        ("SONDE ENDOTRACHEALE 7.0", "inner_diameter", 7.0),
        ("GANT CHIRURGICAL 7.0", "size", 7.0),
        ("SERINGUE 5 ML AVEC AIGUILLE 22G1 1/4", "length", 1.25),
    ],
)
def test_numbers(text: str, name: str, value: object) -> None:
    assert READER.read(text).stated().get(name) == value


def test_a_gauge_is_no_dose() -> None:
    assert READER.read("AIG POUR DILUTION 18G 40MM").kind is Kind.DEVICE
    assert READER.read("CEFTRIAXONE 1 G IV").kind is Kind.MEDICINE


@pytest.mark.parametrize(
    "text", ["COMBINAISON DE PROTECTION", "LUNETTES DE PROTECTION", "VISIERE DE PROTECTION"]
)
def test_workers_protection_is_never_surely_a_device(text: str) -> None:
    reading = READER.read(text)
    assert reading.kind is Kind.OTHER or reading.confidence <= 0.8


@pytest.mark.parametrize(
    ("text", "emdn"),
    [
        ("SPECULUM VAGINAL INOX", "L059001"),
        ("SPECULUM VAGINAL U.U. TAILLE S", "U089006"),
        ("TIRE LAIT ELECTRIQUE", "Z12080303"),
        ("TIRE LAIT MANUEL", "V020301"),
        ("GARROT", "V9003"),
    ],
)
def test_what_is_stated_decides_the_branch(text: str, emdn: str) -> None:
    assert READER.read(text).emdn == emdn
