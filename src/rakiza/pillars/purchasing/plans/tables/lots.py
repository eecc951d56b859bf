"""The list of lots: its filters from the address, their chips, the sheet of exactly what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rakiza.engine.families import Criticality
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import parties_called, party_called
from rakiza.kernel.presentation.listing import Chip, chip
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording import say_enum, vocabulary
from rakiza.kernel.wording.formats import quarter
from rakiza.pillars.purchasing.plans.enums import LotState
from rakiza.pillars.purchasing.plans.lot_queries import LotFilters, LotRow, visible_lots
from rakiza.pillars.purchasing.plans.models import Award, LotContribution, Plan

STATE_TONES = {
    LotState.COVERED: Tone.GOOD,
    LotState.PARTLY: Tone.CONFIRM,
    LotState.UNCOVERED: Tone.ATTENTION,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: families, makers, members (a buyer itself, overseers all), each as (key, name)."""

    families: tuple[tuple[str, str], ...]
    makers: tuple[tuple[int, str], ...]
    members: tuple[tuple[int, str], ...]
    states: tuple[tuple[str, str], ...]
    criticalities: tuple[tuple[str, str], ...]


def choices_for(
    actor: Actor, plan: Plan, families: Iterable[tuple[str, str]], *, sees_makers: bool
) -> Choices:
    """Return what may be filtered by, in two queries."""
    run = plan.current_run_id or 0
    makers = Award.objects.filter(lot__run_id=run).order_by().values("maker")
    own = ((actor.organisation.pk, str(actor.organisation)),) if actor.plays(Role.BUYER) else ()
    members = LotContribution.objects.filter(lot__run_id=run).order_by().values("organisation")
    return Choices(
        families=tuple(families),
        makers=tuple(parties_called(makers)) if sees_makers else (),
        members=tuple(parties_called(members)) if actor.oversees else own,
        states=tuple((state.value, str(state.label)) for state in LotState),
        criticalities=tuple((level.value, say_enum(level)) for level in Criticality),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def filters_of(request: HttpRequest) -> LotFilters:
    """Read the filters from the address; what isn't understood is no filter."""
    asked = request.GET
    state, level = asked.get("etat", ""), asked.get("criticite", "")
    return LotFilters(
        family=asked.get("famille", "")[:80],
        state=state if state in LotState.values else "",
        criticality=level if level in {one.value for one in Criticality} else "",
        at_risk=asked.get("risque") == "1",
        maker=_number(asked.get("fabricant", "")),
        member=_number(asked.get("membre", "")),
        search=asked.get("q", "").strip()[:200],
        sort=asked.get("tri", "")[:40],
    )


def chips_of(request: HttpRequest, filters: LotFilters, choices: Choices) -> list[Chip]:
    """Return one removable chip a filter in force."""
    names = dict(choices.families)
    stated = (
        ("q", _("Mots"), filters.search),
        ("famille", _("Famille"), names.get(filters.family, filters.family)),
        ("etat", _("État"), LotState(filters.state).label if filters.state else ""),
        ("criticite", _("Criticité"), dict(choices.criticalities).get(filters.criticality, "")),
        ("risque", _("Risque"), _("à risque") if filters.at_risk else ""),
        ("fabricant", _("Fabricant"), _organisation(filters.maker, choices.makers)),
        ("membre", _("Membre"), _organisation(filters.member, choices.members)),
    )
    return [chip(request, key, name, value) for key, name, value in stated if value]


def _organisation(key: int | None, known: Iterable[tuple[int, str]]) -> str:
    if key is None:
        return ""
    return dict(known).get(key) or party_called(key)


def totals_of(actor: Actor, plan: Plan, filters: LotFilters) -> dict[str, object] | None:
    """Return the totals of what is filtered, for overseers: a total of hidden figures would betray them."""
    if not actor.oversees:
        return None
    lots = visible_lots(actor, plan, filters).order_by()
    return dict(lots.aggregate(value=Sum("value"), covered=Sum("covered_value"), savings=Sum("savings")))


def lot_sheet(rows: Iterable[LotRow], plan: Plan, language: str, currency: str) -> Sheet:
    """Return lots as a sheet."""
    taxed = _("%(currency)s, taxes comprises") % {"currency": currency}
    columns = (
        Column(_("Lot"), width=52),
        Column(_("Famille"), width=30),
        Column("EMDN", CellKind.CODE, 12),
        Column(_("Unité"), width=12),
        *(Column(quarter(one, plan.year), CellKind.COUNT, 13) for one in (1, 2, 3, 4)),
        Column(_("Quantité %(year)s") % {"year": plan.year}, CellKind.COUNT, 14),
        Column(_("Non couvert"), CellKind.COUNT, 14),
        Column(_("Membres"), CellKind.COUNT, 10),
        Column(_("Fabricants retenus"), width=36),
        Column(_("Valeur (%(unit)s)") % {"unit": taxed}, CellKind.MONEY, 18),
        Column(_("Couvert (%(unit)s)") % {"unit": taxed}, CellKind.MONEY, 18),
        Column(_("Économie (%(unit)s)") % {"unit": taxed}, CellKind.MONEY, 18),
        Column(_("Part locale"), CellKind.SHARE, 10),
        Column(_("État"), width=20),
        Column(_("À risque"), CellKind.MARK, 10),
    )
    return Sheet(_("Lots"), columns, (_cells(row, language) for row in rows))


def _cells(row: LotRow, language: str) -> tuple[Cell, ...]:
    return (
        row.title,
        row.family_label,
        row.emdn,
        vocabulary().pack_unit(row.base_unit, language),
        *(row.quarters or (None, None, None, None)),
        row.quantity,
        row.uncovered_quantity,
        row.buyers,
        row.makers,
        row.value,
        row.covered_value,
        row.savings,
        row.local_share,
        str(row.state.label),
        "✓" if row.at_risk else "",
    )
