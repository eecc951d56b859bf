"""The tables of plan.pdf, grouped as families are, with totals."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from rakiza.engine.planning.plan import PlannedAward, Uncovered
from rakiza.kernel.wording import isolate, say_enum
from rakiza.kernel.wording.formats import money, number, percent
from rakiza.kernel.wording.groups import say_group
from rakiza.pillars.purchasing.documents.plan_view import NOTHING, PlanView
from rakiza.pillars.purchasing.documents.report import (
    AwardRow,
    AwardTable,
    ConfirmRow,
    UncoveredRow,
    UncoveredTable,
)
from rakiza.pillars.purchasing.documents.sheets.offers import gap
from rakiza.pillars.purchasing.documents.sheets.products import members_and_volumes

READINGS_SHOWN = 20
MEMBERS_SHOWN = 5
ZERO = Decimal(0)


def award_tables(view: PlanView) -> tuple[AwardTable, ...]:
    """Return the awards by group of families, in the order of the groups' names."""
    grouped: dict[str, list[PlannedAward]] = defaultdict(list)
    for award in view.listed_awards:
        grouped[say_group(view.group(view.lots[award.lot].family))].append(award)
    return tuple(
        AwardTable(
            group,
            tuple(_award_row(view, award) for award in grouped[group]),
            amount(view, sum((value_of(award) for award in grouped[group]), ZERO)),
        )
        for group in sorted(grouped)
    )


def value_of(award: PlannedAward) -> Decimal:
    """Return what an award costs over the year, tax included."""
    return award.quantity * award.landed_price


def amount(view: PlanView, value: Decimal) -> str:
    """Write an amount in whole units of the currency."""
    return money(value, view.currency, view.language, places=0)


def _award_row(view: PlanView, award: PlannedAward) -> AwardRow:
    lot, language = view.lots[award.lot], view.language
    return AwardRow(
        lot=isolate(lot.id, language),
        family=view.family(lot.family),
        specification=view.specification(lot),
        unit=view.unit(lot.base_unit),
        quarters=tuple(number(volume, language, places=0) for volume in award.quarters),
        year=number(award.quantity, language, places=0),
        maker=view.maker_of(award.offer),
        device=isolate(view.device_name(award.offer), language),
        reference=isolate(view.reference(award.offer), language),
        price=number(award.unit_price, language, places=_price_places(award.unit_price)),
        amount=number(value_of(award), language, places=0),
        members=members_and_volumes(view, award, MEMBERS_SHOWN),
    )


def _price_places(price: Decimal) -> int:
    """Cheap articles are priced to the hundredth of a centime, the others to the centime."""
    return 4 if price < 1 else 2


def uncovered_tables(view: PlanView) -> tuple[UncoveredTable, ...]:
    """Return the uncovered remainders by group of families."""
    grouped: dict[str, list[Uncovered]] = defaultdict(list)
    for rest in view.listed_uncovered:
        grouped[say_group(view.group(view.lots[rest.lot].family))].append(rest)
    return tuple(
        UncoveredTable(
            group,
            tuple(_uncovered_row(view, rest) for rest in grouped[group]),
            amount(view, sum((import_value(rest) for rest in grouped[group]), ZERO)),
        )
        for group in sorted(grouped)
    )


def import_value(rest: Uncovered) -> Decimal:
    """Return what a remainder costs to import; zero where no price is known."""
    return sum(rest.quarters, ZERO) * (rest.import_price or ZERO)


def _uncovered_row(view: PlanView, rest: Uncovered) -> UncoveredRow:
    lot, language, near = view.lots[rest.lot], view.language, rest.nearest
    return UncoveredRow(
        lot=isolate(lot.id, language),
        family=view.family(lot.family),
        specification=view.specification(lot),
        quantity=number(sum(rest.quarters, ZERO), language, places=0),
        unit=view.unit(lot.base_unit),
        cause=say_enum(rest.kind),
        reason=view.say_all(rest.reasons),
        nearest=f"{view.maker_of(near.offer)} — {isolate(view.device_name(near.offer), language)}"
        if near
        else "",
        missing=gap(rest, language) if near else "",
        amount=NOTHING if rest.import_price is None else number(import_value(rest), language, places=0),
    )


def confirm_rows(view: PlanView) -> tuple[ConfirmRow, ...]:
    """Return the least sure readings."""
    unsure = sorted(
        (read for read in view.plan.needs if read.to_confirm),
        key=lambda read: (read.reading.confidence, read.need),
    )
    return tuple(
        ConfirmRow(
            isolate(view.needs[read.need].text, view.language),
            view.needs[read.need].member,
            view.read_as(read.reading),
            percent(read.reading.confidence, view.language, places=0),
        )
        for read in unsure[:READINGS_SHOWN]
    )
