"""Each comparison of a schema, just inside, at and just outside what it allows: verdict, gap, unit and reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.matching.strategies import eq

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.matching import (
    AttributeVerdict,
    DeviceDescription,
    MatchResult,
    Requirement,
    Verdict,
    judge,
    match_many,
)
from rakiza.reference.families import load

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NUMBER, CHOICE, SIZE, FLAG = (
    AttributeType.NUMBER,
    AttributeType.CHOICE,
    AttributeType.SIZE,
    AttributeType.FLAG,
)
FAMILY = replace(
    load().family("syringe_hypodermic"),
    attributes=(
        AttributeSpec("volume", NUMBER, Comparison.EQUAL, "mL", "mL", tolerance=0.05),
        AttributeSpec("length", NUMBER, Comparison.WITHIN, "mm", "cm", tolerance=2.0),
        AttributeSpec("strength", NUMBER, Comparison.AT_LEAST, "g", "g"),
        AttributeSpec("dead_space", NUMBER, Comparison.AT_MOST, "mL", "mL"),
        AttributeSpec("material", CHOICE, Comparison.ONE_OF, choices=("latex", "nitrile", "vinyl")),
        AttributeSpec("type", CHOICE, Comparison.ORDERED, order=("I", "II", "IIR")),
        AttributeSpec(
            "tip",
            CHOICE,
            Comparison.COMPATIBLE,
            equivalences=(("luer_lock", "luer_lock_centric"),),
            accepts=(("luer_slip", "luer_lock"),),
        ),
        AttributeSpec("size", SIZE, Comparison.EQUAL),
        AttributeSpec("sterile", FLAG, Comparison.EQUAL),
        AttributeSpec("single_use", FLAG, Comparison.EQUAL, default=True),
        AttributeSpec("color", CHOICE, Comparison.INFORMATIVE),
    ),
)


def held(required: tuple[AttributeValue, ...], *offered: AttributeValue) -> MatchResult:
    return judge(Requirement(FAMILY.id, required), DeviceDescription("d", FAMILY.id, offered), FAMILY)


def one(required: AttributeValue, *offered: AttributeValue) -> AttributeVerdict:
    (verdict,) = held((required,), *offered).attributes
    return verdict


def least(name: str, value: float, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.GE, value, unit)


def most(name: str, value: float, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.LE, value, unit)


@pytest.mark.parametrize(
    ("required", "offered", "verdict", "gap", "code"),
    [
        # equal, with the relative tolerance of the schema (5 % of the greater)
        (eq("volume", 10.0, "mL"), eq("volume", 10.0, "mL"), PASS, 0.0, "equal"),
        (eq("volume", 10.0, "mL"), eq("volume", 1.0, "cL"), PASS, 0.0, "equal"),
        (eq("volume", 10.0, "mL"), eq("volume", 10.5, "mL"), PASS, 0.5, "within"),
        (eq("volume", 10.0, "mL"), eq("volume", 9.5, "mL"), PASS, -0.5, "within"),
        (eq("volume", 10.0, "mL"), eq("volume", 10.6, "mL"), FAIL, 0.6, "above"),
        (eq("volume", 10.0, "mL"), eq("volume", 9.4, "mL"), FAIL, -0.6, "below"),
        # within the absolute tolerance of the standard, in canonical units (2 mm)
        (eq("length", 10.0, "cm"), eq("length", 100.0, "mm"), PASS, 0.0, "equal"),
        (eq("length", 10.0, "cm"), eq("length", 102.0, "mm"), PASS, 2.0, "within"),
        (eq("length", 10.0, "cm"), eq("length", 98.0, "mm"), PASS, -2.0, "within"),
        (eq("length", 10.0, "cm"), eq("length", 102.1, "mm"), FAIL, 2.1, "above"),
        (eq("length", 10.0, "cm"), eq("length", 9.7, "cm"), FAIL, -3.0, "below"),
        # at least, at most: the schema's sense, whatever the need writes as a plain number
        (eq("strength", 9.0, "g"), eq("strength", 9.0, "g"), PASS, 0.0, "reaches"),
        (eq("strength", 9.0, "g"), eq("strength", 12.0, "g"), PASS, 3.0, "reaches"),
        (eq("strength", 9.0, "g"), eq("strength", 8.9, "g"), FAIL, -0.1, "below"),
        (eq("dead_space", 0.07, "mL"), eq("dead_space", 0.05, "mL"), PASS, -0.02, "respects"),
        (eq("dead_space", 0.07, "mL"), eq("dead_space", 0.07, "mL"), PASS, 0.0, "respects"),
        (eq("dead_space", 0.07, "mL"), eq("dead_space", 0.08, "mL"), FAIL, 0.01, "above"),
        # a bound that the need writes binds whatever the schema says
        (least("volume", 10.0, "mL"), eq("volume", 20.0, "mL"), PASS, 10.0, "reaches"),
        (least("volume", 10.0, "mL"), eq("volume", 5.0, "mL"), FAIL, -5.0, "below"),
        (most("strength", 9.0, "g"), eq("strength", 12.0, "g"), FAIL, 3.0, "above"),
        # a device that states a bound itself
        (eq("volume", 10.0, "mL"), least("volume", 5.0, "mL"), UNKNOWN, -5.0, "not_stated"),
        (eq("volume", 10.0, "mL"), least("volume", 20.0, "mL"), FAIL, 10.0, "above"),
        (eq("volume", 10.0, "mL"), most("volume", 20.0, "mL"), UNKNOWN, 10.0, "not_stated"),
        # words: one of, ordered classes, compatible systems
        (eq("material", "nitrile"), eq("material", "NITRILE"), PASS, None, "equal"),
        (eq("material", "nitrile"), eq("material", "latex"), FAIL, None, "differs"),
        (eq("type", "II"), eq("type", "II"), PASS, None, "equal"),
        (eq("type", "II"), eq("type", "IIR"), PASS, None, "higher_class"),
        (eq("type", "II"), eq("type", "I"), FAIL, None, "lower_class"),
        (eq("type", "II"), eq("type", "V"), FAIL, None, "differs"),
        (eq("tip", "luer_lock"), eq("tip", "luer_lock_centric"), PASS, None, "equivalent"),
        (eq("tip", "luer_lock_centric"), eq("tip", "luer_lock"), PASS, None, "equivalent"),
        (eq("tip", "luer_slip"), eq("tip", "luer_lock"), PASS, None, "accepted"),
        (eq("tip", "luer_lock"), eq("tip", "luer_slip"), FAIL, None, "differs"),
        # sizes as they are written, flags
        (eq("size", "7,5"), eq("size", "7.5"), PASS, None, "equal"),
        (eq("size", "7.5"), eq("size", 7.5), PASS, 0.0, "equal"),
        (eq("size", "M"), eq("size", "m"), PASS, None, "equal"),
        (eq("size", "M"), eq("size", "L"), FAIL, None, "differs"),
        (eq("sterile", True), eq("sterile", True), PASS, None, "equal"),
        (eq("sterile", True), eq("sterile", False), FAIL, None, "differs"),
        (eq("color", "green"), eq("color", "blue"), PASS, None, "informative"),
    ],
)  # fmt: skip
def test_each_comparison(required, offered, verdict, gap, code) -> None:
    found = one(required, offered)
    assert (found.verdict, found.gap, found.reason.code) == (verdict, gap, f"matching.{code}")


@pytest.mark.parametrize(
    ("required", "verdict", "code"),
    [
        (eq("volume", 10.0, "mL"), UNKNOWN, "not_stated"),
        (eq("sterile", True), UNKNOWN, "not_stated"),
        (eq("single_use", True), PASS, "implied"),
        (eq("single_use", False), FAIL, "differs"),
        (eq("color", "green"), PASS, "not_stated"),
        (eq("standard", "ISO 7886-1"), UNKNOWN, "not_stated"),
        (eq("never_heard_of", "x"), PASS, "not_stated"),
    ],
)
def test_silence_is_unknown_unless_the_schema_says_what_it_means(required, verdict, code) -> None:
    found = one(required)
    assert (found.verdict, found.gap, found.reason.code) == (verdict, None, f"matching.{code}")


def test_alternatives_are_met_by_any_and_bounds_by_all() -> None:
    either = (eq("material", "latex"), eq("material", "nitrile"))
    (verdict,) = held(either, eq("material", "nitrile")).attributes
    assert (verdict.verdict, verdict.reason.code) == (PASS, "matching.one_of")
    assert verdict.reason.as_mapping()["required"] == "latex / nitrile"
    between = (least("volume", 5.0, "mL"), most("volume", 10.0, "mL"))
    for volume, expected in ((5.0, PASS), (7.0, PASS), (10.0, PASS), (4.0, FAIL), (11.0, FAIL)):
        assert held(between, eq("volume", volume, "mL")).verdict is expected


def test_the_best_of_several_values_stated_counts_in_whatever_order() -> None:
    for sizes in (("M", "6"), ("6", "M")):
        found = held((eq("size", "8"),), *(eq("size", size) for size in sizes))
        assert (found.attributes[0].offered, found.distance) == ("6", 0.25)
    for tips in (("luer_lock", "luer_lock_centric"), ("luer_lock_centric", "luer_lock")):
        assert held((eq("tip", "luer_lock"),), *(eq("tip", tip) for tip in tips)).exact == 1
    found = one(eq("volume", 10.0, "mL"), eq("volume", 5.0, "mL"), eq("volume", 10.0, "mL"))
    assert (found.verdict, found.offered) == (PASS, 10.0)
    nearest = one(eq("volume", 10.0, "mL"), eq("volume", 2.0, "mL"), eq("volume", 8.0, "mL"))
    assert (nearest.verdict, nearest.offered, nearest.gap) == (FAIL, 8.0, -2.0)


@pytest.mark.parametrize(
    ("offered", "verdict", "score", "near_miss"),
    [
        ((eq("volume", 10.0, "mL"), eq("sterile", True)), PASS, 1.0, False),
        ((eq("volume", 10.0, "mL"),), UNKNOWN, 0.75, False),
        ((eq("volume", 10.0, "mL"), eq("sterile", False)), FAIL, 0.5, True),
        ((eq("volume", 5.0, "mL"),), FAIL, 0.25, True),
        ((eq("volume", 5.0, "mL"), eq("sterile", False)), FAIL, 0.0, False),
    ],
)
def test_the_whole_is_its_worst_clause(offered, verdict, score, near_miss) -> None:
    found = held((eq("volume", 10.0, "mL"), eq("sterile", True)), *offered)
    assert (found.verdict, found.score, found.near_miss) == (verdict, score, near_miss)


def test_how_far_a_failing_device_stands() -> None:
    asked = (eq("volume", 10.0, "mL"), eq("sterile", True))
    assert held(asked, eq("volume", 5.0, "mL"), eq("sterile", True)).distance == 0.5
    assert held(asked, eq("volume", 20.0, "mL"), eq("sterile", True)).distance == 0.5
    assert held(asked, eq("volume", 5.0, "mL"), eq("sterile", False)).distance == 1.5
    assert held((eq("size", "8"),), eq("size", "6")).distance == 0.25
    assert held(asked, eq("volume", 10.0, "mL"), eq("sterile", True)).distance == 0.0


def test_another_family_is_told_and_nothing_else() -> None:
    found = judge(
        Requirement(FAMILY.id, (eq("volume", 10.0, "mL"),)), DeviceDescription("d", "glove", ()), FAMILY
    )
    (verdict,) = found.attributes
    assert (found.verdict, found.score, verdict.reason.code) == (FAIL, 0.0, "matching.other_family")
    assert verdict.reason.as_mapping() == {
        "attribute": "family",
        "required": "syringe_hypodermic",
        "offered": "glove",
    }


def test_the_nearest_class_stands_nearest() -> None:
    devices = [DeviceDescription(name, FAMILY.id, (eq("type", name),)) for name in ("I", "II")]
    ranked = match_many(Requirement(FAMILY.id, (eq("type", "IIR"),)), devices, FAMILY)
    assert [(found.device, found.attributes[0].short, found.distance) for found in ranked] == [
        ("II", 1, 0.5),
        ("I", 2, pytest.approx(2 / 3, abs=1e-6)),
    ]


def test_a_relative_tolerance_is_told_in_the_unit() -> None:
    verdict = one(eq("volume", 10.0, "mL"), eq("volume", 10.4, "mL"))
    assert (verdict.verdict, verdict.reason.code) == (PASS, "matching.within")
    assert dict(verdict.reason.as_mapping())["tolerance"] == 0.52


@pytest.mark.parametrize(
    ("material", "expected"),
    [
        (("latex",), FAIL),
        (("silicone_coated",), FAIL),
        (("nitrile",), PASS),
        (("nitrile", "latex"), FAIL),
        (("cotton",), UNKNOWN),
        ((), UNKNOWN),
    ],
)
def test_latex_free_is_asked_of_any_family(material: tuple[str, ...], expected: Verdict) -> None:
    stated = tuple(eq("material", each) for each in material)
    assert one(eq("latex_free", True), *stated).verdict is expected


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        (eq("outer_diameter", 5.3, "mm"), eq("french_size", 16.0, "Fr"), PASS),
        (eq("outer_diameter", 5.3, "mm"), eq("french_size", 18.0, "Fr"), FAIL),
        (eq("french_size", 16.0, "Fr"), eq("outer_diameter", 5.3, "mm"), PASS),
        (eq("french_size", 16.0, "Fr"), eq("outer_diameter", 5.5, "mm"), FAIL),
    ],
)
def test_a_tube_sized_in_french_may_be_asked_by_its_diameter(
    asked: AttributeValue, stated: AttributeValue, expected: Verdict
) -> None:
    foley = load().family("catheter_foley")
    found = judge(Requirement(foley.id, (asked,)), DeviceDescription("d", foley.id, (stated,)), foley)
    assert found.verdict is expected
