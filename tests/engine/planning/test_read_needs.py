"""Which readings the plan asks a person about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.engine.families import Kind, KnowledgeBase, Lexicon
from rakiza.engine.planning.progress import silent
from rakiza.engine.planning.read_needs import read_needs
from rakiza.engine.planning.values import Need, PlanInputs, Rules, SourceRef
from rakiza.engine.reading import Reader
from rakiza.engine.reading.values import Alternative, PackReading, Reading
from rakiza.reference.families import load


class OneReading:
    """Reads every text alike."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        return self.reading


@pytest.mark.parametrize(
    ("kind", "device", "asked"),
    [
        (Kind.MEDICINE, 0.1, False),
        (Kind.OTHER, 0.24, False),
        (Kind.MEDICINE, 0.25, True),
        (Kind.DEVICE, 0.0, True),
    ],
)
def test_an_unsure_article_outside_the_plan_is_asked_about_where_it_may_be_a_device(
    kind: Kind, device: float, asked: bool
) -> None:
    reading = Reading(
        "x", kind, None, None, (), PackReading(), 0.5, (Alternative("gauze_compress", None, device),)
    )
    quarter = Decimal(1)
    need = Need("n1", "m", "x", Decimal(4), None, (quarter,) * 4, SourceRef("f", "s", 1))
    inputs = PlanInputs(2027, (need,), (), (), (), (), rules=Rules())

    (read,) = read_needs(inputs, KnowledgeBase((), Lexicon(), "v"), OneReading(reading), silent).needs

    assert (read.to_confirm, read.excluded is not None) == (asked, True)


def test_what_is_specified_beside_a_need_adds_to_its_designation() -> None:
    quarter, source = Decimal(1), SourceRef("f", "s", 1)
    needs = tuple(
        Need(f"n{number}", "m", "SERINGUE", Decimal(4), None, (quarter,) * 4, source, specification=said)
        for number, said in enumerate(("10 mL", "20 mL", ""))
    )
    inputs = PlanInputs(2027, needs, (), (), (), (), rules=Rules())

    read = read_needs(inputs, load(), Reader(load()), silent).needs

    found = [[value.value for value in need.reading.attributes if value.name == "volume"] for need in read]
    assert found == [[10.0], [20.0], []]
    assert {need.reading.family for need in read} == {"syringe_hypodermic"}
