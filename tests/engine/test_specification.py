"""A specification adds to what a designation says, and never makes another article of it."""

from __future__ import annotations

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.reading.cells import COLUMNS, row
from rakiza.engine.specification import SpecificationReader
from rakiza.engine.specification.frames import read_many
from rakiza.reference.families import load

KNOWLEDGE = load()
PLAIN = shared_reader()
READER = SpecificationReader(PLAIN, KNOWLEDGE)


def read(text: str, specification: str) -> dict[str, object]:
    return dict(READER.read(text, None, specification).stated())


@pytest.mark.parametrize(
    ("text", "specification", "family", "attributes"),
    [
        ("SERINGUE HYPODERMIQUE", "10 mL, luer lock", "syringe_hypodermic", {"volume": 10.0, "tip": "luer_lock"}),
        ("SERINGUE 5 ML", "volume 20 mL, embout luer lock", "syringe_hypodermic", {"volume": 5.0, "tip": "luer_lock"}),
        ("SONDE DE FOLEY", "CH 18, 3 voies", "catheter_foley", {"french_size": 18.0, "lumens": 3.0}),
        ("قفازات فحص", "نتريل مقاس M", "glove_examination", {"material": "nitrile", "size": "M"}),
        ("Examination gloves", "nitrile; powder free; size L", "glove_examination",
         {"material": "nitrile", "size": "L", "powder_free": True}),
    ],
)  # fmt: skip
def test_the_specification_adds_attributes(
    text: str, specification: str, family: str, attributes: dict[str, object]
) -> None:
    reading = READER.read(text, None, specification)
    assert (reading.text, reading.family) == (text, family)
    assert attributes.items() <= dict(reading.stated()).items()
    assert reading.confidence == PLAIN.read(text).confidence


def test_the_designation_decides_the_family_whatever_is_specified() -> None:
    reading = READER.read("SERINGUE 10 ML", None, "livrée avec gants d'examen et sonde de Foley CH 18")
    assert reading.family == "syringe_hypodermic"
    assert reading.stated()["volume"] == 10.0


def test_a_designation_that_names_nothing_is_read_with_its_specification() -> None:
    reading = READER.read("Article 12", None, "seringue hypodermique 10 mL luer lock")
    assert (reading.text, reading.family) == ("Article 12", "syringe_hypodermic")


def test_a_medicine_stays_one() -> None:
    alone = PLAIN.read("PARACETAMOL 500 MG CP")
    assert READER.read("PARACETAMOL 500 MG CP", None, "seringue préremplie 10 mL") == alone


def test_the_code_is_as_deep_as_both_together_justify() -> None:
    whole = PLAIN.read("SERINGUE JETABLE 50 CC LUER-LOCK")
    assert READER.read("SERINGUE JETABLE", None, "50 cc luer-lock").emdn == whole.emdn


def test_the_pack_of_the_designation_stands_before_that_of_the_specification() -> None:
    assert READER.read("SERINGUE 5 ML", None, "boite de 100").packaging.size == 100
    assert READER.read("SERINGUE 5 ML BT 50", None, "boite de 100").packaging.size == 50


def test_what_is_added_says_which_words_gave_it() -> None:
    reasons = READER.read("SERINGUE 5 ML", None, "luer lock").reasons
    quoted = [reason.as_mapping() for reason in reasons if reason.code == "reading.attribute"]
    assert {"name": "tip", "word": "luer lock"} in quoted


def test_a_long_specification_is_read_clause_by_clause() -> None:
    chatter = "Conforme aux usages du service et livrée selon le bon de commande. " * 12
    assert read("SERINGUE HYPODERMIQUE", f"{chatter}\nVolume : 10 mL")["volume"] == 10.0


@pytest.mark.parametrize("specification", ["", "   ", "\n"])
def test_without_a_specification_the_reading_is_the_same(specification: str) -> None:
    assert READER.read("SERINGUE 5 ML BT 50", "100", specification) == PLAIN.read(
        "SERINGUE 5 ML BT 50", "100"
    )


@settings(max_examples=60)
@given(
    text=st.sampled_from(("SERINGUE 5 ML", "GANT NITRILE M", "xyz", "")), specification=st.text(max_size=60)
)
def test_any_specification_leaves_what_the_designation_states(text: str, specification: str) -> None:
    alone, both = PLAIN.read(text), READER.read(text, None, specification)
    assert both.attributes[: len(alone.attributes)] == alone.attributes
    assert both == READER.read(text, None, specification)
    if alone.family is not None:
        assert both.family == alone.family


def test_a_table_gives_what_its_lines_give() -> None:
    frame = polars.DataFrame(
        {
            "line_id": ["a", "b", "c", "d"],
            "article": ["SERINGUE", "SERINGUE", None, "SERINGUE"],
            "specs": ["10 ml luer lock", None, "gants d'examen nitrile M", "10 ml luer lock"],
            "pack": [None, "boite de 100", None, None],
        }
    )
    found = read_many(frame, KNOWLEDGE, column="article", specification="specs", packaging="pack")
    texts = [
        ("SERINGUE", None, "10 ml luer lock"),
        ("SERINGUE", "boite de 100", ""),
        ("", None, frame["specs"][2]),
    ]
    expected = [row(READER.read(*line)) for line in texts]
    assert found.columns[:4] == ["line_id", "text", "specification", "kind"]
    assert found.select(COLUMNS).rows() == [*expected, expected[0]]


@pytest.mark.parametrize(
    ("specification", "standards"),
    [
        ("Conforme à la norme NF EN 455-1. Réf. 909, taille M", ["NF EN 455-1"]),
        ("Selon EN 455-2:2015; cat. no. 7", ["EN 455-2:2015"]),
        ("Taille M. Art. 12345", []),
    ],
)
def test_a_specification_cites_standards_and_references(specification: str, standards: list[str]) -> None:
    reading = READER.read("GANT D'EXAMEN NITRILE", specification=specification)
    assert [value.value for value in reading.attributes if value.name == "standard"] == standards
    assert {value.value for value in reading.attributes if value.name == "size"} <= {"M"}
