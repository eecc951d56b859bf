"""The checker refuses what would mislead the engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.reference.families.check import check
from rakiza.reference.nomenclature import Nomenclature, Scheme

GOOD = """
id = "test_spoon"
group = "tests"
kind = "device"
risk_class = "I"
criticality = "ordinary"
emdn = "A0201"
hs = ["901831"]
[labels]
fr = "Cuillère graduée"
ar = "ملعقة مدرجة"
en = "Graduated spoon"
[synonyms]
fr = { "cuillere graduee" = 1.0 }
ar = { "ملعقة مدرجة" = 1.0 }
en = { "graduated spoon" = 1.0 }
[habits]
bare = ["volume"]
[[refinements]]
when = { volume = true }
emdn = "A020102"
[[attributes]]
name = "volume"
comparison = "equal"
implied_unit = "mL"
"""


def faults(directory: Path, text: str, name: str = "test_spoon") -> list[str]:
    (directory / f"{name}.toml").write_text(text, encoding="utf-8")
    return [fault.problem for fault in check(directory)]


def test_a_sound_family_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('implied_unit = "mL"', 'implied_unit = "spoonful"', "attribute 'volume': unknown unit 'spoonful'"),
        ('implied_unit = "mL"', 'implied_unit = "mm"', "attribute 'volume': mm doesn't measure what mL does"),
        ('comparison = "equal"', 'comparison = "nearly"', "'nearly' is not a valid Comparison"),
        ('name = "volume"', 'name = "taste"', "attribute 'taste' isn't in the shared vocabulary"),
        ('emdn = "A0201"', 'emdn = "0201"', "'0201' isn't an EMDN code of level 2 to 7"),
        ('"901831"', '"90.18"', "'90.18' isn't an HS code of four or six digits"),
        ('emdn = "A020102"', 'emdn = "A02"', "refinement A02 isn't deeper than A0201"),
        ('ar = { "ملعقة مدرجة" = 1.0 }', "", "no synonym in ar"),
        ('en = "Graduated spoon"', "", "labels: no name in en"),
        ('risk_class = "I"', 'risk_class = "IV"', "unknown risk class 'IV'"),
        ('kind = "device"', 'kind = "gadget"', "'gadget' is not a valid Kind"),
        ('bare = ["volume"]', 'bare = ["length"]', "habits name 'length', which the schema doesn't have"),
        (
            '"graduated spoon" = 1.0',
            '"graduated spoon" = 7',
            "synonym 'graduated spoon': weight 7.0 isn't in (0, 1]",
        ),
        ('group = "tests"', "", "missing field 'group'"),
    ],
)
def test_a_faulty_family_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in faults(tmp_path, GOOD.replace(old, new, 1))


def test_a_file_that_isnt_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    (fault,) = check(tmp_path)
    assert fault.file == "broken.toml"


def test_the_file_is_named_after_the_family(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD, name="other") == [
        "the file should be named test_spoon.toml, after the family's id"
    ]


def test_a_synonym_of_two_families_needs_a_rule(tmp_path: Path) -> None:
    other = GOOD.replace('id = "test_spoon"', 'id = "test_ladle"')
    (tmp_path / "test_ladle.toml").write_text(other, encoding="utf-8")
    problems = faults(tmp_path, GOOD)
    assert "synonym 'cuillere graduee' is claimed by test_ladle, test_spoon without a tie rule" in problems
    rule = '[tie]\n"cuillere graduee" = "test_spoon"\n"graduated spoon" = "test_spoon"\n"ملعقة مدرجة" = "test_spoon"\n'
    assert faults(tmp_path, GOOD + rule) == []


def test_a_rule_must_name_a_family(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD + '[tie]\n"cuillere graduee" = "nobody"\n') == [
        "tie 'cuillere graduee' names 'nobody', which is no family, nor medicine or other"
    ]
    assert faults(tmp_path, GOOD + '[tie]\n"cuillere graduee" = "medicine"\n') == []


def test_codes_are_looked_up_where_the_tables_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_spoon.toml").write_text(GOOD, encoding="utf-8")
    emdn = Nomenclature(Scheme.EMDN, {"A0201": "SYRINGES"})
    hs = Nomenclature(Scheme.HS, {"300590": "Wadding"})
    assert [fault.problem for fault in check(tmp_path, emdn, hs)] == [
        "EMDN has no code A020102",
        "HS has no code 901831",
    ]


def test_the_shipped_families_have_no_fault() -> None:
    assert [str(fault) for fault in check()] == []
