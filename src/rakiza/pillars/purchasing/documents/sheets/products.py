"""The plan by product and its lots: what is bought, from whom, at what price, for whom, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.families import Criticality
from rakiza.engine.planning.plan import PlannedAward, PlannedLot, Quarterly
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import number, quarter
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import PlanView


def quarter_columns(view: PlanView) -> list[Column]:
    """Return the four columns of quantities by quarter."""
    return [Column(quarter(q, view.year, view.language), CellKind.COUNT, 11) for q in (1, 2, 3, 4)]


def lot_columns() -> list[Column]:
    """Return the columns that name a lot."""
    return [
        Column(_("Lot"), CellKind.CODE, 17),
        Column(_("Famille"), CellKind.LONG_TEXT, 28),
        Column(_("EMDN"), CellKind.CODE, 13),
        Column(_("Spécification"), CellKind.LONG_TEXT, 44),
        Column(_("Unité de base"), CellKind.TEXT, 12),
    ]


def lot_cells(view: PlanView, lot: PlannedLot) -> list[Cell]:
    """Return the cells that name a lot."""
    return [lot.id, view.family(lot.family), lot.emdn, view.specification(lot), view.unit(lot.base_unit)]


def products(view: PlanView) -> Sheet:
    """Return one row per award."""
    currency = view.currency
    columns = [
        *lot_columns(),
        *quarter_columns(view),
        Column(_("Année (unité de base)"), CellKind.COUNT, 13),
        Column(_("Surplus du dernier conditionnement"), CellKind.COUNT, 16),
        Column(_("Fabricant"), CellKind.LONG_TEXT, 26),
        Column(_("Dispositif"), CellKind.LONG_TEXT, 32),
        Column(_("Référence"), CellKind.CODE, 16),
        Column(_("Prix unitaire (%(currency)s HT)") % {"currency": currency}, CellKind.PRICE, 14),
        Column(_("Prix rendu (%(currency)s TTC)") % {"currency": currency}, CellKind.PRICE, 14),
        Column(_("Montant (%(currency)s TTC)") % {"currency": currency}, CellKind.MONEY, 17),
        Column(_("Prix de référence (%(currency)s TTC)") % {"currency": currency}, CellKind.PRICE, 16),
        Column(_("Membres et volumes"), CellKind.LONG_TEXT, 44),
        Column(_("Motifs"), CellKind.LONG_TEXT, 48),
    ]
    return Sheet(_("Plan par produit"), columns, _award_rows(view), frozen_columns=2)


def _award_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for award in view.listed_awards:
        lot = view.lots[award.lot]
        yield [
            *lot_cells(view, lot),
            *award.quarters,
            award.quantity,
            award.surplus or None,
            view.maker_of(award.offer),
            view.device_name(award.offer),
            view.reference(award.offer),
            award.unit_price,
            award.landed_price,
            award.quantity * award.landed_price,
            lot.reference_price,
            members_and_volumes(view, award),
            view.say_all(award.reasons),
        ]


def members_and_volumes(view: PlanView, award: PlannedAward, most: int | None = None) -> str:
    """Return `member: volume` for each member an award serves; at most `most`, the greatest first."""
    served = list(award.by_member)
    left = 0 if most is None else max(len(served) - most, 0)
    if left:
        served = sorted(served, key=lambda item: (-_total(item[1]), item[0]))[:most]
    said = [
        _("%(member)s\u202f: %(quantity)s")
        % {"member": member, "quantity": number(_total(quarters), view.language)}
        for member, quarters in served
    ]
    if left:
        said.append(_("et d'autres (%(count)s)") % {"count": left})
    return " · ".join(said)


def _total(quarters: Quarterly) -> Decimal:
    return sum(quarters, Decimal(0))


def lots(view: PlanView) -> Sheet:
    """Return one row per lot, with what is covered of it."""
    currency = view.currency
    columns = [
        *lot_columns(),
        Column(_("Criticité"), CellKind.TEXT, 11),
        *quarter_columns(view),
        Column(_("Année (unité de base)"), CellKind.COUNT, 13),
        Column(_("Membres"), CellKind.COUNT, 10),
        Column(_("Lignes de besoin"), CellKind.COUNT, 10),
        Column(_("Couvert localement (unité de base)"), CellKind.COUNT, 15),
        Column(_("Couvert (% de la quantité)"), CellKind.SHARE, 12),
        Column(_("Prix de référence (%(currency)s TTC)") % {"currency": currency}, CellKind.PRICE, 16),
        Column(_("Valeur de référence (%(currency)s TTC)") % {"currency": currency}, CellKind.MONEY, 18),
        Column(_("Risques"), CellKind.LONG_TEXT, 50),
    ]
    return Sheet(_("Lots"), columns, _lot_rows(view), frozen_columns=2)


def _lot_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for lot in view.listed_lots:
        covered = view.covered.get(lot.id, Decimal(0))
        price = lot.reference_price
        yield [
            *lot_cells(view, lot),
            criticality(lot),
            *lot.quarters,
            lot.quantity,
            len({c.member for c in lot.contributions}),
            len(lot.contributions),
            covered,
            covered / lot.quantity if lot.quantity else None,
            price,
            None if price is None else price * lot.quantity,
            view.say_all(lot.risks),
        ]


def criticality(lot: PlannedLot) -> str:
    """Return a lot's criticality in words."""
    known = {member.value: member for member in Criticality}
    return say_enum(known[lot.criticality]) if lot.criticality in known else lot.criticality


def member_volumes(view: PlanView) -> Sheet:
    """Return lot × member × quarter in long format, zero volumes left out."""
    columns = [
        Column(_("Lot"), CellKind.CODE, 17),
        Column(_("Famille"), CellKind.TEXT, 32),
        Column(_("Membre"), CellKind.TEXT, 30),
        Column(_("Trimestre"), CellKind.TEXT, 12),
        Column(_("Besoin (unité de base)"), CellKind.COUNT, 16),
        Column(_("Attribué localement (unité de base)"), CellKind.COUNT, 18),
        Column(_("Unité de base"), CellKind.TEXT, 14),
    ]
    return Sheet(_("Volumes des membres"), columns, _volume_rows(view), frozen_columns=1)


def _volume_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    quarters = [quarter(q, view.year, view.language) for q in (1, 2, 3, 4)]
    for lot in view.listed_lots:
        asked: dict[str, list[Decimal]] = {}
        for contribution in lot.contributions:
            add(asked, contribution.member, contribution.quarters)
        given: dict[str, list[Decimal]] = {}
        for award in view.awards.get(lot.id, ()):
            for member, volumes in award.by_member:
                add(given, member, volumes)
        family, unit = view.family(lot.family), view.unit(lot.base_unit)
        for member in sorted(asked.keys() | given.keys()):
            wanted, got = asked.get(member, _ZERO), given.get(member, _ZERO)
            for position, name in enumerate(quarters):
                if wanted[position] or got[position]:
                    yield [lot.id, family, member, name, wanted[position], got[position], unit]


_ZERO = [Decimal(0)] * 4


def add(totals: dict[str, list[Decimal]], key: str, quarters: Quarterly) -> None:
    """Add a year's quarters to the totals of `key`."""
    row = totals.setdefault(key, [Decimal(0)] * 4)
    for position, volume in enumerate(quarters):
        row[position] += volume
