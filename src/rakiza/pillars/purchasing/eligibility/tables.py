"""Alerts as a sheet, and the months of a line in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording import say
from rakiza.kernel.wording.formats import listed, month_name
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.eligibility.queries import AlertRow


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do about an alert."""

    url: str
    label: str


def next_step(actor: Actor, alert: TitleAlert) -> NextStep:
    """Return what the reader does next: the maker mends its title, a buyer reads its lots, the plan is weighed."""
    plan = alert.plan_id
    if actor.plays(Role.MAKER):
        if alert.kind == NeedOfTitle.CERTIFICATE:
            return NextStep(reverse("certification:open-case"), _("Demander une certification"))
        return NextStep(reverse("registration:list"), _("Voir vos titres d'homologation"))
    if actor.plays(Role.BUYER):
        return NextStep(f"{reverse('plans:plan', args=[plan])}#lots", _("Voir vos lots dans le plan"))
    return NextStep(reverse("scenarios:list", args=[plan]), _("Peser un autre plan"))


def months_in_words(months: Sequence[int], language: str) -> str:
    """Write months as spans: `juin – déc.`, `févr., avr.`."""
    spans: list[list[int]] = []
    for month in months:
        if spans and spans[-1][-1] == month - 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return listed((_span(span, language) for span in spans), language)


def _span(span: Sequence[int], language: str) -> str:
    first, last = (month_name(month, language, short=True) for month in (span[0], span[-1]))
    if len(span) == 1:
        return first
    return _("%(first)s à %(last)s") % {"first": first, "last": last}


def alert_sheet(rows: Iterable[AlertRow], *, taxed: bool) -> Sheet:
    """Return alerts as a sheet; amounts are taxed but for a maker's own."""
    amount = _("Montant en jeu, taxes comprises") if taxed else _("Montant en jeu, hors taxe")
    columns = (
        Column(_("Plan"), width=26),
        Column(_("Fabricant"), width=32),
        Column(_("Titre"), width=26),
        Column(_("Numéro"), CellKind.CODE, 20),
        Column(_("Cause"), CellKind.LONG_TEXT, 50),
        Column(_("Échéance"), CellKind.DATE, 12),
        Column(_("Lots touchés"), CellKind.COUNT, 10),
        Column(amount, CellKind.MONEY, 18),
        Column(_("Levée le"), CellKind.DATE, 12),
    )
    cells = (
        (
            row.alert.plan.called,
            str(row.alert.maker),
            str(row.alert.get_kind_display()),
            row.alert.number,
            say(row.cause),
            row.alert.deadline,
            row.total.lots,
            row.total.value,
            row.alert.cleared_on,
        )
        for row in rows
    )
    return Sheet(_("Alertes"), columns, cells)
