"""A small invented plan, and one of any size, for the documents' tests and timings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

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
from rakiza.engine.matching.values import AttributeVerdict, MatchResult, Verdict
from rakiza.engine.planning.plan import (
    Candidate,
    CandidateState,
    Contribution,
    MonthEligibility,
    OfferEligibility,
    Plan,
    PlanFigures,
    PlannedAward,
    PlannedLot,
    ReadNeed,
    SolveReport,
    Uncovered,
    UncoveredKind,
)
from rakiza.engine.planning.values import (
    Device,
    ImportReference,
    Maker,
    Need,
    PlanInputs,
    PriceTier,
    SourceRef,
    SupplyOffer,
    Title,
    TitleKind,
)
from rakiza.engine.reading.values import Alternative, PackReading, Reading
from rakiza.engine.reasons import Reason

FAMILIES = (
    ("syringe_hypodermic", "injection", "Seringue hypodermique", "محقنة طبية", "Hypodermic syringe", "A0201"),
    (
        "catheter_iv",
        "injection",
        "Cathéter veineux court",
        "قثطار وريدي قصير",
        "Peripheral IV catheter",
        "C0101",
    ),
    ("glove_examination", "gloves", "Gant d'examen", "قفاز فحص", "Examination glove", "T0102"),
    ("compress_gauze", "dressings", "Compresse de gaze", "كمادة شاش", "Gauze swab", "M0201"),
    ("bed_hospital", "furniture", "Lit médicalisé", "سرير طبي", "Hospital bed", "V0801"),
)
MEMBERS = ("Clinique Fictive du Détroit", "Groupe Fictif Atlas", "Polyclinique Fictive de l'Oriental")


def _family(row: tuple[str, ...]) -> Family:
    identifier, group, fr, ar, en, emdn = row
    volume = AttributeSpec("volume", AttributeType.NUMBER, Comparison.EQUAL, "mL")
    return Family(
        identifier, group, Kind.DEVICE, Labels(fr, ar, en), (), (), emdn, (), ("901831",), "I", (volume,),
        NumberHabits(), Packaging(), (), (), (), (), Criticality.VITAL,
    )  # fmt: skip


def _quarters(total: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    part = total // 4
    return (Decimal(part), Decimal(part), Decimal(part), Decimal(total - 3 * part))


def build_plan(lots: int = 10, needs_a_lot: int = 3) -> Plan:
    """Return a consistent plan: of five lots, three are covered, one partly, one not at all."""
    makers = tuple(Maker(f"M{i}", f"Fabricant fictif {i}", "001234567890123") for i in range(1, 4))
    devices, offers, titles, eligibility = [], [], [], []
    for index, row in enumerate(FAMILIES):
        device = Device(
            f"D{index}", f"M{index % 3 + 1}", row[0], f"{row[2]} modèle {index}",
            (AttributeValue("volume", Op.EQ, 5.0, "mL"),), reference=f"REF-{index:03d}", pack_size=100,
        )  # fmt: skip
        devices.append(device)
        tier = PriceTier(Decimal(0), Decimal("0.4250"))
        offers.append(
            SupplyOffer(
                f"O{index}",
                device.id,
                (tier,),
                Decimal("0.20"),
                source=SourceRef("offres.xlsx", "Offres", 4 + index),
            )
        )
        titles.append(
            Title(TitleKind.CERTIFICATE, device.maker, f"CERT-{index}", date(2026, 1, 1), date(2028, 12, 31))
        )
        months = tuple(
            MonthEligibility(m, m < 10 or index != 1, () if m < 10 or index != 1 else (EXPIRED,))
            for m in range(1, 13)
        )
        eligibility.append(OfferEligibility(f"O{index}", months))
    needs, read, planned, candidates, awards, uncovered = [], [], [], [], [], []
    for lot_index in range(lots):
        family = FAMILIES[lot_index % 5]
        lot_id, offer = f"L{lot_index + 1:05d}", f"O{lot_index % 5}"
        contributions = []
        requirement = (
            AttributeValue("volume", Op.EQ, float(2 + lot_index), "mL"),
            AttributeValue("sterile", Op.EQ, value=True),
            AttributeValue("size", Op.EQ, "M"),
            AttributeValue("length", Op.GE, 30.0, "cm"),
        )
        for position in range(needs_a_lot):
            number = lot_index * needs_a_lot + position
            need_id, member = f"N{number + 1:06d}", MEMBERS[position % 3]
            designation = (
                "=HYPERLINK(1)"
                if number == 0
                else f"{family[2].upper()} {2 + lot_index}ML REF {number} BT/100"
            )
            quarters = _quarters(1000 + number % 977)
            reading = Reading(
                designation, Kind.DEVICE, family[0], family[5], requirement[:2], PackReading(100, "boite", ((20, "carton"),)),
                0.62 if number % 7 == 0 else 0.97, (Alternative("catheter_iv", "C0101", 0.2),),
                (Reason.of("test.read", word="SERINGUE"),),
            )  # fmt: skip
            needs.append(
                Need(
                    need_id,
                    member,
                    designation,
                    Decimal(10),
                    "boite",
                    _quarters(10),
                    SourceRef(f"besoins-{position % 3}.xlsx", "Feuil1", 7 + lot_index),
                )
            )
            read.append(
                ReadNeed(need_id, reading, sum(quarters, Decimal(0)), quarters, 100, lot_id, number % 7 == 0)
            )
            contributions.append(Contribution(need_id, member, quarters))
        totals = tuple(sum((c.quarters[q] for c in contributions), Decimal(0)) for q in range(4))
        quarters = (totals[0], totals[1], totals[2], totals[3])
        planned.append(
            PlannedLot(
                lot_id,
                family[0],
                family[5],
                requirement,
                family[2],
                "piece",
                quarters,
                tuple(contributions),
                Decimal("0.6"),
                "vital",
            )
        )
        state = lot_index % 5
        fails = state == 4
        verdict = AttributeVerdict(
            "volume", Verdict.FAIL if fails else Verdict.PASS, requirement[:1], 5.0, 5.0 - requirement[0].value if fails else 0.0, "mL",
            Reason.of("test.gap", attribute="volume"),
        )  # fmt: skip
        match = MatchResult(f"D{state}", verdict.verdict, (verdict,), fails, 0.9)
        candidate = Candidate(
            lot_id,
            offer,
            match,
            CandidateState.NO_MATCH if fails else CandidateState.AWARDED,
            Decimal("0.51"),
            (Reason.of("test.why"),),
        )
        candidates.append(candidate)
        given = (quarters[0], quarters[1], quarters[2], Decimal(0)) if state == 1 else quarters
        if not fails:
            by_member = tuple(
                (
                    c.member,
                    (
                        c.quarters[0],
                        c.quarters[1],
                        c.quarters[2],
                        Decimal(0) if state == 1 else c.quarters[3],
                    ),
                )
                for c in contributions
            )
            awards.append(
                PlannedAward(
                    lot_id,
                    offer,
                    given,
                    Decimal("0.425"),
                    Decimal("0.51"),
                    by_member,
                    (Reason.of("test.why"),),
                )
            )
        if state in {1, 4}:
            rest = quarters if fails else (Decimal(0), Decimal(0), Decimal(0), quarters[3])
            kind = UncoveredKind.NEAR_MISS if fails else UncoveredKind.NOT_ELIGIBLE
            uncovered.append(
                Uncovered(lot_id, rest, kind, (EXPIRED,), candidate if fails else None, Decimal("0.6"))
            )
    medicine = Reading("PARACETAMOL 1G", Kind.MEDICINE, None, None, (), PackReading(), 0.99)
    needs.append(
        Need(
            "N999999",
            MEMBERS[0],
            "PARACETAMOL 1G",
            Decimal(3),
            None,
            _quarters(3),
            SourceRef("besoins-0.xlsx", "Feuil1", 900),
        )
    )
    zero = (Decimal(0),) * 4
    read.append(
        ReadNeed(
            "N999999",
            medicine,
            Decimal(0),
            zero,
            1,
            None,
            to_confirm=False,
            excluded=Reason.of("test.medicine"),
        )
    )
    estimated = sum((lot.quantity * Decimal("0.6") for lot in planned), Decimal(0))
    covered = sum((a.quantity * a.landed_price for a in awards), Decimal(0))
    imported = sum((sum(u.quarters) * Decimal("0.6") for u in uncovered), Decimal(0))
    reference = sum((a.quantity * Decimal("0.6") for a in awards), Decimal(0))
    figures = PlanFigures(
        len(needs), len(needs) - 1, 1, sum(r.to_confirm for r in read), lots, lots // 5 * 3, lots // 5, lots // 5, lots // 5,
        estimated, covered, imported, reference - covered, covered / estimated,
    )  # fmt: skip
    inputs = PlanInputs(
        2027, tuple(needs), makers, tuple(devices), tuple(offers), tuple(titles),
        (ImportReference("syringe_hypodermic", Decimal("0.4"), Decimal("0.025"), Decimal("0.0025"), Decimal("0.2"), "Source fictive"),),
        files=(("besoins-0.xlsx", "a" * 64), ("offres.xlsx", "b" * 64)),
    )  # fmt: skip
    return Plan(
        inputs, "c" * 64, "d" * 64, "0.1.0", tuple(read), tuple(planned), tuple(eligibility), tuple(candidates), tuple(awards),
        tuple(uncovered), figures, SolveReport("optimal", Decimal("12345.67"), Decimal("12345.60"), 5e-6, 3),
    )  # fmt: skip


EXPIRED = Reason.of("test.expired", number="CERT-1")


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., Plan]:
    """Return the builder of plans."""
    return build_plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Return the small plan."""
    return build_plan()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """Return the five families of the small plan."""
    return KnowledgeBase(tuple(_family(row) for row in FAMILIES), Lexicon(), "d" * 64)
