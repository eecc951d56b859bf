"""Openings in words, and as a sheet with one column a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.wording.formats import month_name
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.opening_queries import OpenedLot, Opening
from rakiza.pillars.purchasing.plans.lot_queries import title_in

LOTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownOpening:
    """One opening as the page shows it."""

    opening: Opening
    device: str
    missing: str
    months: tuple[tuple[str, object], ...]
    lots: tuple[tuple[str, OpenedLot], ...]


def shown_openings(found: Iterable[Opening], language: str) -> list[ShownOpening]:
    """Return openings in words of `language`, each with its first lots and the value by month left."""
    return [
        ShownOpening(
            opening=one,
            device=one.out.offer.device.name_in(language),
            missing=missing_words(one),
            months=tuple(
                (month_name(month, language, short=True), one.values[month - 1])
                for month in range(one.by, 13)
            ),
            lots=tuple((title_in(lot.lot, one.family_label, language), lot) for lot in one.lots[:LOTS_SHOWN]),
        )
        for one in found
    ]


def missing_words(one: Opening) -> str:
    """Return the titles that are missing, in words."""
    return " + ".join(str(NeedOfTitle(kind.value).label) for kind in one.missing)


def opening_sheet(found: Iterable[Opening], language: str) -> Sheet:
    """Return openings as a sheet, with what the titles would bring by each month."""
    columns = (
        Column(_("Fabricant"), width=32),
        Column(_("Dispositif"), width=40),
        Column(_("Famille"), width=34),
        Column(_("Titre manquant"), width=26),
        Column(_("Lots"), CellKind.COUNT, 8),
        Column(_("Lots au montant réservé"), CellKind.COUNT, 10),
        *(Column(month_name(month, language), CellKind.MONEY, 14) for month in range(1, 13)),
    )
    cells: Iterable[tuple[Cell, ...]] = (
        (
            str(one.out.offer.device.maker),
            one.out.offer.device.name_in(language),
            one.family_label,
            missing_words(one),
            len(one.lots),
            one.hidden,
            *one.values,
        )
        for one in found
    )
    return Sheet(_("Titres à obtenir"), columns, cells)
