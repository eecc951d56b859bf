"""The lint finds what shuts out competition, what contradicts and what nobody makes, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, eq

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.matching import DeviceDescription, Requirement
from rakiza.engine.matching.lint import Finding, Linter, MadeDevice, Severity
from rakiza.reference.families import load

LINTER = Linter(load())


def codes(text: str, *values: AttributeValue, family: str | None = None, made=()) -> list[str]:
    requirement = Requirement(family, values) if family else None
    return [finding.code for finding in LINTER.lint(text, requirement, made)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("VICRYL 2/0 AIGUILLE 26MM", ["lint.brand"]),
        ("Vicryl Rapide 3/0", ["lint.brand"]),
        ("VICRYL 2/0 OU ÉQUIVALENT", []),
        ("Fil type Vicryl ou similaire", []),
        ("vicryl أو ما يعادله", []),
        ("Polyglactine 910 2/0 aiguille 26 mm", []),
        ("Gants nitrile, marquage CE", ["lint.foreign_mark"]),
        ("Gants nitrile CE 0123", ["lint.foreign_mark"]),
        ("Gants approuvés FDA", ["lint.foreign_mark"]),
        ("Masque ASTM F2100", ["lint.foreign_mark"]),
        ("Gants, marquage CE ou équivalent", []),
        ("Gants, marquage CE ou enregistrement au Maroc", []),
        ("Gants conformes à NM EN 455-1 ou ASTM D3577", []),
        ("Gants conformes à NF EN 455-1", []),
        ("Le présent lot : ce gant est en nitrile", []),
        ("Compresse stérile et non stérile", ["lint.contradiction"]),
        ("Gant poudré non poudré taille M", ["lint.contradiction"]),
        ("Compresse stérile usage unique", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_brand_is_quoted_and_its_common_name_proposed() -> None:
    (finding,) = LINTER.lint("VICRYL 2/0")
    assert (finding.severity, finding.words) == (Severity.WARNING, "vicryl")
    assert finding.proposal.as_mapping() == {"family": "suture_polyglactin", "word": "vicryl"}


@pytest.mark.parametrize(
    ("family", "values", "found"),
    [
        ("syringe_hypodermic", (eq("volume", 10.0, "mL"),), []),
        ("syringe_hypodermic", (eq("volume", 5.0, "L"),), ["lint.out_of_range"]),
        ("syringe_hypodermic", (eq("volume", 0.1, "mL"),), ["lint.out_of_range"]),
        (
            "syringe_hypodermic",
            (AttributeValue("volume", Op.GE, 20.0, "mL"), AttributeValue("volume", Op.LE, 10.0, "mL")),
            ["lint.empty_range"],
        ),
        (
            "syringe_hypodermic",
            (AttributeValue("volume", Op.GE, 10.0, "mL"), AttributeValue("volume", Op.LE, 20.0, "mL")),
            [],
        ),
        ("needle_hypodermic", (eq("gauge", 21.0, "G"), eq("diameter", 0.8, "mm")), []),
        ("needle_hypodermic", (eq("gauge", 21.0, "G"), eq("diameter", 1.2, "mm")), ["lint.mismatch"]),
        ("needle_hypodermic", (eq("gauge", 21.0, "G"), eq("color", "green")), []),
        ("needle_hypodermic", (eq("gauge", 21.0, "G"), eq("color", "blue")), ["lint.mismatch"]),
        ("cannula_iv", (eq("gauge", 18.0, "G"), eq("color", "green")), []),
        ("cannula_iv", (eq("gauge", 21.0, "G"), eq("color", "green")), ["lint.mismatch"]),
        # Their colours follow no standard, or one of their own.
        ("needle_fistula", (eq("gauge", 16.0, "G"), eq("color", "green")), []),
        ("needle_dental", (eq("gauge", 27.0, "G"), eq("color", "yellow")), []),
        ("catheter_foley", (eq("french_size", 18.0, "Fr"), eq("outer_diameter", 6.0, "mm")), []),
        (
            "catheter_foley",
            (eq("french_size", 18.0, "Fr"), eq("outer_diameter", 5.0, "mm")),
            ["lint.mismatch"],
        ),
        ("suture_polyglactin", (eq("suture_usp", "3/0"), eq("decimal", 2.0)), []),
        ("suture_polyglactin", (eq("suture_usp", "3/0"), eq("decimal", 3.0)), ["lint.mismatch"]),
    ],
)
def test_values(family: str, values: tuple[AttributeValue, ...], found: list[str]) -> None:
    assert codes("", *values, family=family) == found


def made(*rows: tuple[str, str, str]) -> list[MadeDevice]:
    return [
        MadeDevice(
            maker,
            DeviceDescription(f"{maker}-{at}", "glove_surgical", (eq("size", size), eq("material", of))),
        )
        for at, (maker, size, of) in enumerate(rows)
    ]


ASKED = (eq("size", "8"), eq("material", "latex"))


@pytest.mark.parametrize(
    ("market", "found"),
    [
        (made(("a", "8", "latex")), []),
        (made(("a", "8", "latex"), ("b", "7", "latex")), [("lint.single_supplier", "size", ("a", "b"))]),
        (
            made(("b", "7", "latex"), ("c", "8", "nitrile")),
            [("lint.no_supplier", "material", ("c",)), ("lint.no_supplier", "size", ("b",))],
        ),
        (
            made(("a", "8", "latex"), ("b", "8", "latex"), ("c", "8", "nitrile"), ("d", "8", "nitrile")),
            [("lint.over_specified", "material", ("a", "b", "c", "d"))],
        ),
        (made(("a", "8", "latex"), ("b", "8", "latex"), ("c", "8", "latex"), ("d", "7", "latex")), []),
        ([], []),
    ],
)
def test_clauses_against_what_makers_have(market, found) -> None:
    findings = LINTER.lint("", Requirement("glove_surgical", ASKED), market)
    assert [(finding.code, finding.attribute, finding.makers) for finding in findings] == found


def test_taking_the_proposal_lets_those_makers_in() -> None:
    market = made(("a", "8", "latex"), ("b", "7", "latex"))
    (finding,) = LINTER.lint("", Requirement("glove_surgical", ASKED), market)
    assert finding.relaxed == Requirement("glove_surgical", (eq("material", "latex"),))
    assert LINTER.lint("", finding.relaxed, market) == ()


def test_the_gravest_comes_first() -> None:
    requirement = Requirement("syringe_hypodermic", (eq("volume", 5.0, "L"),))
    assert [f.severity for f in LINTER.lint("VICRYL", requirement)] == [Severity.ERROR, Severity.WARNING]


@given(text=st.text(max_size=80), data=st.data(), family=st.sampled_from(FAMILIES))
def test_any_text_and_values_are_looked_over_the_same_twice(text: str, data: st.DataObject, family) -> None:
    requirement = Requirement(family.id, data.draw(described(family)))
    market = [MadeDevice("m", DeviceDescription("d", family.id, data.draw(described(family))))]
    first: tuple[Finding, ...] = LINTER.lint(text, requirement, market)
    assert first == LINTER.lint(text, requirement, market)


MAKERS = LINTER.names(["Soludia Maghreb SARL", "Gants et Compresses SARL", "SA", "Pharma Atlas"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SERINGUE 5 ML TYPE BD", ["bd"]),
        ("SPARADRAP TYPE 3M 2CM", ["3m"]),
        ("Fil marque Ethicon 2/0", ["ethicon"]),
        ("Pansement Zyxogel® 10x10", ["zyxogel"]),
        ("Pansement Zyxogel (R) 10x10", ["zyxogel"]),
        ("Cathéter de chez Vygon 18G", ["vygon"]),
        ("SONDE CH 16 SMITH & NEPHEW", ["smith nephew"]),
        ("قفازات شركة ANSELL", ["ansell"]),
        ("محقنة ماركة تيرومو 5 مل", ["تيرومو"]),
        ("Sel pour dialyse, Soludia Maghreb", ["soludia maghreb"]),
        ("Compresses PHARMA-ATLAS 10x10", ["pharma atlas"]),
        ("Capteur SpO2 compatible avec moniteur Philips", []),
        ("Capteur SpO2 pour moniteur Mindray", []),
        ("SERINGUE 5 ML type BD ou équivalent", []),
        ("syringe 5 ml, type BD or similar", []),
        ("SERINGUE 5 ML type BD ou éq.", []),
        ("Seringue Terumo ou équiv. 5 ml", []),
        ("Seringue Terumo ou toute autre marque", []),
        ("محقنة ماركة تيرومو أو ما يماثلها", []),
        ("SPARADRAP 2CM X 3M", []),
        ("Gants et compresses stériles", []),
        ("Gants, marque reconnue", []),
        ("Gants de marque : à préciser", []),
        ("SONDE TYPE FOLEY CH 16", []),
        ("bidon 5 L, BD 10", []),
    ],
)
def test_makers_and_marks_in_the_text(text: str, words: list[str]) -> None:
    found = LINTER.lint(text, None, (), MAKERS)
    assert [(one.code, one.words) for one in found] == [("lint.maker", word) for word in words]


def test_a_maker_is_named_once_beside_its_brand() -> None:
    assert codes("FIL PROLENE® 2/0") == ["lint.brand"]
    assert codes("FIL TERUMO 2/0, TERUMO") == ["lint.maker"]


@pytest.mark.parametrize(
    "mark", ["UKCA", "NMPA", "MHRA", "Swissmedic", "marquage CE 1434", "certifié TÜV", "N95"]
)
def test_marks_of_other_countries(mark: str) -> None:
    assert codes(f"Gants nitrile, {mark}") == ["lint.foreign_mark"]
    assert codes(f"Gants nitrile, {mark} ou équivalent") == []


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("Sonde de Foley CH 200", "catheter_foley", [("french_size", 200.0)]),
        ("sonde foley 1 Fr", "catheter_foley", [("french_size", 1.0)]),
        ("Aiguille 99G", "needle_hypodermic", [("gauge", 99.0)]),
        ("Aiguille G 5 stérile", "needle_hypodermic", [("gauge", 5.0)]),
        ("Sonde de Foley CH 16", "catheter_foley", []),
        ("Compresse 200 g, 12 plis", "gauze_compress", []),
    ],
)
def test_a_size_that_no_device_has_is_told_though_it_isnt_read(
    text: str, family: str, found: list[tuple[str, float]]
) -> None:
    findings = LINTER.lint(text, Requirement(family, ()))
    assert [(one.attribute, one.reason.as_mapping()["required"]) for one in findings] == found
    assert {one.code for one in findings} <= {"lint.out_of_range"}


def test_a_size_that_was_read_is_told_once() -> None:
    assert codes("CH 200", eq("french_size", 200.0, "Fr"), family="catheter_foley") == ["lint.out_of_range"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nylon monofilament tressé 3/0", ["lint.contradiction"]),
        ("Nylon monofilament ou tressé 3/0", []),
        ("Compresse stérile ou non stérile", []),
        ("Compresse stérile/non stérile", []),
        ("Compresse stérile non stérile", ["lint.contradiction"]),
    ],
)
def test_a_choice_is_no_contradiction(text: str, found: list[str]) -> None:
    assert codes(text) == found
