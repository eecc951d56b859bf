"""Needs that leave something open, devices that leave something unsaid, and the nearest misses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import (
    Criticality,
    Family,
    Kind,
    KnowledgeBase,
    Labels,
    Lexicon,
    NumberHabits,
    Packaging,
)
from rakiza.engine.planning import make_plan
from rakiza.engine.planning.plan import CandidateState, Plan, UncoveredKind
from rakiza.engine.planning.references import reference_for
from rakiza.engine.planning.values import (
    Device,
    ImportReference,
    Maker,
    Need,
    PlanInputs,
    PriceTier,
    Rules,
    SourceRef,
    SupplyOffer,
)
from rakiza.engine.reading.values import PackReading, Reading

D = Decimal
DRAPE = Family(
    id="drape",
    group="group",
    kind=Kind.DEVICE,
    labels=Labels("Champ", "غطاء", "Drape"),
    synonyms=(),
    excludes=(),
    emdn="A01",
    refinements=(),
    hs=(),
    risk_class="I",
    attributes=(
        AttributeSpec("width", AttributeType.NUMBER, Comparison.EQUAL, "cm", "cm"),
        AttributeSpec("length", AttributeType.NUMBER, Comparison.EQUAL, "cm", "cm"),
        AttributeSpec("elements", AttributeType.NUMBER, Comparison.EQUAL, default=1.0),
        AttributeSpec("size", AttributeType.SIZE, Comparison.EQUAL),
        AttributeSpec("adhesive", AttributeType.FLAG, Comparison.EQUAL),
    ),
    habits=NumberHabits(),
    packaging=Packaging("piece"),
    standards=(),
    tests=(),
    processes=(),
    materials=(),
    criticality=Criticality.ORDINARY,
)
KNOWLEDGE = KnowledgeBase((DRAPE,), Lexicon(), "v1")
LAX = Rules(require_certificate=False, require_declaration=False, require_registration=False)


def stated(**values: object) -> tuple[AttributeValue, ...]:
    units = {"width": "cm", "length": "cm"}
    return tuple(
        AttributeValue(
            name, Op.EQ, value if isinstance(value, bool | str) else float(str(value)), units.get(name)
        )
        for name, value in sorted(values.items())
    )


class Spoken:
    """Reads `name=value` words."""

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        words = dict(word.split("=") for word in text.split())
        values: dict[str, object] = {
            k: (v == "True" if v in {"True", "False"} else v) for k, v in words.items()
        }
        sized = {k: v if k in {"size"} or isinstance(v, bool) else float(str(v)) for k, v in values.items()}
        return Reading(text, Kind.DEVICE, "drape", "A01", stated(**sized), PackReading(), 0.99)


def planned(text: str, catalogue: dict[str, tuple[object, dict[str, object]]], **more: object) -> Plan:
    quarters = (D(100), D(100), D(100), D(100))
    need = Need("n", "member", text, D(400), None, quarters, SourceRef("f", "s", 2))
    inputs = PlanInputs(
        2027,
        (need,),
        (Maker("m", "M"),),
        tuple(Device(name, "m", "drape", name, stated(**values)) for name, (_, values) in catalogue.items()),
        tuple(
            SupplyOffer(name, name, (PriceTier(D(0), D(str(price))),), D("0.2"), monthly_capacity=D(20))
            for name, (price, _) in catalogue.items()
        ),
        (),
        rules=LAX,
    )
    return make_plan(replace(inputs, **more), KNOWLEDGE, Spoken())


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def test_an_open_lot_is_never_split_over_sizes_and_asks_to_be_specified() -> None:
    plan = planned("adhesive=True", {
        "a": (1, {"width": 50, "adhesive": True}),
        "b": (2, {"width": 75, "adhesive": True}),
        "c": (3, {"width": 50, "adhesive": True}),
    })  # fmt: skip
    assert [award.offer for award in plan.awards] == ["a", "c"]
    (risk,) = [r for r in plan.lots[0].risks if r.code == "risk.unspecified"]
    assert risk.as_mapping() == {"attribute": "width", "values": 2}
    assert plan.needs[0].to_confirm
    assert codes(plan.needs[0].assumptions) == ["risk.unspecified"]
    (aside,) = [c for c in plan.candidates if c.offer == "b"]
    assert (aside.state, aside.reasons[0].code) == (CandidateState.OUTBID, "candidate.other_value")


def test_a_stated_size_leaves_nothing_open() -> None:
    plan = planned("width=50 adhesive=True", {"a": (1, {"width": 50, "adhesive": True})})
    assert plan.lots[0].risks == ()
    assert not plan.needs[0].to_confirm


def test_what_a_device_does_not_say_is_to_be_verified() -> None:
    plan = planned("width=50 adhesive=True", {"a": (1, {"width": 50})})
    (risk,) = plan.lots[0].risks
    assert (risk.code, risk.as_mapping()) == ("risk.to_verify", {"attribute": "adhesive", "offer": "a"})


def test_a_sure_device_is_preferred_to_a_slightly_cheaper_silent_one() -> None:
    plan = planned("width=50 adhesive=True", {
        "silent": ("1.00", {"width": 50}),
        "sure": ("1.05", {"width": 50, "adhesive": True}),
    }, rules=replace(LAX))  # fmt: skip
    first = plan.awards[-1]
    assert first.offer == "sure"
    assert first.quantity == D(240)


def test_silence_on_elements_means_one() -> None:
    plan = planned("width=50 elements=5", {"single": (1, {"width": 50})})
    assert plan.awards == ()
    assert plan.uncovered[0].kind is UncoveredKind.NEAR_MISS


def test_the_nearest_miss_is_the_nearest() -> None:
    plan = planned("width=60 adhesive=True", {
        "far": (1, {"width": 2, "adhesive": True}),
        "near": (9, {"width": 50, "adhesive": True}),
        "flag": (1, {"width": 60, "adhesive": False}),
    })  # fmt: skip
    nearest = plan.uncovered[0].nearest
    assert nearest is not None
    assert nearest.offer == "near"
    assert plan.uncovered[0].reasons[0].as_mapping()["gap"] == 100.0
    assert [c.offer for c in plan.candidates] == ["near", "far", "flag"]


def test_sizes_keep_their_capitals_and_compare_without() -> None:
    plan = planned("width=50 size=m", {"a": (1, {"width": 50, "size": "M"})})
    assert [v.value for v in plan.lots[0].requirement if v.name == "size"] == ["M"]
    assert plan.lots[0].title == "Champ 50 cm M"
    assert len(plan.awards) == 1


def test_a_reference_prices_its_own_size_only() -> None:
    whole = ImportReference("drape", D(1), D(0), D(0), D(0), "source")
    small = replace(whole, designation="small", attributes=stated(width=10))
    large = replace(whole, designation="large", attributes=stated(width=40, adhesive=True))
    references = (whole, small, large)
    assert reference_for(DRAPE, stated(width=10), references) == small
    assert reference_for(DRAPE, stated(width=40), references) == large
    assert reference_for(DRAPE, stated(width=40, adhesive=False), references) is None
    assert reference_for(DRAPE, stated(width=75), references) is None
    assert reference_for(DRAPE, stated(elements=1), references) == whole
