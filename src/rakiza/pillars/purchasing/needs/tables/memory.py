"""The corrections that an organisation's people made, and whether others read the text alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording import say_attributes
from rakiza.pillars.purchasing.needs.enums import NeedKind
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.needs.memory import AGREE
from rakiza.pillars.purchasing.needs.models import ReadingCorrection
from rakiza.pillars.purchasing.needs.values import reading_value


class Reach(StrEnum):
    """How far a correction reaches."""

    OWN = "own"
    EVERYBODY = "everybody"
    DISPUTED = "disputed"


_WORDS: dict[Reach, tuple[str, str | Promise]] = {
    Reach.OWN: ("info", gettext_lazy("pour vos imports")),
    Reach.EVERYBODY: ("good", gettext_lazy("pour tous : une autre organisation dit de même")),
    Reach.DISPUTED: ("confirm", gettext_lazy("pour vos imports : une autre organisation lit autrement")),
}


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One remembered correction in words."""

    correction: ReadingCorrection
    read_as: str
    specification: str
    reach: Reach

    @property
    def tone(self) -> str:
        """Tone of the mark."""
        return _WORDS[self.reach][0]

    @property
    def reach_words(self) -> str | Promise:
        """How far it reaches, in words that name no organisation."""
        return _WORDS[self.reach][1]


def correction_rows(
    corrections: Sequence[ReadingCorrection], organisation: Organisation, language: str
) -> list[CorrectionRow]:
    """Return corrections as their list shows them, in one query for how far they reach."""
    reaches = _reaches({one.folded for one in corrections}, organisation)
    return [
        CorrectionRow(
            one,
            family_label(one.family, language) if one.family else str(NeedKind(one.kind).label),
            say_attributes(reading_value(one.reading).attributes, language=language),
            reaches.get(one.folded, Reach.OWN),
        )
        for one in corrections
    ]


def _reaches(texts: set[str], organisation: Organisation) -> dict[str, Reach]:
    rows = (
        ReadingCorrection.objects.standing_beside(organisation)
        .filter(folded__in=texts)
        .order_by()
        .values("folded")
        .annotate(said_by=Count("pk"), kinds=Count("kind", distinct=True))
        .annotate(families=Count("family", distinct=True))
        .filter(said_by__gte=AGREE)
    )
    return {
        row["folded"]: Reach.EVERYBODY if row["kinds"] == row["families"] == 1 else Reach.DISPUTED
        for row in rows
    }


def correction_sheet(rows: Iterable[CorrectionRow]) -> Sheet:
    """Return corrections as a sheet."""
    columns = (
        Column(_("Désignation"), CellKind.LONG_TEXT, 50),
        Column(_("Lue comme"), width=36),
        Column(_("Caractéristiques"), CellKind.LONG_TEXT, 40),
        Column(_("Corrigée par"), width=28),
        Column(_("Organisation"), width=28),
        Column(_("Le"), CellKind.DATE, 12),
        Column(_("Portée"), width=40),
    )
    cells = (
        (
            row.correction.designation,
            row.read_as,
            row.specification,
            str(row.correction.corrected_by),
            str(row.correction.organisation),
            row.correction.updated_at.date(),
            str(row.reach_words),
        )
        for row in rows
    )
    return Sheet(_("Lectures corrigées"), columns, cells)
