"""What became of every line that members sent: to confirm, excluded, and the whole lineage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rakiza.engine.planning.plan import ReadNeed
from rakiza.engine.planning.values import Need
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import PlanView


def _source_columns() -> list[Column]:
    return [
        Column(_("Besoin"), CellKind.CODE, 14),
        Column(_("Membre"), CellKind.TEXT, 24),
        Column(_("Fichier"), CellKind.CODE, 26),
        Column(_("Feuille"), CellKind.TEXT, 16),
        Column(_("Ligne"), CellKind.COUNT, 8),
        Column(_("Désignation"), CellKind.LONG_TEXT, 44),
    ]


def _source_cells(need: Need) -> list[Cell]:
    source = need.source
    return [need.id, need.member, source.file, source.sheet, source.row, need.text]


def to_confirm(view: PlanView) -> Sheet:
    """Return the readings that a person should confirm, the least sure first."""
    columns = [
        *_source_columns(),
        Column(_("Lu comme"), CellKind.LONG_TEXT, 44),
        Column(_("Nature"), CellKind.TEXT, 18),
        Column(_("EMDN"), CellKind.CODE, 13),
        Column(_("Confiance (%)"), CellKind.SHARE, 11),
        Column(_("Autre lecture possible"), CellKind.LONG_TEXT, 30),
        Column(_("Motifs"), CellKind.LONG_TEXT, 48),
        Column(_("Lot"), CellKind.CODE, 17),
    ]
    return Sheet(_("Lectures à confirmer"), columns, _confirm_rows(view), frozen_columns=1)


def _confirm_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    unsure = [read for read in view.plan.needs if read.to_confirm]
    for read in sorted(unsure, key=lambda read: (read.reading.confidence, read.need)):
        reading = read.reading
        others = " · ".join(view.family(a.family) for a in reading.alternatives if a.family != reading.family)
        yield [
            *_source_cells(view.needs[read.need]),
            view.read_as(reading),
            say_enum(reading.kind),
            reading.emdn,
            reading.confidence,
            others,
            view.say_all((*read.assumptions, *reading.reasons)),
            read.lot,
        ]


def excluded(view: PlanView) -> Sheet:
    """Return the lines that take no part in the plan, with the reason."""
    columns = [
        *_source_columns(),
        Column(_("Quantité (unité écrite)"), CellKind.COUNT, 14),
        Column(_("Nature"), CellKind.TEXT, 18),
        Column(_("Lu comme"), CellKind.LONG_TEXT, 40),
        Column(_("Motif"), CellKind.LONG_TEXT, 50),
    ]
    return Sheet(_("Lignes exclues"), columns, _excluded_rows(view), frozen_columns=1)


def _excluded_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for read in view.plan.needs:
        if read.excluded is not None:
            need = view.needs[read.need]
            yield [
                *_source_cells(need),
                need.quantity,
                say_enum(read.reading.kind),
                view.read_as(read.reading),
                view.say(read.excluded),
            ]


def lineage(view: PlanView) -> Sheet:
    """Return one row per need line: where it was written, its lot, who supplies it."""
    columns = [
        *_source_columns(),
        Column(_("Quantité (unité écrite)"), CellKind.COUNT, 14),
        Column(_("Unité écrite"), CellKind.TEXT, 14),
        Column(_("Unités de base par unité écrite"), CellKind.COUNT, 16),
        Column(_("Quantité (unité de base)"), CellKind.COUNT, 16),
        Column(_("Famille lue"), CellKind.TEXT, 30),
        Column(_("Lot"), CellKind.CODE, 17),
        Column(_("Attribution"), CellKind.LONG_TEXT, 44),
        Column(_("Suppositions"), CellKind.LONG_TEXT, 40),
    ]
    return Sheet(_("Traçabilité"), columns, _lineage_rows(view), frozen_columns=1)


def _lineage_rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    served = {lot: _suppliers(view, lot) for lot in view.lots}
    imported = _("Import ou non couvert")
    left_out = _("Hors du plan")
    for read in view.plan.needs:
        need = view.needs[read.need]
        yield [
            *_source_cells(need),
            need.quantity,
            need.unit,
            read.units_per_pack,
            read.base_quantity,
            view.family(read.reading.family),
            read.lot,
            _outcome(read, served, imported, left_out),
            view.say_all(read.assumptions),
        ]


def _suppliers(view: PlanView, lot: str) -> str:
    return " · ".join(
        dict.fromkeys(
            f"{view.maker_of(a.offer)} ({view.reference(a.offer)})" for a in view.awards.get(lot, ())
        )
    )


def _outcome(read: ReadNeed, served: dict[str, str], imported: str, left_out: str) -> str:
    if read.lot is None:
        return left_out
    return served.get(read.lot) or imported
