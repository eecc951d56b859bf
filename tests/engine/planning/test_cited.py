"""What a text cites enters the plan's lot: standards in their edition, the risk class."""

from __future__ import annotations

import pytest
from tests.engine.planning.test_consolidation import FAMILIES, eq, need

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching import DeviceDescription, Requirement, Verdict, judge
from rakiza.engine.planning.consolidation import consolidate
from rakiza.engine.planning.plan import PlannedLot
from rakiza.engine.reading import Reader
from rakiza.reference.families import load


def _lots(*cited: tuple[str, str] | None) -> list[PlannedLot]:
    needs = [
        need(f"n{place}", eq("volume", 10.0, "mL"), *([eq(*each)] if each else []))
        for place, each in enumerate(cited)
    ]
    return list(consolidate(needs, FAMILIES))


def _asked(lot: PlannedLot, name: str) -> list[object]:
    return [value.value for value in lot.requirement if value.name == name]


def _verdict(lot: PlannedLot, *stated: AttributeValue) -> Verdict:
    device = DeviceDescription("d", "syringe", (eq("volume", 10.0, "mL"), *stated))
    return judge(Requirement("syringe", lot.requirement), device, FAMILIES["syringe"]).verdict


def test_a_cited_standard_is_required_of_the_lot() -> None:
    (lot,) = _lots(("standard", "ISO  7886-1:2017"))
    assert _asked(lot, "standard") == ["ISO 7886-1:2017"]


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("ISO 7886-1:2017", Verdict.PASS),
        ("ISO 7886-1:2024", Verdict.PASS),
        ("ISO 7886-1:1993", Verdict.FAIL),
        ("ISO 7886-1", Verdict.UNKNOWN),
        ("ISO 7864", Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
    ],
)
def test_devices_are_matched_on_the_edition(stated: str | None, verdict: Verdict) -> None:
    (lot,) = _lots(("standard", "ISO 7886-1:2017"))
    assert _verdict(lot, *([eq("standard", stated)] if stated else [])) is verdict


def test_one_lot_asks_every_standard_in_the_newest_edition() -> None:
    (lot,) = _lots(
        ("standard", "ISO 7886-1:2017"), ("standard", "ISO 7886-1:1993"), ("standard", "ISO 7864"), None
    )
    assert _asked(lot, "standard") == ["ISO 7864", "ISO 7886-1:2017"]


def test_the_same_standard_written_twice_is_asked_once() -> None:
    (lot,) = _lots(("standard", "ISO 7864"), ("standard", "iso 7864"))
    assert len(_asked(lot, "standard")) == 1


@pytest.mark.parametrize(
    ("asked", "stated", "verdict"),
    [
        ("iib", "IIb", Verdict.PASS),
        ("IIb", "III", Verdict.FAIL),
        ("I", "Is", Verdict.PASS),
        ("Is", "I", Verdict.FAIL),
        ("IIb", None, Verdict.UNKNOWN),
    ],
)
def test_the_risk_class_decides_where_a_device_states_its_own(
    asked: str, stated: str | None, verdict: Verdict
) -> None:
    (lot,) = _lots(("risk_class", asked))
    assert _verdict(lot, *([eq("risk_class", stated)] if stated else [])) is verdict


def test_needs_of_other_risk_classes_stay_apart() -> None:
    assert sorted(
        str(_asked(lot, "risk_class")) for lot in _lots(("risk_class", "IIa"), ("risk_class", "IIb"))
    ) == [
        "['IIa']",
        "['IIb']",
    ]


def test_what_a_designation_cites_is_asked_of_its_lot() -> None:
    knowledge = load()
    reading = Reader(knowledge).read("GANT EXAMEN NITRILE T.M NF EN 455-1:2020 DM CLASSE I")
    families = {family.id: family for family in knowledge}
    (lot,) = consolidate([need("n", *reading.attributes, family=str(reading.family))], families)
    assert _asked(lot, "standard") == ["NF EN 455-1:2020"]
    assert _asked(lot, "risk_class") == ["I"]
