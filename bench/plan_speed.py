"""Time and memory of a whole plan: `python bench/plan_speed.py [LINES] [DEVICES] [--seed N] [--hard] [--documents]`.

Needs are generated from the project's own knowledge base: every family's labels and synonyms with
plausible attributes, packs and quantities, for three members. Promises: 3,000 lines and 600
devices under 15 s; 50,000 lines under 2 min and 2 GB, documents included. Same seed, same plan.
`--hard` adds what makes allocation hard: 70 % at most for one maker, two sources for vital lots,
lines shared by all offers, three tiers everywhere, the whole market in sixty families. `--documents` writes the workbook, the printed
plan and plan.json too.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.families import Family, KnowledgeBase
from rakiza.engine.planning import make_plan
from rakiza.engine.planning.plan import Plan
from rakiza.engine.planning.progress import Stage
from rakiza.engine.planning.values import (
    Device,
    Maker,
    Need,
    PlanInputs,
    PriceTier,
    Rules,
    SourceRef,
    SupplyOffer,
    Title,
    TitleKind,
)
from rakiza.reference.families import load

YEAR = 2027
CROWDED = 60  # families of a hard market
MEMBERS = ("groupe-a", "groupe-b", "groupe-c")


def typical_value(dice: random.Random, spec: AttributeSpec) -> AttributeValue | None:
    """One plausible value of an attribute, None where the schema gives no hint."""
    if spec.choices:
        return AttributeValue(spec.name, Op.EQ, dice.choice(spec.choices))
    if spec.order:
        return AttributeValue(spec.name, Op.EQ, dice.choice(spec.order))
    if spec.type is AttributeType.NUMBER and spec.minimum is not None and spec.maximum is not None:
        steps = [spec.minimum * (spec.maximum / max(spec.minimum, 0.1)) ** (i / 4) for i in range(5)]
        value = float(round(dice.choice(steps)))
        return AttributeValue(spec.name, Op.EQ, value, spec.implied_unit or spec.unit)
    return None


def described(dice: random.Random, family: Family) -> tuple[AttributeValue, ...]:
    """Two attributes at most, as lists state them."""
    values = [typical_value(dice, spec) for spec in family.attributes if spec.decisive][:3]
    return tuple(value for value in values if value is not None)[:2]


def designation(dice: random.Random, family: Family) -> str:
    """A line as a hospital may write it."""
    names = [family.labels.fr, *(s.text for s in family.synonyms if s.language == "fr" and s.weight > 0.7)]
    words = [dice.choice(names)]
    words += [
        f"{value.value:g}{value.unit or ''}" if isinstance(value.value, float) else str(value.value)
        for value in described(dice, family)
    ]
    if dice.random() < 0.5:
        words.append(f"BT/{dice.choice([10, 50, 100])}")
    return " ".join(words).upper() if dice.random() < 0.5 else " ".join(words)


def needs(dice: random.Random, knowledge: KnowledgeBase, lines: int, texts: int) -> tuple[Need, ...]:
    """`lines` needs over at most `texts` distinct designations."""
    pool = [designation(dice, dice.choice(knowledge.families)) for _ in range(texts)]
    found = []
    for index in range(lines):
        quantity = Decimal(dice.randint(1, 400) * 10)
        quarter = quantity / 4
        price = Decimal(dice.randint(50, 50_000)) / 100 if dice.random() < 0.6 else None
        found.append(
            Need(
                f"n{index:06}",
                dice.choice(MEMBERS),
                dice.choice(pool),
                quantity,
                dice.choice(["boite", "u", None]),
                (quarter, quarter, quarter, quarter),
                SourceRef("needs.xlsx", "Besoins", index + 2),
                reference_price=price,
            )
        )
    return tuple(found)


def supply(dice: random.Random, knowledge: KnowledgeBase, devices: int) -> PlanInputs:
    """Makers, devices, offers and titles."""
    makers = tuple(Maker(f"m{i:03}", f"Fabricant {i}") for i in range(max(1, devices // 10)))
    catalogue, offers, titles = [], [], []
    for maker in makers:
        titles += [
            Title(TitleKind.DECLARATION, maker.id, f"D-{maker.id}", date(2020, 1, 1), None),
            Title(
                TitleKind.CERTIFICATE,
                maker.id,
                f"C-{maker.id}",
                date(2025, 1, 1),
                date(2027, dice.randint(1, 12), 28) if dice.random() < 0.2 else date(2028, 6, 30),
            ),
        ]
    for index in range(devices):
        maker, family = dice.choice(makers), dice.choice(knowledge.families)
        device = Device(f"d{index:05}", maker.id, family.id, family.labels.fr, described(dice, family))
        price = Decimal(dice.randint(20, 20_000)) / 100
        tiers = (PriceTier(Decimal(0), price), PriceTier(Decimal(20_000), price * Decimal("0.93")))
        catalogue.append(device)
        titles.append(
            Title(TitleKind.REGISTRATION, maker.id, f"R-{index}", date(2024, 1, 1), None, device.id)
        )
        offers.append(
            SupplyOffer(
                f"o{index:05}",
                device.id,
                tiers if dice.random() < 0.5 else tiers[:1],
                Decimal("0.20"),
                Decimal(dice.choice([0, 500, 2000])),
                Decimal(dice.choice([1, 1, 100])),
                Decimal(dice.randint(5, 400) * 100),
                f"ligne {dice.randint(1, 2)}" if dice.random() < 0.3 else None,
            )
        )
    return PlanInputs(YEAR, (), makers, tuple(catalogue), tuple(offers), tuple(titles))


def inputs(
    lines: int, devices: int, seed: int, crowded: int | None = None
) -> tuple[PlanInputs, KnowledgeBase]:
    """A whole generated problem, in `crowded` families only where given."""
    dice, knowledge = random.Random(seed), load()
    known = knowledge
    if crowded is not None:
        known = replace(knowledge, families=tuple(dice.sample(knowledge.families, crowded)))
    offered = supply(dice, known, devices)
    lists = needs(dice, known, lines, min(lines, 4_000))
    return PlanInputs(YEAR, lists, offered.makers, offered.devices, offered.offers, offered.titles), knowledge


def hardened(problem: PlanInputs) -> PlanInputs:
    """The same market under the rules and offers that make allocation hard."""
    offers = tuple(
        replace(
            offer,
            line=f"ligne {index % 2}",
            tiers=(
                offer.tiers[0],
                PriceTier(Decimal(2_000), offer.tiers[0].unit_price * Decimal("0.97")),
                PriceTier(Decimal(20_000), offer.tiers[0].unit_price * Decimal("0.93")),
            ),
        )
        for index, offer in enumerate(problem.offers)
    )
    rules = Rules(maximum_share=Decimal("0.7"), minimum_sources_vital=2)
    return replace(problem, offers=offers, rules=rules)


def documents(plan: Plan, knowledge: KnowledgeBase) -> None:
    """Write every document of the plan and print what each took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")
    import django  # noqa: PLC0415

    django.setup()
    from rakiza.pillars.purchasing.documents import write_plan_documents  # noqa: PLC0415

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in write_plan_documents(plan, knowledge, Path(folder), "fr"):
            print(f"{path.name} {path.stat().st_size / 1e6:.1f} MB", end="  ")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"documents {time.perf_counter() - start:.2f} s, {memory:.0f} MB at the peak")


class Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.spent: dict[Stage, float] = {}
        self._last = time.perf_counter()

    def __call__(self, stage: Stage, done: int, total: int) -> None:  # noqa: ARG002
        now = time.perf_counter()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self._last
        self._last = now


def report(plan: Plan, seconds: float, clock: Clock) -> None:
    """Print the figures."""
    figures = plan.figures
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{figures.needs} lines, {len(plan.inputs.offers)} offers, {figures.lots} lots, {len(plan.candidates)} candidates"
    )
    print(
        f"{seconds:.2f} s, {memory:.0f} MB, gap {plan.solve.gap:.2e}, {plan.solve.components} components, {plan.solve.status}"
    )
    print("  ".join(f"{stage.value} {spent:.2f} s" for stage, spent in clock.spent.items()))
    print(
        f"covered {figures.lots_covered}, partly {figures.lots_partly_covered}, uncovered {figures.lots_uncovered}"
    )


def main() -> int:
    """Run one size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lines", type=int, nargs="?", default=3_000)
    arguments.add_argument("devices", type=int, nargs="?", default=600)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--hard", action="store_true")
    arguments.add_argument("--documents", action="store_true")
    asked = arguments.parse_args()
    crowded = CROWDED if asked.hard else None
    problem, knowledge = inputs(asked.lines, asked.devices, asked.seed, crowded)
    if asked.hard:
        problem = hardened(problem)
    clock, start = Clock(), time.perf_counter()
    plan = make_plan(problem, knowledge, progress=clock)
    report(plan, time.perf_counter() - start, clock)
    if asked.documents:
        documents(plan, knowledge)
    return 0


if __name__ == "__main__":
    sys.exit(main())
