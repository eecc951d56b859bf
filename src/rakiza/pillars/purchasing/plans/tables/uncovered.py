"""What no local maker supplies: totals by cause, one lot's remainder, the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.wording import say, vocabulary
from rakiza.pillars.purchasing.plans.enums import UncoveredKind
from rakiza.pillars.purchasing.plans.lot_queries import UncoveredRow, uncovered_page
from rakiza.pillars.purchasing.plans.models import Plan, UncoveredNeed

_WHAT_WOULD_COVER = {
    UncoveredKind.NO_DEVICE: gettext_lazy(
        "Un fabricant qui fasse ce dispositif : une occasion d'investir ou d'innover."
    ),
    UncoveredKind.NEAR_MISS: gettext_lazy("Le dispositif le plus proche, une fois l'écart comblé."),
    UncoveredKind.NOT_ELIGIBLE: gettext_lazy("Les titres qui manquent aux mois de livraison."),
    UncoveredKind.CAPACITY: gettext_lazy("De la capacité, ou une livraison mieux répartie dans l'année."),
    UncoveredKind.PRICE: gettext_lazy("Un prix sous le plafond, ou une marge de préférence plus large."),
    UncoveredKind.MINIMUM_ORDER: gettext_lazy("Un minimum de commande plus bas, ou un besoin plus grand."),
    UncoveredKind.SHARE: gettext_lazy("Un second fabricant, ou une part maximale plus large."),
}


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One cause: how many lots, what they would cost to import, and what would cover them."""

    kind: UncoveredKind
    lots: int
    value: Decimal | None
    remedy: str


def remedy(kind: UncoveredKind) -> str:
    """Say what would cover needs left open for this cause."""
    return str(_WHAT_WOULD_COVER[kind])


def uncovered_by_kind(actor: Actor, plan: Plan) -> tuple[CauseRow, ...]:
    """Return the causes, the costliest first. Overseers only: the others would learn hidden totals."""
    if not actor.oversees or plan.current_run_id is None:
        return ()
    amount = Sum(
        F("quantity") * F("import_price"), output_field=DecimalField(max_digits=30, decimal_places=6)
    )
    found = (
        UncoveredNeed.objects.filter(run_id=plan.current_run_id)
        .values("kind")
        .annotate(lots=Count("lot_id", distinct=True), value=amount)
        .order_by(F("value").desc(nulls_last=True), "kind")
    )
    return tuple(
        CauseRow(UncoveredKind(row["kind"]), row["lots"], row["value"], remedy(UncoveredKind(row["kind"])))
        for row in found
    )


def uncovered_of_lot(
    actor: Actor, plan: Plan, lot_id: int, language: str
) -> tuple[tuple[UncoveredRow, str], ...]:
    """Return the remainders of one lot with what would cover them."""
    page = uncovered_page(actor, plan, language=language, lot=lot_id)
    return tuple((row, remedy(row.kind)) for row in page.rows)


def uncovered_sheet(rows: Iterable[UncoveredRow], language: str, currency: str) -> Sheet:
    """Return the remainders as a sheet."""
    columns = (
        Column(_("Lot"), width=52),
        Column(_("Famille"), width=30),
        Column(_("Cause"), width=30),
        Column(_("Quantité non couverte"), CellKind.COUNT, 16),
        Column(_("Unité"), width=12),
        Column(
            _("Prix d'importation (%(currency)s, taxes comprises)") % {"currency": currency},
            CellKind.PRICE,
            20,
        ),
        Column(_("Explication"), CellKind.LONG_TEXT, 60),
        Column(_("Dispositif le plus proche"), width=40),
        Column(_("Son fabricant"), width=28),
    )
    cells = (
        (
            row.title,
            row.family_label,
            str(row.kind.label),
            row.quantity,
            vocabulary().pack_unit(row.base_unit, language),
            row.import_price,
            " · ".join(say(reason) for reason in row.reasons),
            row.nearest_device,
            row.nearest_maker,
        )
        for row in rows
    )
    return Sheet(_("Non couverts"), columns, cells)
