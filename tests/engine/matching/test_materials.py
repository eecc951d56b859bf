"""A kind of material asked for is served by each material of that kind, never the other way round."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.knowledge import default
from rakiza.engine.matching import Catalogue, DeviceDescription, Requirement, Verdict, judge, match

FAMILIES = default().by_id()


def _material(name: str) -> tuple[AttributeValue, ...]:
    return (AttributeValue("material", Op.EQ, name, None),)


@pytest.mark.parametrize(
    ("family", "asked", "offered", "verdict"),
    [
        ("speculum_vaginal", "plastic", "polypropylene", Verdict.PASS),
        ("speculum_vaginal", "plastic", "stainless_steel", Verdict.FAIL),
        ("specimen_container", "polypropylene", "plastic", Verdict.FAIL),
        ("medical_trolley", "steel", "stainless_steel", Verdict.PASS),
        ("medical_trolley", "stainless_steel", "steel", Verdict.FAIL),
        ("gown_surgical", "nonwoven", "SMS", Verdict.PASS),
    ],
)
def test_a_kind_of_material_is_served_by_its_materials(
    family: str, asked: str, offered: str, verdict: Verdict
) -> None:
    need = Requirement(family, _material(asked))
    device = DeviceDescription("d", family, _material(offered))
    assert judge(need, device, FAMILIES[family]).verdict is verdict
    (found,) = match([need], Catalogue([device], FAMILIES), k=1)
    assert [candidate.result.verdict for candidate in found] == [verdict]
