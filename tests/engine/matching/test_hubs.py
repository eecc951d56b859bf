"""A hub's colour is asked for, offered and pooled as the gauge that it means (ISO 6009, ISO 10555-5)."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.engine.knowledge import default
from rakiza.engine.matching import Catalogue, DeviceDescription, Requirement, Verdict, judge, match
from rakiza.engine.matching.hubs import asked
from rakiza.engine.planning.requirements import canonical_requirement, decisive_part

FAMILIES = default().by_id()
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def eq(name: str, value: AttributeScalar, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


GREEN, PINK, RED = eq("color", "green"), eq("color", "pink"), eq("color", "red")
G18, G20, G21 = (eq("gauge", size, "G") for size in (18.0, 20.0, 21.0))


@pytest.mark.parametrize(
    ("family", "required", "offered", "verdict"),
    [
        ("cannula_iv", (GREEN,), (G18,), PASS),
        ("cannula_iv", (GREEN,), (G20,), FAIL),
        ("cannula_iv", (GREEN,), (GREEN,), PASS),
        ("cannula_iv", (GREEN,), (), UNKNOWN),
        ("cannula_iv", (GREEN, PINK), (G20,), PASS),  # green or pink
        ("cannula_iv", (G18,), (GREEN,), PASS),
        ("cannula_iv", (G18,), (PINK,), FAIL),
        ("cannula_iv", (G18, PINK), (G18,), PASS),  # what is written holds before what a colour means
        ("cannula_iv", (RED,), (G18,), PASS),  # no size is red
        ("needle_hypodermic", (GREEN,), (G21,), PASS),
        ("needle_hypodermic", (GREEN,), (G18,), FAIL),
        ("needle_fistula", (GREEN,), (G18,), PASS),  # its colours follow no standard
    ],
)
def test_a_colour_is_held_as_a_gauge(
    family: str,
    required: tuple[AttributeValue, ...],
    offered: tuple[AttributeValue, ...],
    verdict: Verdict,
) -> None:
    need, device = Requirement(family, required), DeviceDescription("d", family, offered)
    assert judge(need, device, FAMILIES[family]).verdict is verdict
    (found,) = match([need], Catalogue([device], FAMILIES), k=1)
    assert [candidate.result.verdict for candidate in found] == [verdict]


def test_the_right_colour_is_ranked_first() -> None:
    devices = [
        DeviceDescription(name, "cannula_iv", (eq("gauge", size, "G"),))
        for name, size in [("a", 20.0), ("b", 18.0)]
    ]
    (found,) = match([Requirement("cannula_iv", (GREEN,))], Catalogue(devices, FAMILIES), k=2)
    assert [candidate.device for candidate in found] == ["b", "a"]
    gauge = next(each for each in found[1].result.attributes if each.name == "gauge")
    assert (gauge.gap, gauge.unit, gauge.required) == (2.0, "G", (G18,))


def test_colours_of_other_sizes_are_pooled_apart() -> None:
    family = FAMILIES["cannula_iv"]
    parts = [
        decisive_part(family, canonical_requirement(family, stated))
        for stated in ((GREEN,), (G18,), (PINK,), (GREEN, G18))
    ]
    assert parts[0] == parts[1] == parts[3] != parts[2]


def test_what_is_asked_is_completed_once() -> None:
    family = FAMILIES["cannula_iv"]
    once = asked((GREEN,), family)
    assert once == (GREEN, G18)
    assert asked(once, family) == once
