"""Every habit of writing numbers, units and packs that lists are known for, one line each."""

from __future__ import annotations

import pytest
from tests.factories.reader import shared_reader

from rakiza.engine.attributes import AttributeScalar

READER = shared_reader()
Stated = list[tuple[AttributeScalar, str | None]]


def values(text: str, name: str) -> Stated:
    return [(each.value, each.unit) for each in READER.read(text).attributes if each.name == name]


@pytest.mark.parametrize(
    ("text", "name", "stated"),
    [
        ("COMPRESSE 10*10", "width", [(10.0, "cm")]),
        ("PANSEMENT ADHESIF 7,5 x 10 cm", "width", [(7.5, "cm")]),
        ("COMPRESSE ١٠×١٠ سم", "length", [(10.0, "cm")]),
        ("INTRANULE G21", "gauge", [(21.0, "G")]),
        ("INTRANULE 21 G", "gauge", [(21.0, "G")]),
        ("AIGUILLE 0,9X40", "outer_diameter", [(0.9, "mm")]),
        ("AIGUILLE 0,9X40", "length", [(40.0, "mm")]),
        ("SONDE ASPIRATION CH16", "french_size", [(16.0, "Fr")]),
        ("SONDE ASPIRATION 16Fr", "french_size", [(16.0, "Fr")]),
        ("SONDE DE FOLEY N°18", "french_size", [(18.0, "Fr")]),
        ("VICRYL 2/0", "suture_usp", [("2/0", None)]),
        ("VICRYL déc. 3", "decimal", [(3.0, None)]),
        ("VICRYL métrique 3", "decimal", [(3.0, None)]),
        ("VICRYL métrique 3", "suture_usp", [("2/0", None)]),
        ("PROLENE 3/0 AIG ½ CERCLE", "needle_curve", [("1/2", None)]),
        ("GANT CHIRURGICAL N°7/5", "size", [(7.5, None)]),
        ("GANT CHIRURGICAL 7½", "size", [(7.5, None)]),
        ('AIGUILLE HYPODERMIQUE 21G x 1½"', "length", [(1.5, "in")]),
        ("SERINGUE 5 cc", "volume", [(5.0, "mL")]),
        ("POCHE A URINE 2 L", "volume", [(2000.0, "mL")]),
        ("EMBOUT POUR MICROPIPETTE 200 µL", "volume", [(200.0, "µL")]),
        ("SERINGUE 20mI", "volume", [(20.0, "mL")]),
        ("SERINGUE 2OML", "volume", [(20.0, "mL")]),
        ("SERINGUE ٢٠ مل", "volume", [(20.0, "mL")]),
        ("SERINGUE ۲۰ مل", "volume", [(20.0, "mL")]),
    ],
)
def test_numbers_and_units(text: str, name: str, stated: Stated) -> None:
    assert values(text, name) == stated


def test_a_range_is_two_bounds() -> None:
    reading = READER.read("MASQUE LARYNGE 20-30 KG")
    assert [(each.op.value, each.value) for each in reading.attributes if each.name == "patient_weight"] == [
        (">=", 20.0),
        ("<=", 30.0),
    ]


@pytest.mark.parametrize(
    "text", ["Fil polyglactine 910", "POLYGLACTINE 910 TRESSEE", "polyglactin 910 suture", "FIL PGLA 910"]
)
def test_the_name_of_a_polymer_is_no_thread_size(text: str) -> None:
    assert values(text, "suture_usp") == []


def test_the_thread_size_beside_the_name_of_a_polymer_is_read() -> None:
    assert values("POLYGLACTINE 910 3/0 1/2 C 26MM", "suture_usp") == [("3/0", None)]


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("SERINGUE 10CC BT 100", 100, "boite"),
        ("COMPRESSE NON TISSEE B/36", 36, "boite"),
        ("REACTIF GLUCOSE 20*2ML", 20, None),
        ("GANTS D'EXAMEN paquet de 50", 50, "paquet"),
        ("GANTS D'EXAMEN carton 20 x 100", 100, "boite"),
        ("قفازات فحص علبة 100", 100, "boite"),
    ],
)
def test_packs_stand_apart_from_the_article(text: str, size: int, unit: str | None) -> None:
    reading = READER.read(text)
    assert (reading.packaging.size, reading.packaging.unit) == (size, unit)
    assert float(size) not in [each.value for each in reading.attributes if each.name != "tests"]


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("SERINGUE a\\/ec AIGUILLE 10ML", "syringe_hypodermic"),
        ("SERINGUE10ML", "syringe_hypodermic"),
        ("GANTDEXAMEN LATEX", "glove_examination"),
        ("GANTS D EXAMENS", "glove_examination"),
        ("STERILE GAZE COMPRESSE", "gauze_compress"),
        ("سيرنجات ١٠ مل", "syringe_hypodermic"),
        ("السيرنجة 10 مل", "syringe_hypodermic"),
        ("مِحْقَنَة ١٠ مل", "syringe_hypodermic"),
        ("قُفَّازات الفحص", "glove_examination"),
        ("seringe jetabel 5ml", "syringe_hypodermic"),
    ],
)
def test_mistakes_plurals_and_order(written: str, family: str) -> None:
    assert READER.read(written).family == family
