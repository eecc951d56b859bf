"""Why each offer won, lost or may not supply; and what stays uncovered, with the nearest miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rakiza.engine.matching.values import AttributeVerdict, Verdict
from rakiza.engine.planning.plan import Candidate, OfferEligibility, Uncovered
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.wording import isolate, say_enum
from rakiza.kernel.wording.attributes import say_measure
from rakiza.kernel.wording.formats import month_name
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import PlanView
from rakiza.pillars.purchasing.documents.sheets.products import (
    criticality,
    lot_cells,
    lot_columns,
    quarter_columns,
)

CANDIDATES_SHOWN = 200_000

YES, NO = "✓", "✗"


def uncovered(view: PlanView) -> Sheet:
    """Return what no local maker supplies, why, and the device that comes nearest."""
    currency = view.currency
    columns = [
        *lot_columns(),
        Column(_("Criticité"), CellKind.TEXT, 11),
        *quarter_columns(view),
        Column(_("Année (unité de base)"), CellKind.COUNT, 13),
        Column(_("Cause"), CellKind.LONG_TEXT, 24),
        Column(_("Explication"), CellKind.LONG_TEXT, 48),
        Column(_("Fabricant le plus proche"), CellKind.TEXT, 26),
        Column(_("Dispositif le plus proche"), CellKind.LONG_TEXT, 30),
        Column(_("Ce qui manque"), CellKind.LONG_TEXT, 44),
        Column(_("Écart mesuré"), CellKind.TEXT, 18),
        Column(_("Prix d'import (%(currency)s TTC)") % {"currency": currency}, CellKind.PRICE, 15),
        Column(_("Montant à l'import (%(currency)s TTC)") % {"currency": currency}, CellKind.MONEY, 18),
    ]
    return Sheet(_("Besoins non couverts"), columns, _uncovered_rows(view), frozen_columns=2)


def _uncovered_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for rest in view.listed_uncovered:
        lot = view.lots[rest.lot]
        quantity = sum(rest.quarters)
        near = rest.nearest
        yield [
            *lot_cells(view, lot),
            criticality(lot),
            *rest.quarters,
            quantity,
            say_enum(rest.kind),
            view.say_all(rest.reasons),
            view.maker_of(near.offer) if near else "",
            view.device_name(near.offer) if near else "",
            view.nearest(near) if near else "",
            gap(rest, view.language),
            rest.import_price,
            None if rest.import_price is None else rest.import_price * quantity,
        ]


def gap(rest: Uncovered, language: str) -> str:
    """Return the measured gaps of the nearest device: `+2 mL`."""
    if rest.nearest is None:
        return ""
    return " · ".join(_gap(v, language) for v in rest.nearest.match.attributes if v.gap and _fails(v))


def _fails(verdict: AttributeVerdict) -> bool:
    return verdict.verdict is Verdict.FAIL


def _gap(verdict: AttributeVerdict, language: str) -> str:
    size = verdict.gap or 0.0
    shown = say_measure(size, verdict.unit, language)
    return isolate(f"+{shown}", language) if size > 0 else shown


def eligibility(view: PlanView) -> Sheet:
    """Return one row per offer: may it supply in each month of the year, and what is missing."""
    months = [Column(month_name(m, view.language, short=True), CellKind.MARK, 7) for m in range(1, 13)]
    columns = [
        Column(_("Offre"), CellKind.CODE, 14),
        Column(_("Fabricant"), CellKind.TEXT, 28),
        Column(_("Dispositif"), CellKind.LONG_TEXT, 36),
        *months,
        Column(_("Mois éligibles (sur 12)"), CellKind.COUNT, 12),
        Column(_("Ce qui manque"), CellKind.LONG_TEXT, 60),
    ]
    return Sheet(_("Éligibilité"), columns, _eligibility_rows(view), frozen_columns=3)


def _eligibility_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for offer in view.plan.eligibility:
        by_month = {month.month: month for month in offer.months}
        marks = [YES if m in by_month and by_month[m].eligible else NO for m in range(1, 13)]
        yield [
            offer.offer,
            view.maker_of(offer.offer),
            view.device_name(offer.offer),
            *marks,
            marks.count(YES),
            missing(view, offer),
        ]


def missing(view: PlanView, offer: OfferEligibility) -> str:
    """Return what an offer lacks, each reason once."""
    return view.say_all([r for month in offer.months if not month.eligible for r in month.reasons])


def candidates(view: PlanView) -> Sheet:
    """Return every offer considered for a lot, with its verdict; at most `CANDIDATES_SHOWN` rows."""
    columns = [
        Column(_("Lot"), CellKind.CODE, 17),
        Column(_("Famille"), CellKind.TEXT, 28),
        Column(_("Offre"), CellKind.CODE, 14),
        Column(_("Fabricant"), CellKind.TEXT, 26),
        Column(_("Dispositif"), CellKind.TEXT, 32),
        Column(_("Verdict"), CellKind.TEXT, 15),
        Column(_("Issue"), CellKind.TEXT, 30),
        Column(_("Prix rendu (%(currency)s TTC)") % {"currency": view.currency}, CellKind.PRICE, 14),
        Column(_("Caractéristiques en défaut ou à vérifier"), CellKind.TEXT, 60),
        Column(_("Motifs"), CellKind.TEXT, 60),
    ]
    total = len(view.plan.candidates)
    note = _("Liste limitée à %(shown)s candidatures sur %(total)s ; plan.json les contient toutes.")
    return Sheet(
        _("Candidatures"),
        columns,
        (_candidate_row(view, candidate) for candidate in view.plan.candidates),
        frozen_columns=1,
        limit=CANDIDATES_SHOWN,
        limit_note=note % {"shown": CANDIDATES_SHOWN, "total": total},
    )


def _candidate_row(view: PlanView, candidate: Candidate) -> Sequence[Cell]:
    lot = view.lots[candidate.lot]
    doubtful = [v.reason for v in candidate.match.attributes if v.verdict is not Verdict.PASS]
    return [
        candidate.lot,
        view.family(lot.family),
        candidate.offer,
        view.maker_of(candidate.offer),
        view.device_name(candidate.offer),
        say_enum(candidate.match.verdict),
        say_enum(candidate.state),
        candidate.landed_price,
        view.say_all(doubtful),
        view.say_all(candidate.reasons),
    ]
